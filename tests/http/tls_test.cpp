#include <poll.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <csignal>
#include <fstream>
#include <latch>
#include <nlohmann/json.hpp>
#include <semaphore>

#include "server/http/service_manager.h"
#include "server/http/tls_context.h"
#include "tests/support/certificate.h"
#include "tests/support/notify_socket.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/test_server.h"
#include "tests/support/tls_client.h"

namespace newssearch {
namespace {

using namespace std::chrono_literals;

const std::string kGetEcho = "GET /echo HTTP/1.1\r\nHost: here\r\n\r\n";
/// A handshake's first record, which says it is longer.
const std::string kHelloBegins("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11);

std::string post_of(const std::string& body, std::size_t length) {
  return "POST /echo HTTP/1.1\r\nHost: here\r\nContent-Length: " + std::to_string(length) + "\r\n\r\n" + body;
}

/// A server that speaks TLS, with a certificate of its own.
struct TlsGround {
  TlsGround() {
    options.tls = files;
    router.get("/echo", [this](const HttpRequest& request) { return echo(request); });
    router.add(
        {"POST", "/echo", [this](const HttpRequest& request) { return echo(request); }, Cost::worker, {}, {}, {}});
    router.get("/slow", [this](const HttpRequest&) {
      begun.release();
      go_on.wait();
      return HttpResponse{};
    });
    router.get("/large", [](const HttpRequest&) {
      HttpResponse response;
      response.body.assign(8 << 20, 'x');
      return response;
    });
  }
  HttpResponse echo(const HttpRequest& request) {
    ++requests;
    HttpResponse response;
    response.body = nlohmann::json{{"query", request.query}, {"body", request.body}, {"scheme", request.scheme}}.dump();
    return response;
  }

  TemporaryFolder folder;
  const TlsFiles files = make_certificate(folder.path());
  ServerOptions options;
  Router router;
  std::atomic<int> requests{0};
  std::counting_semaphore<> begun{0};
  std::latch go_on{1};
};

/// What a client without TLS is answered until the server hangs up, however it does.
std::string plain_answer(const TestServer& server, const std::string& sent) {
  auto client = server.connect();
  client.send(sent);
  try {
    return client.receive_all();
  } catch (const std::system_error&) {
    return {};
  }
}

/// One that shook hands, however short the deadline for that is on a busy machine.
TlsClient patiently_connected(const TestServer& server) {
  for (int tries = 0; tries < 100; ++tries) {
    try {
      return TlsClient(server.port());
    } catch (const std::runtime_error&) {}
  }
  return TlsClient(server.port());
}

}  // namespace

TEST_CASE("readers are answered over TLS 1.2 and 1.3, and told to come back by TLS alone") {
  TlsGround ground;
  const TestServer server(ground.router, ground.options);
  const int version = GENERATE(TLS1_2_VERSION, TLS1_3_VERSION);
  TlsClient client(server.port(), {.lowest = version, .highest = version});
  CHECK(client.version() == version);
  client.send(kGetEcho);
  const auto response = client.receive();
  REQUIRE(response);
  CHECK(response->status == 200);
  CHECK(response->headers.at("strict-transport-security") == "max-age=31536000");
  CHECK(nlohmann::json::parse(response->body).at("scheme") == "https");
  client.send("nonsense\r\n\r\n");
  const auto refused = client.receive();
  REQUIRE(refused);
  CHECK(refused->status == 400);
  CHECK(refused->headers.count("strict-transport-security") == 1);
  CHECK_FALSE(client.receive());
  CHECK(client.told_the_end());
}

TEST_CASE("without TLS nobody is told to come by TLS") {
  TlsGround ground;
  ground.options.tls.reset();
  const TestServer server(ground.router, ground.options);
  auto client = server.connect();
  client.send(kGetEcho);
  const auto response = client.receive();
  REQUIRE(response);
  CHECK(response->headers.count("strict-transport-security") == 0);
  CHECK(nlohmann::json::parse(response->body).at("scheme") == "http");
}

TEST_CASE("TLS 1.1 and older are refused") {
  TlsGround ground;
  const TestServer server(ground.router, ground.options);
  for (const int version : {TLS1_VERSION, TLS1_1_VERSION}) {
    CHECK_THROWS_WITH(TlsClient(server.port(), {.lowest = version, .highest = version}),
                      Catch::Contains("protocol version"));
  }
  CHECK(TlsClient(server.port()).version() == TLS1_3_VERSION);
}

TEST_CASE("HTTP/1.1 is agreed on, and who wants nothing of HTTP gets nothing") {
  TlsGround ground;
  const TestServer server(ground.router, ground.options);
  CHECK(TlsClient(server.port(), {.protocols = "\x02h2\x08http/1.1"}).protocol() == "http/1.1");
  CHECK(TlsClient(server.port()).protocol().empty());
  CHECK_THROWS_WITH(TlsClient(server.port(), {.protocols = "\x04imap"}), Catch::Contains("no application protocol"));
}

TEST_CASE("ciphers have forward secrecy, with RSA as with ECDSA, and nobody shakes hands twice") {
  TlsGround ground;
  const bool rsa = GENERATE(false, true);
  write_certificate(ground.files, {.rsa = rsa});
  const TestServer server(ground.router, ground.options);
  TlsClient client(server.port(), {.highest = TLS1_2_VERSION});
  CHECK_THAT(client.cipher(), Catch::StartsWith(rsa ? "ECDHE-RSA-" : "ECDHE-ECDSA-"));
  CHECK_FALSE(client.renegotiate());
}

TEST_CASE("a client that comes back goes on with its session") {
  TlsGround ground;
  const TestServer server(ground.router, ground.options);
  const int version = GENERATE(TLS1_2_VERSION, TLS1_3_VERSION);
  TlsWish wish{.lowest = version, .highest = version};
  TlsClient first(server.port(), wish);
  first.send(kGetEcho);
  CHECK(first.receive()->status == 200);  // tickets of TLS 1.3 come before the answer
  wish.session = first.session();
  CHECK(TlsClient(server.port(), wish).resumed());
}

TEST_CASE("requests follow each other on a connection of TLS, one by one or all at once") {
  TlsGround ground;
  const TestServer server(ground.router, ground.options);
  TlsClient client(server.port());
  client.send(kGetEcho);
  CHECK(client.receive()->status == 200);
  std::string requests;
  for (int i = 0; i < 200; ++i) requests += "GET /echo?" + std::to_string(i) + " HTTP/1.1\r\nHost: here\r\n\r\n";
  client.send(requests + post_of("last", 4));
  for (int i = 0; i < 200; ++i) {
    CHECK(nlohmann::json::parse(client.receive()->body).at("query") == std::to_string(i));
  }
  CHECK(nlohmann::json::parse(client.receive()->body).at("body") == "last");
}

TEST_CASE("long answers and bodies come whole over TLS, and bodies that are too long are refused") {
  TlsGround ground;
  const TestServer server(ground.router, ground.options);
  TlsClient client(server.port());
  client.send("GET /large HTTP/1.1\r\nHost: here\r\n\r\n");
  CHECK(client.receive()->body == std::string(8 << 20, 'x'));
  client.send(post_of(std::string(4096, 'y'), 4096));
  CHECK(nlohmann::json::parse(client.receive()->body).at("body") == std::string(4096, 'y'));
  client.send(post_of(std::string(100'000, 'y'), 100'000));
  const auto refused = client.receive();
  REQUIRE(refused);
  CHECK(refused->status == 413);
  CHECK_FALSE(client.receive());
}

TEST_CASE("a body that is cut off is no request, whether the end was told or not") {
  TlsGround ground;
  const TestServer server(ground.router, ground.options);
  TlsClient(server.port()).send(post_of("oi", 3));
  TlsClient told(server.port());
  told.send(post_of("oi", 3));
  told.end_sending();
  CHECK_FALSE(told.receive());
  TlsClient whole(server.port());
  whole.send(post_of("oil", 3));
  whole.end_sending();
  CHECK(whole.receive()->status == 200);  // who has said all is still answered
  CHECK(ground.requests == 1);
}

TEST_CASE("plain HTTP sent to the port of TLS is told so in plain") {
  TlsGround ground;
  const TestServer server(ground.router, ground.options);
  auto client = server.connect();
  client.send(kGetEcho);
  const auto response = client.receive();
  REQUIRE(response);
  CHECK(response->status == 400);
  CHECK(nlohmann::json::parse(response->body).at("code") == "tls_expected");
  CHECK(response->headers.count("strict-transport-security") == 0);
  CHECK_FALSE(client.receive());
  CHECK(ground.requests == 0);
}

TEST_CASE("what is neither TLS nor HTTP is hung up on, and harms nobody") {
  TlsGround ground;
  const TestServer server(ground.router, ground.options);
  for (const std::string& garbage :
       {std::string("\r\n\r\n"), std::string(100'000, '\0'), std::string("SSH-2.0-OpenSSH_9.2\r\n"),
        std::string("\x16\x03\x01\xff\xff", 5) + std::string(70'000, 'x'),
        std::string("\x16\x03\x01\x00\x04\x01\xff\xff\xff", 9)}) {
    CHECK(plain_answer(server, garbage).find("HTTP/") == std::string::npos);
  }
  TlsClient client(server.port());
  client.send(kGetEcho);
  CHECK(client.receive()->status == 200);
}

TEST_CASE("who shakes hands in silence or byte by byte is hung up on, while others are answered") {
  TlsGround ground;
  ground.options.deadlines.handshake = 100ms;
  const TestServer server(ground.router, ground.options);
  auto other = patiently_connected(server);
  const auto others_are_answered = [&] {
    other.send(kGetEcho);
    CHECK(other.receive()->status == 200);
  };
  others_are_answered();
  auto silent = server.connect();
  auto trickling = server.connect();
  trickling.send(kHelloBegins);
  others_are_answered();
  pollfd end{trickling.descriptor(), POLLIN, 0};
  for (int sent = 0; ::poll(&end, 1, 10) == 0; ++sent) {
    REQUIRE(sent < 500);  // fewer than the record says
    trickling.send("x");
  }
  CHECK(silent.receive_all().empty());
  others_are_answered();
}

TEST_CASE("each deadline holds over TLS") {
  const auto [deadline, limit, sent, status] =
      GENERATE(table<std::chrono::milliseconds ServerDeadlines::*, std::chrono::milliseconds, std::string, unsigned>(
          {{&ServerDeadlines::header, 100ms, "GET /echo HTTP/1.1\r\nHost: ", 408},
           {&ServerDeadlines::body, 100ms, post_of("oi", 3), 408},
           {&ServerDeadlines::idle, 100ms, "", 0},
           {&ServerDeadlines::idle, 2000ms, kGetEcho, 200}}));
  TlsGround ground;
  ground.options.deadlines.*deadline = limit;
  const TestServer server(ground.router, ground.options);
  TlsClient client(server.port());
  if (!sent.empty()) client.send(sent);
  if (status != 0) CHECK(client.receive()->status == status);
  CHECK_FALSE(client.receive());
  CHECK(client.told_the_end());
}

TEST_CASE("a client of TLS that does not read its answer, or the end of it, is cut off") {
  TlsGround ground;
  ground.options.deadlines.write = 100ms;
  ground.options.deadlines.linger = 100ms;
  TestServer server(ground.router, ground.options);
  TlsClient greedy(server.port());
  for (int i = 0; i < 8; ++i) greedy.send("GET /large HTTP/1.1\r\nHost: here\r\n\r\n");
  TlsClient deaf(server.port());
  deaf.send("nonsense\r\n\r\n");
  CHECK(deaf.receive()->status == 400);
  const auto start = std::chrono::steady_clock::now();
  server.stop();
  server.join();  // as soon as the last connection is gone
  CHECK(std::chrono::steady_clock::now() - start < ServerDeadlines().stop / 2);
}

TEST_CASE("a handshake counts as a connection, and one too many is closed before its own") {
  TlsGround ground;
  ground.options.limits.connections = 1;
  const TestServer server(ground.router, ground.options);
  {
    auto silent = server.connect();
    auto refused = server.connect();
    CHECK(refused.receive_all().empty());
    silent.end_sending();
    CHECK(silent.receive_all().empty());
  }
  TlsClient client(server.port());
  client.send(kGetEcho);
  CHECK(client.receive()->status == 200);
}

TEST_CASE("a stop finishes the requests in hand over TLS, and ends what is idle or shakes hands") {
  TlsGround ground;
  TestServer server(ground.router, ground.options);
  auto shaking = server.connect();
  shaking.send(kHelloBegins);
  TlsClient idle(server.port());
  idle.send(kGetEcho);
  CHECK(idle.receive()->status == 200);  // so is the one before accepted
  TlsClient busy(server.port());
  busy.send("GET /slow HTTP/1.1\r\nHost: here\r\n\r\n");
  ground.begun.acquire();
  server.stop();
  CHECK(idle.receive_all().empty());
  CHECK(idle.told_the_end());
  CHECK(shaking.receive_all().empty());
  ground.go_on.count_down();
  const auto response = busy.receive();
  REQUIRE(response);
  CHECK(response->status == 200);
  CHECK(response->headers.at("connection") == "close");
  CHECK_FALSE(busy.receive());
  CHECK(busy.told_the_end());
  server.join();
}

TEST_CASE("SIGHUP brings a new certificate to those who come, a bad one to nobody, and costs no connection") {
  TlsGround ground;
  NotifySocket told;
  ServiceManager manager(told.path(), std::nullopt);
  ground.options.manager = &manager;
  ground.options.reload = [&] { return ground.options; };
  const TestServer server(ground.router, ground.options);
  CHECK(told.receive() == "READY=1");
  TlsClient kept(server.port());
  const auto reload = [&] {
    std::raise(SIGHUP);
    CHECK_THAT(told.receive(), Catch::StartsWith("RELOADING=1\n"));
    CHECK(told.receive() == "READY=1");
    kept.send(kGetEcho);
    CHECK(kept.receive()->status == 200);
    CHECK(kept.serial_of_server() == 1);
    return TlsClient(server.port()).serial_of_server();
  };
  CHECK(reload() == 1);
  write_certificate(ground.files, {.serial = 2});
  CHECK(TlsClient(server.port()).serial_of_server() == 1);
  CHECK(reload() == 2);
  ground.folder.write("certificate.pem", "no certificate");
  CHECK(reload() == 2);
  write_certificate({ground.files.certificate, ground.folder.path() / "other.pem"}, {.serial = 3});
  CHECK(reload() == 2);  // not the key of that certificate
  write_certificate(ground.files, {.serial = 4});
  CHECK(reload() == 4);
  ground.options.tls.reset();
  CHECK(reload() == 4);  // takes another start
}

TEST_CASE("what TLS cannot be spoken with is named, with the remedy") {
  TlsGround ground;
  const TlsFiles other{ground.folder.path() / "other.pem", ground.folder.path() / "other-key.pem"};
  const auto said = [&](const TlsFiles& files) -> std::string {
    ground.options.tls = files;
    ground.options.port = 0;
    try {
      HttpServer server(ground.options, ground.router);
      return "nothing";
    } catch (const std::runtime_error& error) {
      return error.what();
    }
  };
  using Catch::Contains;
  using Catch::StartsWith;
  const std::string certificate = ground.files.certificate.string(), key = ground.files.key.string();
  CHECK_THAT(said({ground.folder.path() / "none", key}), Contains("none: cannot be read: No such file"));
  CHECK_THAT(said({certificate, ground.folder.path() / "none"}), Contains("none: cannot be read: No such file"));
  CHECK_THAT(said({ground.folder.path(), key}), Contains("is no regular file"));
  CHECK_THAT(said({key, key}), StartsWith(key + ": cannot be used as a certificate"));
  CHECK_THAT(said({certificate, certificate}), StartsWith(certificate + ": cannot be used as a key"));
  for (const bool rsa : {false, true}) {
    write_certificate(other, {.rsa = rsa});
    CHECK_THAT(said({certificate, other.key}), StartsWith(other.key.string() + ": is not the key of " + certificate));
  }
  write_certificate(other, {}, "secret");
  CHECK_THAT(said(other), StartsWith(other.key.string() + ": cannot be used as a key") && Contains("passphrase"));
  write_certificate(other);
  std::filesystem::permissions(other.key, std::filesystem::perms::others_read, std::filesystem::perm_options::add);
  CHECK_THAT(said(other), Contains("chmod o= " + other.key.string()));
  CHECK(said({certificate, key}) == "nothing");
}

TEST_CASE("a certificate that is not valid now is complained of, and served with") {
  TlsGround ground;
  const auto now = std::chrono::system_clock::now();
  CHECK(TlsContext(ground.files).complaint(now).empty());
  write_certificate(ground.files, {.from = -7200, .until = -3600});
  CHECK_THAT(TlsContext(ground.files).complaint(now),
             Catch::StartsWith(ground.files.certificate.string() + ": ") && Catch::Contains("no longer valid: renew"));
  write_certificate(ground.files, {.from = 3600, .until = 7200});
  CHECK_THAT(TlsContext(ground.files).complaint(now), Catch::Contains("not valid yet"));
  const TestServer server(ground.router, ground.options);
  CHECK(TlsClient(server.port()).serial_of_server() == 1);
}

}  // namespace newssearch
