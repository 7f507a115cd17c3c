#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "common/result.h"

namespace newssearch {

using Instant = std::chrono::sys_seconds;
using Day = std::chrono::sys_days;

/// What was said of a date: a moment, or only its calendar day.
enum class DatePrecision { second, day };

/// Where a date came from: fields beside the text, schema.org data of a page, an entry of a feed, the address, the
/// text.
enum class DateSource { metadata, json_ld, feed, url, text };

/// A date as an article states it. A date without a time of day keeps precision `day`; `time` is then midnight UTC of
/// that calendar day, and the article belongs to that day in every time zone.
struct ArticleDate {
  Instant time{};
  DatePrecision precision = DatePrecision::second;
  DateSource source = DateSource::metadata;
  double confidence = 1.0;  ///< 0..1
  bool operator==(const ArticleDate&) const = default;
};

/// Dates outside [1500-01-01, 2200-12-31] are refused.
inline constexpr int kFirstYear = 1500, kLastYear = 2200;

/// Reads an ISO 8601 date ("1987-03-19"), or date and time ("1987-03-19T09:41:00Z", "2024-05-03 10:00:00.5+02:00").
/// A time without a zone is UTC. Fails with code "bad_date", saying which part does not exist, e.g. "month 13".
Result<ArticleDate> parse_iso_date(std::string_view text);

/// Checks a calendar date part by part: code "bad_date" with "month 13 does not exist", "day 30 does not exist in
/// February 1987" or "year 999 is outside 1500-2200".
Result<Day> make_day(int year, int month, int day);

/// "1987-03-19T09:41:00Z", or "1987-03-19" for precision `day`.
std::string format_iso(const ArticleDate& date);
std::string format_iso(Instant time);
std::string format_iso(Day day);

std::string_view to_string(DateSource source);  ///< "metadata", "json-ld", ...
std::optional<DateSource> date_source_from_string(std::string_view name);

}  // namespace newssearch
