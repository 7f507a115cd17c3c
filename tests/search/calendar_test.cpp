#include "server/search/calendar.h"

#include <catch2/catch.hpp>

using namespace newssearch;

namespace {
Instant at(std::string_view text) { return parse_iso_date(text).value().time; }
}  // namespace

TEST_CASE("an instant falls on the day of its time zone") {
  const auto [zone, time, day] = GENERATE(table<std::string, std::string, std::string>({
      {"UTC", "2024-12-31T23:30:00Z", "2024-12-31"},
      {"Europe/Berlin", "2024-12-31T23:30:00Z", "2025-01-01"},
      {"America/Los_Angeles", "2025-01-01T07:59:59Z", "2024-12-31"},
      {"America/Los_Angeles", "2025-01-01T08:00:00Z", "2025-01-01"},
      {"Asia/Tokyo", "1987-03-19T15:00:00Z", "1987-03-20"},
      {"Europe/Berlin", "1850-01-01T23:06:32Z", "1850-01-02"},  // local mean time, 53 min 28 s ahead
      {"Europe/London", "2150-07-01T23:30:00Z", "2150-07-02"},
  }));
  INFO(zone << " " << time);
  CHECK(format_iso(Calendar(zone).day_of(at(time))) == day);
}

TEST_CASE("a day begins at its midnight, before and after clocks change") {
  const auto [zone, day, start] = GENERATE(table<std::string, std::string, std::string>({
      {"UTC", "2024-03-31", "2024-03-31T00:00:00Z"},
      {"Europe/Berlin", "2024-03-31", "2024-03-30T23:00:00Z"},
      {"Europe/Berlin", "2024-04-01", "2024-03-31T22:00:00Z"},
      {"Europe/Berlin", "2024-10-28", "2024-10-27T23:00:00Z"},
      {"America/Sao_Paulo", "2017-10-15", "2017-10-15T03:00:00Z"},  // clocks jumped over this midnight
      {"Pacific/Apia", "2011-12-31", "2011-12-30T10:00:00Z"},       // the 30th did not take place
  }));
  INFO(zone << " " << day);
  CHECK(format_iso(Calendar(zone).start_of(std::chrono::floor<std::chrono::days>(at(day)))) == start);
}
