#include "server/http/cross_origin.h"

#include <catch2/catch.hpp>

using namespace newssearch;

namespace {

HttpRequest request_from(const std::string& origin, const std::string& method = "GET") {
  HttpRequest request;
  request.method = method;
  if (!origin.empty()) request.headers["origin"] = origin;
  if (method == "OPTIONS") request.headers["access-control-request-method"] = "POST";
  return request;
}

/// What an answer says of who may read it; empty: nobody.
std::string allowed(const CrossOrigin& sites, const std::string& origin) {
  HttpResponse response;
  sites.add_headers(response, request_from(origin));
  CHECK_FALSE(response.headers.contains("Access-Control-Allow-Credentials"));
  return response.headers["Access-Control-Allow-Origin"];
}

}  // namespace

TEST_CASE("pages of the sites listed may read answers, those of no other") {
  const CrossOrigin sites({"https://www.example.org", "http://localhost:3000"});
  for (const std::string origin : {"https://www.example.org", "http://localhost:3000"})
    CHECK(allowed(sites, origin) == origin);
  for (const std::string origin :
       {"", "null", "*", "http://www.example.org", "https://example.org", "https://www.example.org.evil.net",
        "https://evil-www.example.org", "https://www.example.org:443", "https://WWW.example.org",
        "https://www.example.org/", "https://www.example.org.", "http://localhost", "http://localhost:30000",
        "https://www.example.org, http://localhost:3000"}) {
    CAPTURE(origin);
    CHECK(allowed(sites, origin).empty());
    CHECK_FALSE(sites.preflight(request_from(origin, "OPTIONS")));
  }
}

TEST_CASE("caches are told that answers depend on the site, where they do") {
  HttpResponse listed, any, none;
  listed.headers["Vary"] = "Accept-Encoding";
  CrossOrigin({"https://a.example"}).add_headers(listed, request_from(""));
  CrossOrigin({"*"}).add_headers(any, request_from("https://b.example"));
  CrossOrigin({}).add_headers(none, request_from("https://b.example"));
  CHECK(listed.headers.at("Vary") == "Accept-Encoding, Origin");
  CHECK(any.headers.at("Access-Control-Allow-Origin") == "*");
  CHECK_FALSE(any.headers.contains("Vary"));
  CHECK(none.headers.empty());
}

TEST_CASE("a browser that asks first is told what may be asked") {
  const CrossOrigin sites({"https://a.example"});
  const auto answer = sites.preflight(request_from("https://a.example", "OPTIONS"));
  REQUIRE(answer);
  CHECK(answer->status == 204);
  CHECK(answer->headers.at("Access-Control-Allow-Methods") == "GET, HEAD, POST");
  CHECK_FALSE(sites.preflight(request_from("https://a.example")));
}

TEST_CASE("what is no origin is refused at the start") {
  for (const std::string origin : {"", "example.org", "https://", "https://a.example/", "https://A.example", "null",
                                   "ftp://a.example", "https://a.example b"})
    CHECK_THROWS_WITH(CrossOrigin({origin}), Catch::Contains("is no origin"));
  CHECK_THROWS(CrossOrigin({"*", "https://a.example"}));
}
