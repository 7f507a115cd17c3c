#include "server/search/search_request.h"

#include <catch2/catch.hpp>

using namespace newssearch;

TEST_CASE("a partial date is its first day at the start of a range and its last at the end") {
  const auto [text, first, last] = GENERATE(table<std::string, std::string, std::string>({
      {"1987", "1987-01-01", "1987-12-31"},
      {"2024-02", "2024-02-01", "2024-02-29"},
      {"2023-02", "2023-02-01", "2023-02-28"},
      {"1987-03-19", "1987-03-19", "1987-03-19"},
  }));
  INFO(text);
  CHECK(format_iso(parse_range_start(text).value()) == first);
  CHECK(format_iso(parse_range_end(text).value()) == last);
}

TEST_CASE("what is no date is refused at either end") {
  const auto text = GENERATE("", "87", "1987-", "1987-13", "1987-00", "1987-02-30", "1987-02-00", "march",
                             "1987-03-19T10:00", "1499", "-987");
  INFO(text);
  CHECK_FALSE(parse_range_start(text));
  CHECK_FALSE(parse_range_end(text));
}

TEST_CASE("a request's numbers, zone and range are checked, and the reason names the parameter") {
  SearchRequest request;
  CHECK(validate(request).empty());
  std::string name;
  SECTION("per_page 0") { request.per_page = 0, name = "per_page"; }
  SECTION("per_page 101") { request.per_page = 101, name = "per_page"; }
  SECTION("page 0") { request.page = 0, name = "page"; }
  SECTION("beyond the thousandth") { request.page = 101, name = "page"; }
  SECTION("a page that overflows") { request.page = 4'294'967'295U, request.per_page = 100, name = "page"; }
  SECTION("facet_limit") { request.facet_limit = 0, name = "facet_limit"; }
  SECTION("snippet_length") { request.snippet_length = 5000, name = "snippet_length"; }
  SECTION("tz") { request.time_zone = "Mars/Olympus", name = "tz"; }
  SECTION("tz empty") { request.time_zone = "", name = "tz"; }
  SECTION("from after to") {
    request.dates = {make_day(2020, 1, 2).value(), make_day(2020, 1, 1).value()}, name = "from";
  }
  const std::vector<InvalidParameter> invalid = validate(request);
  REQUIRE(invalid.size() == 1);
  CHECK(invalid.front().name == name);
}
