#include "server/http/http_server.h"

#include <catch2/catch.hpp>
#include <chrono>
#include <nlohmann/json.hpp>
#include <set>

#include "server/http/problem.h"
#include "tests/support/test_server.h"

namespace newssearch {
namespace {

using namespace std::chrono_literals;

Router echo_router() {
  const Handler echo = [](const HttpRequest& request) {
    HttpResponse response;
    response.body = nlohmann::json{{"path", request.path}, {"params", request.params}, {"body", request.body}}.dump();
    return response;
  };
  Router router;
  router.get("/echo", echo);
  router.add({"POST", "/echo", echo, Cost::worker, {}, {}, {}});
  router.get("/bad", [](const HttpRequest& request) { return to_response({400, "bad", "is bad"}, request); });
  router.get("/cheap", echo, Cost::at_once);
  router.get("/cached", [](const HttpRequest&) {
    HttpResponse response;
    response.status = 304;
    response.headers["ETag"] = "\"a\"";
    return response;
  });
  return router;
}

std::string get(const std::string& target, const std::string& more = "") {
  return "GET " + target + " HTTP/1.1\r\nHost: here\r\n" + more + "\r\n";
}

std::string post(const std::string& body, const std::string& more = "") {
  return "POST /echo HTTP/1.1\r\nHost: here\r\n" + more + "Content-Length: " + std::to_string(body.size()) +
         "\r\n\r\n" + body;
}

std::string chunked(const std::string& chunks) {
  return "POST /echo HTTP/1.1\r\nHost: here\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks;
}

/// Sends all of `bytes` and returns the one answer; the connection must then be closed.
RawResponse last_answer(const TestServer& server, const std::string& bytes) {
  auto client = server.connect();
  client.send(bytes);
  const auto response = client.receive();
  REQUIRE(response);
  CHECK_FALSE(client.receive());
  return *response;
}

std::string code_of(const RawResponse& response) { return nlohmann::json::parse(response.body).at("code"); }

}  // namespace

TEST_CASE("a request is answered and the connection kept for the next one") {
  const auto router = echo_router();
  const TestServer server(router);
  auto client = server.connect();
  for (const std::string q : {"oil", "gas"}) {
    client.send(get("/echo?q=" + q));
    const auto response = client.receive();
    REQUIRE(response);
    CHECK(response->status == 200);
    CHECK(response->headers.at("content-type") == "application/json");
    CHECK(nlohmann::json::parse(response->body).at("params") == nlohmann::json::parse(R"([["q", ")" + q + R"("]])"));
  }
}

TEST_CASE("every answer, a refusal too, carries the security headers, a date and an id of its own") {
  const auto router = echo_router();
  const TestServer server(router);
  std::set<std::string> ids;
  for (const auto& request : {get("/echo"), get("/nowhere"), std::string("nonsense\r\n\r\n"), get("/echo?q=%")}) {
    auto client = server.connect();
    client.send(request);
    const auto response = client.receive();
    REQUIRE(response);
    CHECK(response->headers.at("x-content-type-options") == "nosniff");
    CHECK(response->headers.at("referrer-policy") == "no-referrer");
    CHECK(response->headers.at("content-security-policy").find("default-src 'none'") == 0);
    CHECK(response->headers.at("date").find(" GMT") != std::string::npos);
    CHECK(ids.insert(response->headers.at("x-request-id")).second);
    if (response->status >= 400) {
      CHECK(nlohmann::json::parse(response->body).at("request_id") == response->headers.at("x-request-id"));
    }
  }
}

TEST_CASE("pipelined requests are answered in their order") {
  const auto router = echo_router();
  const TestServer server(router);
  auto client = server.connect();
  std::string requests;
  for (int i = 0; i < 50; ++i) requests += get("/echo?n=" + std::to_string(i));
  client.send(requests + post("last"));
  for (int i = 0; i < 50; ++i) {
    CHECK(nlohmann::json::parse(client.receive()->body).at("params").at(0).at(1) == std::to_string(i));
  }
  CHECK(nlohmann::json::parse(client.receive()->body).at("body") == "last");
}

TEST_CASE("HEAD answers as GET does, without the body") {
  const auto router = echo_router();
  const TestServer server(router);
  auto client = server.connect();
  client.send(get("/echo"));
  const auto whole = client.receive();
  client.send("HEAD /echo HTTP/1.1\r\nHost: here\r\n\r\n");
  const auto head = client.receive(/*to_head=*/true);
  CHECK(head->status == 200);
  CHECK(head->headers.at("content-length") == whole->headers.at("content-length"));
  client.send(get("/nowhere"));
  CHECK(client.receive()->status == 404);  // no body was in between
}

TEST_CASE("304 has neither body nor length, and the connection goes on") {
  const auto router = echo_router();
  const TestServer server(router);
  auto client = server.connect();
  client.send(get("/cached") + get("/echo"));
  const auto response = client.receive();
  CHECK(response->status == 304);
  CHECK(response->headers.at("etag") == "\"a\"");
  CHECK(response->headers.count("content-length") == 0);
  CHECK(client.receive()->status == 200);
}

TEST_CASE("HTTP/1.0 is answered and hung up on unless it asks otherwise") {
  const auto router = echo_router();
  const TestServer server(router);
  auto client = server.connect();
  client.send("GET /echo HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  CHECK(client.receive()->headers.at("connection") == "keep-alive");
  client.send("GET /echo HTTP/1.0\r\n\r\n");
  CHECK(client.receive()->status == 200);
  CHECK_FALSE(client.receive());
}

TEST_CASE("a body may come by length or in chunks") {
  const auto router = echo_router();
  const TestServer server(router);
  auto client = server.connect();
  client.send(post("oil"));
  CHECK(nlohmann::json::parse(client.receive()->body).at("body") == "oil");
  client.send(chunked("3;ext=1\r\noil\r\n4\r\n gas\r\n0\r\n\r\n"));
  CHECK(nlohmann::json::parse(client.receive()->body).at("body") == "oil gas");
}

TEST_CASE("a client that asks first is told to go on") {
  const auto router = echo_router();
  const TestServer server(router);
  auto client = server.connect();
  const auto request = post("oil", "Expect: 100-continue\r\n");
  client.send(request.substr(0, request.size() - 3));
  CHECK(client.receive()->status == 100);
  client.send("oil");
  CHECK(client.receive()->status == 200);
  CHECK(last_answer(server, post(std::string(5000, 'x'), "Expect: 100-continue\r\n").substr(0, 80)).status == 413);
}

TEST_CASE("bytes that two readers could take for different requests are refused and the connection closed") {
  const auto router = echo_router();
  const TestServer server(router);
  const std::string start = "POST /echo HTTP/1.1\r\nHost: here\r\n";
  const auto attack = GENERATE_COPY(as<std::string>(),                                                           //
                                    start + "Content-Length: 3\r\nContent-Length: 3\r\n\r\noil",                 //
                                    start + "Content-Length: 3\r\nContent-Length: 4\r\n\r\noil",                 //
                                    start + "Content-Length: 3, 3\r\n\r\noil",                                   //
                                    start + "Content-Length: -3\r\n\r\noil",                                     //
                                    start + "Content-Length: 99999999999999999999\r\n\r\noil",                   //
                                    start + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",  //
                                    start + "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n",  //
                                    start + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",                 //
                                    start + "Transfer-Encoding: identity\r\n\r\n",                               //
                                    start + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",                      //
                                    start +
                                        "Transfer-Encoding: \x0b"
                                        "chunked\r\n\r\n0\r\n\r\n",                                            //
                                    chunked("0\r\nX-Sum: 1\r\n\r\n"),                                          //
                                    chunked("-1\r\n\r\n"), chunked("3\noil\r\n0\r\n\r\n"), chunked("zz\r\n"),  //
                                    chunked("fffffffffffffffff\r\n"),                                          //
                                    std::string("GET /echo HTTP/1.1\r\n\r\n"),                                 //
                                    get("/echo", "Host: there\r\n"),                                           //
                                    get("/echo", "Content-Length: 3\r\n") + "oil",                             //
                                    get("/echo", "Transfer-Encoding: chunked\r\n") + "0\r\n\r\n",              //
                                    std::string("GET  /echo HTTP/1.1\r\nHost: here\r\n\r\n"),                  //
                                    std::string("POST /echo HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                                    get("/echo", "X: b\r\n Content-Length: 49\r\n"),
                                    get("/echo", "X: b\r\n\tTransfer-Encoding: chunked\r\n"),
                                    std::string("\x16\x03\x01\x02 TLS to a plain port\r\n\r\n"));
  CAPTURE(attack);
  CHECK(last_answer(server, attack + get("/echo?smuggled=1")).status == 400);
}

TEST_CASE("a first line that does not end in a version spoken here is 505") {
  const auto router = echo_router();
  const TestServer server(router);
  const auto line =
      GENERATE(as<std::string>(), "GET /echo HTTP/2.0\r\n", "GET /echo HTTP/1.2\r\n", "GET /echo HTTP/1.1\n");
  CAPTURE(line);
  CHECK(last_answer(server, line + "Host: here\r\n\r\n").status == 505);
}

TEST_CASE("what is too large is refused by its own status, whole or still on its way") {
  const auto router = echo_router();
  const TestServer server(router);
  const auto [status, request] = GENERATE_COPY(table<unsigned, std::string>({
      {414, get("/echo?q=" + std::string(4096, 'x'))},
      {414, "GET /" + std::string(20'000, 'x')},
      {431, get("/echo", "X: " + std::string(8192, 'x') + "\r\n")},
      {431, "GET /echo HTTP/1.1\r\nX: " + std::string(20'000, 'x')},
      {431, get("/echo",
                [] {
                  std::string fields;
                  for (int i = 0; i < 64; ++i) fields += "X: y\r\n";
                  return fields;
                }())},
      {413, post(std::string(4097, 'x'))},
      {413, chunked("1001\r\n" + std::string(4097, 'x') + "\r\n0\r\n\r\n")},
      {413, chunked("ffffffffffff\r\n")},
  }));
  CAPTURE(status, request.substr(0, 60));
  CHECK(last_answer(server, request).status == status);
}

TEST_CASE("the largest request allowed is served") {
  const auto router = echo_router();
  const TestServer server(router);
  auto client = server.connect();
  const std::string target = "/echo?q=";
  client.send(get(target + std::string(4096 - target.size(), 'x')));
  CHECK(client.receive()->status == 200);
  client.send(post(std::string(4096, 'x')));
  CHECK(client.receive()->status == 200);
}

TEST_CASE("bad escapes in the target are refused with a word on how to do it") {
  const auto router = echo_router();
  const TestServer server(router);
  const auto response = last_answer(server, get("/echo?q=100%"));
  CHECK(response.status == 400);
  CHECK(code_of(response) == "bad_target");
  CHECK(response.body.find("%25") != std::string::npos);
}

TEST_CASE("a client that goes away in the middle harms nobody") {
  const auto router = echo_router();
  const TestServer server(router);
  for (const auto& part :
       {std::string("GET /ec"), get("/echo").substr(0, 30), post("oil").substr(0, 70), get("/echo")}) {
    server.connect().send(part);
  }
  auto client = server.connect();
  client.send(get("/echo"));
  CHECK(client.receive()->status == 200);
}

TEST_CASE("who asks too often is put off, by the address a trusted proxy names") {
  const auto router = echo_router();
  ServerOptions options;
  options.limits.rate = 0.01;
  options.limits.burst = 2;
  options.limits.trusted_proxies = {"127.0.0.1"};
  const TestServer server(router, options);
  auto client = server.connect();
  const auto status = [&](const std::string& target, const std::string& from) {
    client.send(get(target, from.empty() ? "" : "X-Forwarded-For: " + from + "\r\n"));
    return client.receive().value();
  };
  CHECK(status("/bad", "198.51.100.7").status == 400);  // what is no good request does not count
  CHECK(status("/echo", "198.51.100.7").status == 200);
  CHECK(status("/echo", "203.0.113.9, 198.51.100.7").status == 200);
  const auto refused = status("/echo", "198.51.100.7");
  CHECK(refused.status == 429);
  CHECK(code_of(refused) == "too_many_requests");
  CHECK(std::stoi(refused.headers.at("retry-after")) > 1);
  CHECK(status("/cheap", "198.51.100.7").status == 200);
  CHECK(status("/echo", "198.51.100.8").status == 200);
  for (int i = 0; i < 5; ++i) CHECK(status("/echo", "").status == 200);  // the proxy for itself, on this machine
}

TEST_CASE("where no proxy is trusted nobody is believed who they ask for") {
  const auto router = echo_router();
  ServerOptions options;
  options.limits.rate = 0.01;
  options.limits.burst = 1;
  const TestServer server(router, options);
  auto client = server.connect();
  for (int i = 0; i < 5; ++i) {
    client.send(get("/echo", "X-Forwarded-For: 198.51.100.7\r\n"));
    CHECK(client.receive()->status == 200);
  }
}

TEST_CASE("pages of sites that are listed may read every answer, refusals too") {
  const auto router = echo_router();
  ServerOptions options;
  options.limits.origins = {"https://www.example.org"};
  const TestServer server(router, options);
  auto client = server.connect();
  for (const auto& request :
       {get("/echo", "Origin: https://www.example.org\r\n"), get("/nothing", "Origin: https://www.example.org\r\n")}) {
    client.send(request);
    CHECK(client.receive()->headers.at("access-control-allow-origin") == "https://www.example.org");
  }
  client.send(
      "OPTIONS /echo HTTP/1.1\r\nHost: here\r\nOrigin: https://www.example.org\r\n"
      "Access-Control-Request-Method: POST\r\n\r\n");
  const auto preflight = client.receive();
  REQUIRE(preflight);
  CHECK(preflight->status == 204);
  CHECK(preflight->headers.at("access-control-allow-origin") == "https://www.example.org");
  client.send(
      "OPTIONS /echo HTTP/1.1\r\nHost: here\r\nOrigin: https://evil.example\r\n"
      "Access-Control-Request-Method: POST\r\n\r\n");
  CHECK(client.receive()->status == 405);
}

TEST_CASE("a long answer is packed for who takes gzip, and no longer by HEAD than by GET") {
  const auto router = echo_router();
  const TestServer server(router);
  auto client = server.connect();
  const std::string target = "/echo?q=" + std::string(3000, 'x');
  client.send(get(target, "Accept-Encoding: gzip\r\n"));
  const auto packed = client.receive();
  REQUIRE(packed);
  CHECK(packed->headers.at("content-encoding") == "gzip");
  CHECK(packed->body.size() < 500);
  client.send(get(target));
  CHECK(client.receive()->body.size() > 3000);
}

TEST_CASE("an address in use is named, with the way out") {
  const auto router = echo_router();
  const TestServer server(router);
  ServerOptions options;
  options.port = server.port();
  const auto expected = "127.0.0.1:" + std::to_string(server.port()) + " is in use; choose another with --listen";
  CHECK_THROWS_WITH(HttpServer(options, router), expected);
}

TEST_CASE("an address that is none of this machine's is named") {
  const auto router = echo_router();
  ServerOptions options;
  options.address = "203.0.113.1";
  CHECK_THROWS_WITH(HttpServer(options, router), Catch::StartsWith("cannot listen on 203.0.113.1:8080: "));
}

}  // namespace newssearch
