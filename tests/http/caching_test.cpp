#include "server/http/caching.h"

#include <catch2/catch.hpp>

namespace newssearch {
namespace {

bool has(const std::string& if_none_match, const std::string& etag = "\"a\"", const std::string& method = "GET") {
  HttpRequest request;
  request.method = method;
  request.headers["if-none-match"] = if_none_match;
  return client_has(request, etag);
}

}  // namespace

TEST_CASE("an ETag changes with the index and the question and with nothing else") {
  const Params params = {{"q", "oil"}, {"section", "a"}};
  const auto etag = search_etag("7", "/v1/search", params);
  CHECK(etag.front() == '"');
  CHECK(etag.back() == '"');
  CHECK(etag == search_etag("7", "/v1/search", {{"section", "a"}, {"q", "oil"}}));
  CHECK(etag != search_etag("8", "/v1/search", params));
  CHECK(etag != search_etag("7", "/search", params));
  CHECK(etag != search_etag("7", "/v1/search", {{"q", "oil"}, {"section", "b"}}));
  CHECK(search_etag("7", "/", {{"a", "b&c=d"}}) != search_etag("7", "/", {{"a", "b"}, {"c", "d"}}));
}

TEST_CASE("If-None-Match is a list, may be weak, and counts for GET and HEAD only") {
  CHECK(has("\"a\""));
  CHECK(has("W/\"a\""));
  CHECK(has("\"x\", W/\"y\" ,\t\"a\""));
  CHECK(has("*"));
  CHECK(has("\"a\"", "\"a\"", "HEAD"));
  CHECK_FALSE(has("\"a\"", "\"a\"", "POST"));
  CHECK_FALSE(has(""));
  CHECK_FALSE(has("a"));
  CHECK_FALSE(has("\"ab\""));
  CHECK_FALSE(has(", ,"));
}

TEST_CASE("304 repeats the ETag and has no body") {
  const auto response = not_modified("\"a\"", "no-cache");
  CHECK(response.status == 304);
  CHECK(response.headers.at("ETag") == "\"a\"");
  CHECK(response.body.empty());
}

}  // namespace newssearch
