#include "common/date.h"

#include <array>
#include <cstdio>

namespace newssearch {
namespace {

using namespace std::chrono;

constexpr std::array kMonthNames = {"January", "February", "March",     "April",   "May",      "June",
                                    "July",    "August",   "September", "October", "November", "December"};

Error bad_date(std::string_view text, std::string_view reason) {
  const bool long_text = text.size() > 40;
  if (long_text) text = text.substr(0, 40);
  while (long_text && !text.empty() && (static_cast<unsigned char>(text.back()) & 0x80) != 0) text.remove_suffix(1);
  return Error{"bad_date", "'" + std::string(text) + "': " + std::string(reason)};
}

/// Takes exactly `digits` digits off the front.
bool take_number(std::string_view& text, std::size_t digits, int& number) {
  if (text.size() < digits) return false;
  number = 0;
  for (std::size_t i = 0; i < digits; ++i) {
    if (text[i] < '0' || text[i] > '9') return false;
    number = number * 10 + (text[i] - '0');
  }
  text.remove_prefix(digits);
  return true;
}

bool take(std::string_view& text, std::string_view any_of) {
  if (text.empty() || any_of.find(text.front()) == std::string_view::npos) return false;
  text.remove_prefix(1);
  return true;
}

/// "Z", "+02:00", "+0200" or "+02" as an offset from UTC; the whole rest of the text.
bool take_zone(std::string_view& text, seconds& offset) {
  offset = seconds{0};
  if (text.empty()) return true;
  if (take(text, "Zz")) return text.empty();
  const bool west = text.front() == '-';
  int hour = 0, minute = 0;
  if (!take(text, "+-") || !take_number(text, 2, hour)) return false;
  take(text, ":");
  if (!text.empty() && !take_number(text, 2, minute)) return false;
  if (hour > 15 || minute > 59) return false;
  offset = (hours{hour} + minutes{minute}) * (west ? -1 : 1);
  return text.empty();
}

}  // namespace

Result<Day> make_day(int year, int month, int day) {
  const auto refused = [](std::string reason) { return Error{"bad_date", std::move(reason)}; };
  if (year < kFirstYear || year > kLastYear)
    return refused("year " + std::to_string(year) + " is outside " + std::to_string(kFirstYear) + "-" +
                   std::to_string(kLastYear));
  if (month < 1 || month > 12) return refused("month " + std::to_string(month) + " does not exist");
  const year_month_day date{std::chrono::year{year}, std::chrono::month(static_cast<unsigned>(month)),
                            std::chrono::day(static_cast<unsigned>(day))};
  if (day < 1 || !date.ok())
    return refused("day " + std::to_string(day) + " does not exist in " + kMonthNames[month - 1] + " " +
                   std::to_string(year));
  return sys_days{date};
}

Result<ArticleDate> parse_iso_date(std::string_view text) {
  std::string_view rest = text;
  int year = 0, month = 0, day_of_month = 0;
  if (!take_number(rest, 4, year) || !take(rest, "-") || !take_number(rest, 2, month) || !take(rest, "-") ||
      !take_number(rest, 2, day_of_month))
    return bad_date(text, "expected a date like 1987-03-19 or 1987-03-19T09:41:00Z");
  const Result<Day> day = make_day(year, month, day_of_month);
  if (!day) return bad_date(text, day.error().message);
  if (rest.empty()) return ArticleDate{.time = *day, .precision = DatePrecision::day};

  int hour = 0, minute = 0, second = 0;
  if (!take(rest, "Tt ") || !take_number(rest, 2, hour) || !take(rest, ":") || !take_number(rest, 2, minute))
    return bad_date(text, "expected a time like 09:41:00Z after the day");
  if (take(rest, ":") && !take_number(rest, 2, second)) return bad_date(text, "expected seconds after the last ':'");
  if (take(rest, ".,"))
    for (int digit = 0; take_number(rest, 1, digit);) {}
  if (hour > 23 || minute > 59 || second > 60) {  // 60: a leap second
    std::array<char, 16> time{};
    std::snprintf(time.data(), time.size(), "%02d:%02d:%02d", hour, minute, second);
    return bad_date(text, "time " + std::string(time.data()) + " does not exist");
  }
  take(rest, " ");
  seconds offset{};
  if (!take_zone(rest, offset)) return bad_date(text, "expected a zone like Z or +02:00 after the time");
  return ArticleDate{.time = *day + hours{hour} + minutes{minute} + seconds{second} - offset};
}

std::string format_iso(Day day) {
  const year_month_day date{day};
  std::array<char, 24> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "%04d-%02u-%02u", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  return buffer.data();
}

std::string format_iso(Instant time) {
  const Day day = floor<days>(time);
  const hh_mm_ss clock{time - day};
  std::array<char, 24> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "T%02d:%02d:%02dZ", static_cast<int>(clock.hours().count()),
                static_cast<int>(clock.minutes().count()), static_cast<int>(clock.seconds().count()));
  return format_iso(day) + buffer.data();
}

std::string format_iso(const ArticleDate& date) {
  return date.precision == DatePrecision::day ? format_iso(floor<days>(date.time)) : format_iso(date.time);
}

namespace {
constexpr std::pair<DateSource, std::string_view> kSourceNames[] = {{DateSource::metadata, "metadata"},
                                                                    {DateSource::json_ld, "json-ld"},
                                                                    {DateSource::feed, "feed"},
                                                                    {DateSource::url, "url"},
                                                                    {DateSource::text, "text"}};
}  // namespace

std::string_view to_string(DateSource source) {
  for (const auto& [known, name] : kSourceNames)
    if (known == source) return name;
  return {};
}

std::optional<DateSource> date_source_from_string(std::string_view name) {
  for (const auto& [source, known] : kSourceNames)
    if (known == name) return source;
  return std::nullopt;
}

}  // namespace newssearch
