#include "server/http/problem.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace newssearch {

TEST_CASE("a problem is what RFC 9457 says, with what a program and a person need") {
  HttpRequest request;
  request.id = "0123456789abcdef";
  request.path = "/v1/search";
  const auto response = to_response(invalid_parameters({{"page", "x", "must be a whole number"}}), request);
  CHECK(response.status == 400);
  CHECK(response.content_type == "application/problem+json");
  CHECK(response.headers.at("Cache-Control") == "no-store");
  CHECK(nlohmann::json::parse(response.body) == nlohmann::json::parse(R"({
    "type": "about:blank", "title": "Bad Request", "status": 400, "detail": "page: must be a whole number",
    "instance": "/v1/search", "code": "invalid_parameter", "request_id": "0123456789abcdef",
    "invalid_params": [{"name": "page", "value": "x", "reason": "must be a whole number"}]})"));
}

TEST_CASE("a problem that passes says when to come again") {
  const auto response = to_response({503, "overloaded", "busy", {}, std::chrono::seconds(3)}, {});
  CHECK(response.headers.at("Retry-After") == "3");
  CHECK(to_response({500, "internal", "broken"}, {}).headers.count("Retry-After") == 0);
}

TEST_CASE("an article whose related ones took too long is not called missing") {
  const auto problem = no_such_article("x", {"query_timeout", "the query took more than 500 ms"});
  CHECK(problem.status == 503);
  CHECK(problem.code == "query_timeout");
  CHECK(problem.retry_after.count() > 0);
}

TEST_CASE("a browser is told on a page, except by the API") {
  HttpRequest request;
  request.path = "/article/x";
  request.headers["accept"] = "text/html,application/xhtml+xml;q=0.9";
  const auto page = to_response(no_such_article("<x>", {"not_found", ""}), request);
  CHECK(page.status == 404);
  CHECK(page.content_type == "text/html; charset=utf-8");
  CHECK(page.body.find("&lt;x&gt;") != std::string::npos);
  request.path = "/v1/articles/x";
  CHECK(to_response(no_such_article("x", {"not_found", ""}), request).content_type == "application/problem+json");
}

TEST_CASE("what was asked is quoted even where it is not UTF-8") {
  HttpRequest request;
  request.path = "/\xff";
  const auto response = to_response(no_such_article("\xff", {"not_found", ""}), request);
  CHECK(nlohmann::json::parse(response.body).at("detail") == "there is no article '\uFFFD' in this index");
}

}  // namespace newssearch
