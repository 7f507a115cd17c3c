#include <catch2/catch.hpp>

#include "common/date.h"

using namespace newssearch;

TEST_CASE("an ISO date is read in UTC, and printed as it was meant") {
  const auto [text, printed] = GENERATE(table<std::string, std::string>({
      {"1987-03-19", "1987-03-19"},
      {"1987-03-19T09:41:00Z", "1987-03-19T09:41:00Z"},
      {"1987-03-19 09:41", "1987-03-19T09:41:00Z"},
      {"2024-05-03T10:00:00.123456+02:00", "2024-05-03T08:00:00Z"},
      {"2024-05-03T00:30:00+0530", "2024-05-02T19:00:00Z"},
      {"2024-12-31T20:00:00-08", "2025-01-01T04:00:00Z"},
      {"1500-01-01", "1500-01-01"},
      {"2200-12-31T23:59:59Z", "2200-12-31T23:59:59Z"},
      {"1912-04-15T02:20:00Z", "1912-04-15T02:20:00Z"},
      {"2024-02-29", "2024-02-29"},
  }));
  const Result<ArticleDate> date = parse_iso_date(text);
  INFO(text);
  REQUIRE(date);
  CHECK(format_iso(*date) == printed);
}

TEST_CASE("a date that does not exist is refused, and the reason names the part") {
  const auto [text, reason] = GENERATE(table<std::string, std::string>({
      {"1987-13-19", "month 13 does not exist"},
      {"1987-00-19", "month 0 does not exist"},
      {"2023-02-29", "day 29 does not exist in February 2023"},
      {"2023-04-31", "day 31 does not exist in April 2023"},
      {"1499-12-31", "year 1499 is outside 1500-2200"},
      {"2201-01-01", "year 2201 is outside 1500-2200"},
      {"1987-03-19T24:00:00Z", "time 24:00:00 does not exist"},
      {"1987-03-19T09:61:00Z", "time 09:61:00 does not exist"},
      {"1987-03-19T09:41:00+99:00", "expected a zone"},
      {"yesterday", "expected a date like 1987-03-19"},
      {"1987-3-19", "expected a date like 1987-03-19"},
      {"1987-03-19x", "expected a time"},
      {"", "expected a date"},
  }));
  const Result<ArticleDate> date = parse_iso_date(text);
  INFO(text);
  REQUIRE_FALSE(date);
  CHECK(date.error().code == "bad_date");
  CHECK_THAT(date.error().message, Catch::Contains(reason));
}

TEST_CASE("a date without a time of day keeps its calendar day") {
  const ArticleDate date = *parse_iso_date("1963-11-22");
  CHECK(date.precision == DatePrecision::day);
  CHECK(date.time == Instant{Day{std::chrono::year{1963} / 11 / 22}});
}
