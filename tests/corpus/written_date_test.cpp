#include "corpus/written_date.h"

#include <catch2/catch.hpp>

using namespace newssearch;

TEST_CASE("a written date is read whichever way it is put") {
  const auto [text, expected] = GENERATE(table<const char*, const char*>({
      {"2025-03-03", "2025-03-03"},
      {"2025-03-03T10:00:00+02:00", "2025-03-03T08:00:00Z"},
      {"March 3, 2025", "2025-03-03"},
      {"Mar. 3, 2025", "2025-03-03"},
      {"march 3rd 2025", "2025-03-03"},
      {"3 March 2025", "2025-03-03"},
      {"3rd of March, 2025", "2025-03-03"},
      {"Monday, March 3, 2025", "2025-03-03"},
      {"Sept 9, 2025", "2025-09-09"},
      {"Mar 3, 2025 at 4:15 pm", "2025-03-03T16:15:00Z"},
      {"March 3, 2025, 4:15 p.m. EST", "2025-03-03T21:15:00Z"},
      {"March 3, 2025 12:05 AM", "2025-03-03T00:05:00Z"},
      {"March 3, 2025 12:05 pm", "2025-03-03T12:05:00Z"},
      {"3 March 2025 4pm", "2025-03-03T16:00:00Z"},
      {"3 March 2025, 23:30 CET", "2025-03-03T22:30:00Z"},
      {"3 March 2025 | 16:15", "2025-03-03T16:15:00Z"},
      {"4:15 PM EST, Mon March 3, 2025", "2025-03-03T21:15:00Z"},
      {"Tue, 10 Jun 2003 04:00:00 +0200", "2003-06-10T02:00:00Z"},
      {"Tue, 10 Jun 2003 04:00:00 -03:30", "2003-06-10T07:30:00Z"},
      {"10 Jun 2003 04:00:00 GMT", "2003-06-10T04:00:00Z"},
      {"26-FEB-1987 15:01:01.79", "1987-02-26T15:01:01Z"},
  }));
  INFO(text);
  const Result<WrittenDate> read = read_date(text);
  REQUIRE(read);
  CHECK(format_iso(read->date) == expected);
  CHECK(read->remark.empty());
  CHECK(is_date(text));
}

TEST_CASE("the short forms of agencies and old feeds are read, but not looked for in pages") {
  const auto [text, expected] = GENERATE(table<const char*, const char*>({
      {"20250303", "2025-03-03"},
      {"20250303T101500Z", "2025-03-03T10:15:00Z"},
      {"20250303T101500+0200", "2025-03-03T08:15:00Z"},
      {"20250303T1015", "2025-03-03T10:15:00Z"},
      {"Mon, 03 Mar 25 10:15:00 GMT", "2025-03-03T10:15:00Z"},
      {"3 Mar 98 10:15 +0100", "1998-03-03T09:15:00Z"},
  }));
  INFO(text);
  const Result<WrittenDate> read = read_date(text);
  REQUIRE(read);
  CHECK(format_iso(read->date) == expected);
  CHECK_FALSE(is_date(text));
  CHECK_FALSE(read_date("20251303"));
  CHECK_FALSE(read_date("3 Mar 98"));
}

TEST_CASE("a time that cannot be placed leaves the day") {
  const auto [text, remark] = GENERATE(table<const char*, const char*>({
      {"March 3, 2025 25:10", "'March 3, 2025 25:10': time 25:10 does not exist; the day is kept"},
      {"March 3, 2025 13:10 pm", "'March 3, 2025 13:10 pm': time 13:10 does not exist; the day is kept"},
      {"March 3, 2025 10:60", "'March 3, 2025 10:60': time 10:60 does not exist; the day is kept"},
      {"March 3, 2025 4:15 pm IST", "'March 3, 2025 4:15 pm IST': its time zone is not known; the day is kept"},
  }));
  const Result<WrittenDate> read = read_date(text);
  REQUIRE(read);
  CHECK(format_iso(read->date) == "2025-03-03");
  CHECK(read->remark == remark);
}

TEST_CASE("what is no date is refused with the reason") {
  const auto [text, reason] = GENERATE(table<const char*, const char*>({
      {"February 30, 2025", "'February 30, 2025': day 30 does not exist in February 2025"},
      {"0 March 2025", "'0 March 2025': day 0 does not exist in March 2025"},
      {"3 March 0999", "'3 March 0999': year 999 is outside 1500-2200"},
      {"2025-13-01", "'2025-13-01': month 13 does not exist"},
      {"03/04/2025", "'03/04/2025': expected a date like 3 March 2025 or 2025-03-03"},
      {"yesterday", "'yesterday': expected a date like 3 March 2025 or 2025-03-03"},
      {"March 2025", "'March 2025': expected a date like 3 March 2025 or 2025-03-03"},
      {"", "'': expected a date like 3 March 2025 or 2025-03-03"},
      {"3 3 March March", "'3 3 March March': expected a date like 3 March 2025 or 2025-03-03"},
  }));
  const Result<WrittenDate> read = read_date(text);
  REQUIRE_FALSE(read);
  CHECK(read.error() == Error{"bad_date", reason});
}

TEST_CASE("a date is nothing but a date") {
  CHECK(is_date("February 30, 2025"));
  CHECK(is_date("2025-13-01"));
  CHECK_FALSE(is_date("March 3, 2025 was a Monday"));
  CHECK_FALSE(is_date("2025-03-03: what happened"));
  CHECK_FALSE(is_date("May"));
  CHECK_FALSE(is_date("12"));
}
