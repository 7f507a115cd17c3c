#include "server/search/query_dates.h"

#include <catch2/catch.hpp>

#include "server/search/query_parser.h"

using namespace newssearch;

namespace {

Instant at(std::string_view text) { return parse_iso_date(text).value().time; }

/// What a query that is one date asks for, at a moment in a time zone.
std::string read(std::string_view query, std::string_view now, const std::string& zone = "UTC") {
  Analyzer analyzer;
  const Calendar calendar(zone);
  const ParsedQuery parsed = parse_query(query, analyzer, QueryClock{at(now), calendar}).value();
  return parsed.warnings.empty() ? to_string(parsed.root) : parsed.warnings.front().message;
}

}  // namespace

TEST_CASE("a date in a query stands for the days it names") {
  const auto [query, days] = GENERATE(table<std::string, std::string>({
      {"date:1987", "date:1987-01-01..1987-12-31"},
      {"date:1987-02", "date:1987-02-01..1987-02-28"},
      {"date:2024-02", "date:2024-02-01..2024-02-29"},
      {"date:1900-02", "date:1900-02-01..1900-02-28"},
      {"date:1987-03-19", "date:1987-03-19"},
      {"date:2024-02-29", "date:2024-02-29"},
      {"date:2020-q1", "date:2020-01-01..2020-03-31"},
      {"date:2020-Q2", "date:2020-04-01..2020-06-30"},
      {"date:2020-q4", "date:2020-10-01..2020-12-31"},
      {"date:2024-w01", "date:2024-01-01..2024-01-07"},
      {"date:2024-w1", "date:2024-01-01..2024-01-07"},
      {"date:2021-W01", "date:2021-01-04..2021-01-10"},
      {"date:2020-w53", "date:2020-12-28..2021-01-03"},
      {"date:2026-w53", "date:2026-12-28..2027-01-03"},
      {"date:2020/3/14", "date:2020-03-14"},
      {"date:2020.03", "date:2020-03-01..2020-03-31"},
      {"date:2020-3", "date:2020-03-01..2020-03-31"},
      {"date:20200314", "date:2020-03-14"},
      {"date:2020.3.1..2020/03/02", "date:2020-03-01..2020-03-02"},
      {"after:20200314", "date:2020-03-14.."},
      {"date:1987..1988-02", "date:1987-01-01..1988-02-29"},
      {"date:2020-q3..2020-w40", "date:2020-07-01..2020-10-04"},
      {"date:1987..", "date:1987-01-01.."},
      {"date:..1987", "date:..1987-12-31"},
      {"date:\"1987-03\"", "date:1987-03-01..1987-03-31"},
      {"date：１９８７", "date:1987-01-01..1987-12-31"},
      {"after:1987-03", "date:1987-03-01.."},
      {"after:2020-q2", "date:2020-04-01.."},
      {"after:1987-03-19", "date:1987-03-19.."},
      {"before:1987", "date:..1986-12-31"},
      {"before:2024-03", "date:..2024-02-29"},
      {"before:1987-03-19", "date:..1987-03-18"},
      {"before:2021-w01", "date:..2021-01-03"},
      {"-date:1987", "NOT date:1987-01-01..1987-12-31"},
  }));
  INFO(query);
  CHECK(read(query, "2024-03-31T12:00:00Z") == days);
}

TEST_CASE("a relative date counts from today") {
  const auto [query, today, days] = GENERATE(table<std::string, std::string, std::string>({
      {"date:today", "2024-03-31", "date:2024-03-31"},
      {"date:Yesterday", "2024-03-01", "date:2024-02-29"},
      {"date:tomorrow", "2024-12-31", "date:2025-01-01"},
      {"after:yesterday", "2024-03-31", "date:2024-03-30.."},
      {"before:today", "2024-01-01", "date:..2023-12-31"},
      {"date:thisweek", "2024-03-31", "date:2024-03-25..2024-03-31"},  // a Sunday ends its week
      {"date:this-week", "2024-04-01", "date:2024-04-01..2024-04-07"},
      {"date:last_week", "2024-01-03", "date:2023-12-25..2023-12-31"},
      {"date:thismonth", "2024-02-10", "date:2024-02-01..2024-02-29"},
      {"date:lastmonth", "2024-03-31", "date:2024-02-01..2024-02-29"},
      {"date:last-month", "2024-01-31", "date:2023-12-01..2023-12-31"},
      {"date:thisyear", "2024-03-31", "date:2024-01-01..2024-12-31"},
      {"date:last-year", "2024-02-29", "date:2023-01-01..2023-12-31"},
      {"before:thisyear", "2024-03-31", "date:..2023-12-31"},
      {"after:lastweek", "2024-03-31", "date:2024-03-18.."},
      {"date:lastweek..today", "2024-03-31", "date:2024-03-18..2024-03-31"},
      {"after:monday", "2024-03-31", "date:2024-03-25.."},
      {"date:sunday", "2024-03-31", "date:2024-03-31"},
      {"date:Saturday", "2024-03-31", "date:2024-03-30"},
      {"before:friday", "2024-01-01", "date:..2023-12-28"},
      {"date:monday..wednesday", "2024-04-04", "date:2024-04-01..2024-04-03"},
      {"when:1d", "2024-03-31", "date:2024-03-31"},
      {"when:7d", "2024-03-31", "date:2024-03-25..2024-03-31"},
      {"when:2w", "2024-03-01", "date:2024-02-17..2024-03-01"},
      {"when:1m", "2024-03-31", "date:2024-02-29..2024-03-31"},
      {"when:1m", "2023-03-31", "date:2023-02-28..2023-03-31"},
      {"when:1y", "2024-02-29", "date:2023-02-28..2024-02-29"},
      {"when:4y", "2024-02-29", "date:2020-02-29..2024-02-29"},
      {"when:13m", "2024-01-15", "date:2022-12-15..2024-01-15"},
      {"date:7d", "2024-03-31", "date:2024-03-25..2024-03-31"},
      {"after:7d", "2024-03-31", "date:2024-03-25.."},
      {"before:7d", "2024-03-31", "date:..2024-03-24"},
      {"date:2w..1w", "2024-03-31", "date:2024-03-18..2024-03-24"},  // the week before when:1w
      {"date:7D..today", "2024-03-31", "date:2024-03-25..2024-03-31"},
      {"date:2024..7d", "2024-03-31", "date:2024-01-01..2024-03-24"},
  }));
  INFO(query << " on " << today);
  CHECK(read(query, today) == days);
}

