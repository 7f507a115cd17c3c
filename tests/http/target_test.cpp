#include "server/http/target.h"

#include <catch2/catch.hpp>

namespace newssearch {

TEST_CASE("a target comes apart into path, query and decoded parameters") {
  const auto target = parse_target("/v1/search?q=oil+price%21&section=a%26b&section=c&flag&=x");
  REQUIRE(target);
  CHECK(target->path == "/v1/search");
  CHECK(target->query == "q=oil+price%21&section=a%26b&section=c&flag&=x");
  CHECK(target->params == Params{{"q", "oil price!"}, {"section", "a&b"}, {"section", "c"}, {"flag", ""}, {"", "x"}});
}

TEST_CASE("a target given in full means its path") {
  CHECK(parse_target("http://example.org/search?q=x")->path == "/search");
  CHECK(parse_target("http://example.org")->path == "/");
  CHECK(parse_target("http://example.org?q=x")->params == Params{{"q", "x"}});
}

TEST_CASE("a plus is a space in the query and a plus in the path") {
  const auto target = parse_target("/c++?q=c%2B%2B+news");
  CHECK(decode_path_piece(target->path) == "/c++");
  CHECK(target->params == Params{{"q", "c++ news"}});
}

TEST_CASE("a bad escape, a NUL and a target that is no path are refused") {
  const auto target = GENERATE(as<std::string>(), "/%", "/%4", "/%zz", "/a%00b", "/s?q=%", "/s?q=%4", "/s?q=%g0",
                               "/s?%00=1", "/s?q=a%00", "search", "*");
  CAPTURE(target);
  REQUIRE_FALSE(parse_target(target));
  CHECK(parse_target(target).error().code == "bad_target");
}

TEST_CASE("bytes that are not UTF-8 are replaced, not refused") {
  CHECK(parse_target("/search?q=caf%E9")->params == Params{{"q", "caf\uFFFD"}});
  CHECK(parse_target("/search?q=caf%C3%A9")->params == Params{{"q", "café"}});
  CHECK(decode_path_piece("%ff") == "\uFFFD");
}

TEST_CASE("parameters written as a query are read back as they were") {
  const Params params = {{"q", "\"oil & gas\" 50%+ café"}, {"section", "-sport"}, {"x", ""}};
  CHECK(parse_target("/search?" + to_query(params))->params == params);
}

}  // namespace newssearch
