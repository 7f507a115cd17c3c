#include "server/http/router.h"

#include <xapian.h>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "common/generation.h"

namespace newssearch {
namespace {

HttpRequest request(std::string method, std::string path) {
  HttpRequest made;
  made.id = "id-1";
  made.method = std::move(method);
  made.path = std::move(path);
  return made;
}

Handler says(std::string text) {
  return [text](const HttpRequest&) {
    HttpResponse response;
    response.body = text;
    return response;
  };
}

HttpResponse echo_id(const HttpRequest& request) {
  HttpResponse response;
  response.body = request.path_values.at("id");
  return response;
}

Router library() {
  Router router;
  router.get("/", says("root"), Cost::at_once);
  router.get("/v1/articles/{id}", echo_id);
  router.get("/v1/articles/{id}/related", says("related"));
  router.get("/v1/search", says("got"));
  router.add({"POST", "/v1/search", says("posted"), Cost::worker, {}, {}, {}});
  return router;
}

template <class Thrown>
HttpResponse response_to(Thrown thrown) {
  Router router;
  router.get("/", [thrown](const HttpRequest&) -> HttpResponse { throw thrown; });
  return router.handle(request("GET", "/"));
}

}  // namespace

TEST_CASE("a request finds its handler by method and path") {
  const auto [method, path, body] = GENERATE(table<std::string, std::string, std::string>({
      {"GET", "/", "root"},
      {"GET", "/v1/search", "got"},
      {"GET", "/v1/%73earch", "got"},
      {"HEAD", "/v1/search", "got"},
      {"POST", "/v1/search", "posted"},
      {"GET", "/v1/articles/a1", "a1"},
      {"GET", "/v1/articles/a%2Fb%20c", "a/b c"},
      {"GET", "/v1/articles/a1/related", "related"},
  }));
  CAPTURE(method, path);
  const auto response = library().handle(request(method, path));
  CHECK(response.status == 200);
  CHECK(response.body == body);
}

TEST_CASE("a path that leads nowhere is 404") {
  const auto path =
      GENERATE(as<std::string>(), "/v1", "/v1/", "/v1/search/", "/v1/searches", "//v1/search", "/V1/search",
               "/v1/articles", "/v1/articles/", "/v1/articles//related", "/v1/articles/a/b", "/../v1/search");
  CAPTURE(path);
  CHECK(library().handle(request("GET", path)).status == 404);
}

TEST_CASE("a known path under another method is 405 and says which are served") {
  auto response = library().handle(request("DELETE", "/v1/search"));
  CHECK(response.status == 405);
  CHECK(response.headers.at("Allow") == "GET, HEAD, POST");
  CHECK(nlohmann::json::parse(response.body).at("code") == "method_not_allowed");
  CHECK(library().handle(request("POST", "/v1/articles/x")).headers.at("Allow") == "GET, HEAD");
}

TEST_CASE("refusals and cheap answers do not queue for a worker") {
  const auto router = library();
  CHECK(router.cost(request("GET", "/")) == Cost::at_once);
  CHECK(router.cost(request("GET", "/nowhere")) == Cost::at_once);
  CHECK(router.cost(request("GET", "/v1/search")) == Cost::worker);
  CHECK(router.cost(request("HEAD", "/v1/search")) == Cost::worker);
}

TEST_CASE("a missing index is 503, with when to come again") {
  const auto response = response_to(NoIndex("/srv/secret/data: nothing published"));
  CHECK(response.status == 503);
  CHECK(response.headers.count("Retry-After") == 1);
  CHECK(nlohmann::json::parse(response.body).at("code") == "no_index");
  CHECK(response.body.find("secret") == std::string::npos);
}

TEST_CASE("a damaged index is 503 and the answer keeps Xapian's words to itself") {
  const auto response = response_to(Xapian::DatabaseCorruptError("block 7 of /srv/secret"));
  CHECK(response.status == 503);
  CHECK(nlohmann::json::parse(response.body).at("code") == "index_damaged");
  CHECK(response.body.find("block") == std::string::npos);
  CHECK(response.body.find("secret") == std::string::npos);
}

TEST_CASE("whatever else a handler throws is 500, named by the request's id alone") {
  for (const auto& response : {response_to(std::runtime_error("/srv/secret: bug")), response_to(42)}) {
    CHECK(response.status == 500);
    const auto json = nlohmann::json::parse(response.body);
    CHECK(json.at("code") == "internal");
    CHECK(json.at("request_id") == "id-1");
    CHECK(response.body.find("secret") == std::string::npos);
  }
}

}  // namespace newssearch
