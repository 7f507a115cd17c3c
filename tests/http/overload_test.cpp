#include <ifaddrs.h>
#include <net/if.h>
#include <sys/resource.h>
#include <catch2/catch.hpp>
#include <csignal>
#include <latch>
#include <nlohmann/json.hpp>
#include <semaphore>

#include "tests/support/test_server.h"

namespace newssearch {
namespace {

using namespace std::chrono_literals;

constexpr const char* kGet = "GET /quick HTTP/1.1\r\nHost: here\r\n\r\n";
constexpr const char* kGetSlow = "GET /slow HTTP/1.1\r\nHost: here\r\n\r\n";
constexpr const char* kGetHealth = "GET /health HTTP/1.1\r\nHost: here\r\n\r\n";

/// /slow says when it has begun, and ends when it is let go.
struct SlowRouter {
  SlowRouter() {
    router.get("/quick", [](const HttpRequest&) { return HttpResponse{}; });
    router.get(
        "/health", [](const HttpRequest&) { return HttpResponse{}; }, Cost::at_once);
    router.get("/slow", [this](const HttpRequest&) {
      begun.release();
      go_on.wait();
      return HttpResponse{};
    });
    router.get("/large", [this](const HttpRequest&) {
      begun.release();
      HttpResponse response;
      response.body.assign(64 << 20, 'x');
      return response;
    });
    router.add({"POST", "/quick", [](const HttpRequest&) { return HttpResponse{}; }, Cost::worker, {}, {}, {}});
  }
  std::counting_semaphore<> begun{0};
  std::latch go_on{1};
  Router router;
};

/// The one of these that has something to read, waited for.
std::size_t first_answered(const std::vector<RawClient>& clients) {
  std::vector<pollfd> waited;
  for (const auto& client : clients) waited.push_back({client.descriptor(), POLLIN, 0});
  REQUIRE(::poll(waited.data(), waited.size(), 10'000) > 0);
  return static_cast<std::size_t>(
      std::find_if(waited.begin(), waited.end(), [](const pollfd& w) { return w.revents != 0; }) - waited.begin());
}

/// An IPv4 address of this machine that is not loopback; empty where there is none.
std::string address_of_this_machine() {
  ifaddrs* first = nullptr;
  REQUIRE(::getifaddrs(&first) == 0);
  const std::unique_ptr<ifaddrs, decltype(&::freeifaddrs)> all(first, &::freeifaddrs);
  for (const auto* each = first; each; each = each->ifa_next) {
    if (!each->ifa_addr || each->ifa_addr->sa_family != AF_INET || (each->ifa_flags & IFF_LOOPBACK)) continue;
    return ::inet_ntoa(reinterpret_cast<const sockaddr_in*>(each->ifa_addr)->sin_addr);
  }
  return {};
}

ServerOptions impatient(std::chrono::milliseconds ServerDeadlines::*deadline) {
  ServerOptions options;
  options.deadlines.*deadline = 100ms;
  return options;
}

}  // namespace

TEST_CASE("headers that trickle in do not outlast their deadline") {
  SlowRouter slow;
  const TestServer server(slow.router, impatient(&ServerDeadlines::header));
  auto client = server.connect();
  client.send("GET /quick HTTP/1.1\r\nHost: here\r\nX: ");
  pollfd answer{client.descriptor(), POLLIN, 0};
  for (int sent = 0; ::poll(&answer, 1, 10) == 0; ++sent) {
    REQUIRE(sent < 1000);
    client.send("x");
  }
  const auto response = client.receive();
  REQUIRE(response);
  CHECK(response->status == 408);
  CHECK(response->headers.at("connection") == "close");
}

TEST_CASE("a body that does not come is given up") {
  SlowRouter slow;
  const TestServer server(slow.router, impatient(&ServerDeadlines::body));
  auto client = server.connect();
  client.send("POST /quick HTTP/1.1\r\nHost: here\r\nContent-Length: 3\r\n\r\noi");
  CHECK(client.receive()->status == 408);
  CHECK_FALSE(client.receive());
}

TEST_CASE("a connection without a request is closed without a word, new or kept alive") {
  SlowRouter slow;
  const TestServer server(slow.router, impatient(&ServerDeadlines::idle));
  auto silent = server.connect();
  CHECK(silent.receive_all().empty());
  auto once = server.connect();
  once.send(kGet);
  CHECK(once.receive()->status == 200);
  CHECK(once.receive_all().empty());
}

TEST_CASE("a client that does not read its answer is cut off") {
  SlowRouter slow;
  TestServer server(slow.router, impatient(&ServerDeadlines::write));
  auto client = server.connect();
  client.send("GET /large HTTP/1.1\r\nHost: here\r\n\r\n");
  slow.begun.acquire();
  const auto start = std::chrono::steady_clock::now();
  server.stop();
  server.join();  // as soon as the last connection is gone
  CHECK(std::chrono::steady_clock::now() - start < ServerDeadlines().stop / 2);
}

TEST_CASE("where all workers are busy and the queue is full, the next request is told so at once") {
  SlowRouter slow;
  ServerOptions options;
  options.workers = 1;
  const bool beyond = GENERATE(false, true);
  options.limits.queue_per_worker = beyond ? 1 : 4;
  options.limits.queue_burst_per_worker = beyond ? 3 : 0;
  const TestServer server(slow.router, options);
  std::vector<RawClient> clients;
  for (int i = 0; i < 6; ++i) {  // one worked on, four waiting, three of them as an exception, one too many
    clients.push_back(server.connect());
    clients.back().send(kGetSlow);
  }
  const auto refused = first_answered(clients);
  auto response = clients[refused].receive();
  REQUIRE(response);
  CHECK(response->status == 503);
  CHECK(response->headers.count("retry-after") == 1);
  CHECK(nlohmann::json::parse(response->body).at("code") == "overloaded");

  auto probe = server.connect();
  probe.send(kGetHealth);
  CHECK(probe.receive()->status == 200);  // health does not queue

  slow.go_on.count_down();
  for (std::size_t i = 0; i < clients.size(); ++i) {
    if (i == refused) clients[i].send(kGetSlow);  // the connection was kept
    CHECK(clients[i].receive()->status == 200);
  }
}

TEST_CASE("a request that has waited too long is refused, not answered late") {
  SlowRouter slow;
  ServerOptions options;
  options.limits.queue_wait = -1ms;  // however soon a worker comes to it
  const TestServer server(slow.router, options);
  auto client = server.connect();
  client.send(kGet);
  const auto refused = client.receive();
  REQUIRE(refused);
  CHECK(refused->status == 503);
  CHECK(refused->headers.count("retry-after") == 1);
  CHECK(nlohmann::json::parse(refused->body).at("code") == "overloaded");
  client.send(kGetHealth);
  CHECK(client.receive()->status == 200);
}

TEST_CASE("a connection beyond the limit is told so, and there is room again when another ends") {
  SlowRouter slow;
  ServerOptions options;
  options.limits.connections = 2;
  const TestServer server(slow.router, options);
  auto first = server.connect();
  first.send(kGet);
  CHECK(first.receive()->status == 200);
  {
    auto second = server.connect();
    second.send(kGet);
    CHECK(second.receive()->status == 200);
    auto third = server.connect();
    const auto response = third.receive();
    REQUIRE(response);
    CHECK(response->status == 503);
    CHECK(response->headers.count("retry-after") == 1);
    CHECK(nlohmann::json::parse(response->body).at("code") == "too_many_connections");
    CHECK_FALSE(third.receive());
    second.end_sending();
    CHECK_FALSE(second.receive());
  }
  auto fourth = server.connect();
  fourth.send(kGet);
  CHECK(fourth.receive()->status == 200);
}

TEST_CASE("an address has its share of connections, and loopback as many as there are") {
  SlowRouter slow;
  ServerOptions options;
  options.address = "0.0.0.0";
  options.limits.connections_per_address = 2;
  const TestServer server(slow.router, options);
  const auto outside = address_of_this_machine();
  if (outside.empty()) WARN("this machine has no address but loopback: the limit itself is not tried");
  std::vector<RawClient> clients;
  for (const auto& address : {std::string("127.0.0.1"), outside}) {
    for (unsigned i = 0; i < 3 && !address.empty(); ++i) {
      auto& client = clients.emplace_back();
      client.connect(server.port(), address);
      client.send(kGet);
      CHECK(client.receive()->status == (address == outside && i == 2 ? 503 : 200));
    }
  }
}

TEST_CASE("without free descriptors connections wait, and are served when there are some again") {
  SlowRouter slow;
  const TestServer server(slow.router);
  RawClient client;  // its descriptor is the last free one
  rlimit before{};
  REQUIRE(::getrlimit(RLIMIT_NOFILE, &before) == 0);
  const int free_descriptor = ::dup(client.descriptor());
  ::close(free_descriptor);
  const rlimit none{static_cast<rlim_t>(free_descriptor), before.rlim_max};
  REQUIRE(::setrlimit(RLIMIT_NOFILE, &none) == 0);
  client.connect(server.port());
  client.send(kGet);
  pollfd answer{client.descriptor(), POLLIN, 0};
  const int answered = ::poll(&answer, 1, 200);
  REQUIRE(::setrlimit(RLIMIT_NOFILE, &before) == 0);
  CHECK(answered == 0);
  CHECK(client.receive()->status == 200);
}

TEST_CASE("a stop finishes the requests in hand, closes idle connections and takes no new ones") {
  SlowRouter slow;
  TestServer server(slow.router);
  const auto port = server.port();
  auto idle = server.connect();
  idle.send(kGet);
  CHECK(idle.receive()->status == 200);
  auto half = server.connect();
  half.send(kGet);
  CHECK(half.receive()->status == 200);
  half.send("GET /qui");
  auto busy = server.connect();
  busy.send(kGetSlow);
  slow.begun.acquire();

  server.stop();
  CHECK(idle.receive_all().empty());
  CHECK(half.receive_all().empty());
  CHECK_THROWS_AS(RawClient(port), std::system_error);
  slow.go_on.count_down();
  const auto response = busy.receive();
  REQUIRE(response);
  CHECK(response->status == 200);
  CHECK(response->headers.at("connection") == "close");
  CHECK_FALSE(busy.receive());
  server.join();
}

TEST_CASE("a stop does not wait longer than its deadline for a request that does not end") {
  SlowRouter slow;
  auto options = impatient(&ServerDeadlines::stop);
  options.workers = 1;
  TestServer server(slow.router, options);
  std::vector<RawClient> clients;
  for (int i = 0; i < 3; ++i) {
    clients.push_back(server.connect());
    clients.back().send(kGetSlow);
  }
  slow.begun.acquire();
  server.stop();
  server.join();
  slow.go_on.count_down();  // only now: run() returned with the handler still at work
}

TEST_CASE("SIGTERM stops the server") {
  SlowRouter slow;
  TestServer server(slow.router);
  auto client = server.connect();
  client.send(kGet);
  CHECK(client.receive()->status == 200);
  std::raise(SIGTERM);
  server.join();
  CHECK(client.receive_all().empty());
}

}  // namespace newssearch