TEST_CASE("today is the day on the asker's calendar") {
  const auto [query, zone, now, days] = GENERATE(table<std::string, std::string, std::string, std::string>({
      // the year ends in Auckland 23 hours before it ends in Honolulu
      {"date:today", "Pacific/Auckland", "2024-12-31T11:00:00Z", "date:2025-01-01"},
      {"date:today", "Pacific/Auckland", "2024-12-31T10:59:59Z", "date:2024-12-31"},
      {"date:today", "Pacific/Honolulu", "2025-01-01T09:59:59Z", "date:2024-12-31"},
      {"date:today", "Pacific/Honolulu", "2025-01-01T10:00:00Z", "date:2025-01-01"},
      {"date:thisyear", "Pacific/Auckland", "2024-12-31T12:00:00Z", "date:2025-01-01..2025-12-31"},
      {"date:thisyear", "Pacific/Honolulu", "2025-01-01T05:00:00Z", "date:2024-01-01..2024-12-31"},
      {"before:yesterday", "Pacific/Auckland", "2024-12-31T12:00:00Z", "date:..2024-12-30"},
      {"when:1m", "Pacific/Honolulu", "2024-03-01T09:00:00Z", "date:2024-01-29..2024-02-29"},
      // the days on which clocks change have 23 and 25 hours
      {"date:today", "Europe/Berlin", "2024-03-30T23:00:00Z", "date:2024-03-31"},
      {"date:today", "Europe/Berlin", "2024-03-31T21:59:59Z", "date:2024-03-31"},
      {"date:today", "Europe/Berlin", "2024-03-31T22:00:00Z", "date:2024-04-01"},
      {"when:2d", "America/New_York", "2024-11-04T04:59:59Z", "date:2024-11-02..2024-11-03"},
      {"when:2d", "America/New_York", "2024-11-04T05:00:00Z", "date:2024-11-03..2024-11-04"},
      {"date:sunday", "America/New_York", "2024-11-04T04:00:00Z", "date:2024-11-03"},
      {"date:thisweek", "Asia/Tokyo", "2024-03-31T15:00:00Z", "date:2024-04-01..2024-04-07"},
  }));
  INFO(query << " in " << zone << " at " << now);
  CHECK(read(query, now, zone) == days);
}

TEST_CASE("hours are a moment, the same in every time zone") {
  const std::string zone = GENERATE("UTC", "Europe/Berlin", "Pacific/Auckland");
  const auto [query, since] = GENERATE(table<std::string, std::string>({
      {"when:12h", "date:2024-03-30T18:30:15Z.."},
      {"when:24h", "date:2024-03-30T06:30:15Z.."},  // Berlin's clock shows 7:30 then and 8:30 now
      {"after:1h", "date:2024-03-31T05:30:15Z.."},
      {"date:1000H", "date:2024-02-18T14:30:15Z.."},
      {"-when:12h", "NOT date:2024-03-30T18:30:15Z.."},
  }));
  INFO(query << " in " << zone);
  CHECK(read(query, "2024-03-31T06:30:15Z", zone) == since);
}

TEST_CASE("a date that does not exist is refused with the reason") {
  const auto [query, reason] = GENERATE(table<std::string, std::string>({
      {"date:1987-13", "month 13 does not exist"},
      {"date:2023-02-29", "day 29 does not exist in February 2023"},
      {"date:999", "expected a date"},
      {"date:1066", "year 1066 is outside"},
      {"date:0-q1", "expected a date"},
      {"date:1066-q1", "year 1066 is outside"},
      {"date:2020-q5", "quarter 5 does not exist"},
      {"date:2020-q0", "quarter 0 does not exist"},
      {"date:2021-w53", "week 53 does not exist"},
      {"date:2021-w0", "week 0 does not exist"},
      {"date:2021-w-1", "expected a date"},
      {"date:someday", "expected a date"},
      {"date:once-upon-a-time-in-a-land-far-away", "expected a date"},
      {"date:..", "one side of '..'"},
      {"date:2020..soon", "expected a date"},
      {"date:2020..12h", "expected a date"},
      {"date:1988..1987", "ends before it begins"},
      {"date:today..yesterday", "ends before it begins"},
      {"date:1w..2w", "ends before it begins"},
      {"after:12", "expected a date"},
      {"before:12h", "hours are counted with when: and after: only"},
      {"when:soon", "expected a span"},
      {"when:0d", "expected a span"},
      {"when:-1d", "expected a span"},
      {"when:7", "expected a span"},
      {"when:99999999999d", "expected a span"},
      {"when:9999y", "begins before 1500"},
      {"after:9999m", "begins before 1500"},
  }));
  INFO(query);
  CHECK_THAT(read(query, "2024-03-31"), Catch::Contains(reason));
}
