#include "server/search/query_dates.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>

#include "common/analyzer.h"

namespace newssearch {
namespace {

using namespace std::chrono;
using Field = QueryField::Kind;

constexpr int kMostCounted = 10'000;

/// A stretch of days, by one name.
struct Named {
  Day first, last;
};

/// "7d" and the like: a number and its unit.
struct Span {
  int count = 0;
  char unit = 0;  ///< h, d, w, m or y
};

Error bad_date(std::string reason) { return Error{"bad_date", std::move(reason)}; }
Error bad_date(std::string_view text, std::string_view reason) {
  return bad_date("'" + std::string(text) + "': " + std::string(reason));
}

std::optional<int> read_number(std::string_view digits) {
  int number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (digits.empty() || digits.front() == '-' || error != std::errc{} || end != digits.data() + digits.size())
    return std::nullopt;
  return number;
}

std::optional<Span> read_span(std::string_view word) {
  if (word.size() < 2 || std::string_view("hdwmy").find(word.back()) == std::string_view::npos) return std::nullopt;
  const std::optional<int> count = read_number(word.substr(0, word.size() - 1));
  if (!count || *count < 1 || *count > kMostCounted) return std::nullopt;
  return Span{*count, word.back()};
}

/// The same day of an earlier month, or that month's last.
Day months_before(Day day, months back) {
  const year_month_day date = year_month_day{day} - back;
  return date.ok() ? Day{date} : Day{date.year() / date.month() / std::chrono::last};
}

/// The first of the days that a span reaches back from today.
Result<Day> first_day(Span span, Day today) {
  Day first = today;
  if (span.unit == 'd') first = today - days{span.count - 1};
  if (span.unit == 'w') first = today - days{7 * span.count - 1};
  if (span.unit == 'm') first = months_before(today, months{span.count});
  if (span.unit == 'y') first = months_before(today, months{12 * span.count});
  if (year_month_day{first}.year() < year{kFirstYear})
    return bad_date("it begins before " + std::to_string(kFirstYear));
  return first;
}

Named month_of(Day day) {
  const year_month_day date{day};
  return {date.year() / date.month() / 1, date.year() / date.month() / std::chrono::last};
}
Named year_of(Day day) {
  const std::chrono::year year = year_month_day{day}.year();
  return {year / 1 / 1, year / 12 / 31};
}
Named week_of(Day day) {
  const Day monday = day - (weekday{day} - Monday);
  return {monday, monday + days{6}};
}

std::optional<Day> last_weekday(std::string_view name, Day today) {
  constexpr std::array<std::string_view, 7> names = {"sunday",   "monday", "tuesday", "wednesday",
                                                     "thursday", "friday", "saturday"};
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return today - (weekday{today} - weekday{static_cast<unsigned>(found - names.begin())});
}

/// today, lastweek, last-month, this_year, monday.
std::optional<Named> by_name(std::string_view word, Day today) {
  std::string name(word);
  std::erase_if(name, [](char c) { return c == '-' || c == '_'; });
  if (name == "today") return Named{today, today};
  if (name == "yesterday") return Named{today - days{1}, today - days{1}};
  if (name == "tomorrow") return Named{today + days{1}, today + days{1}};
  if (name == "thisweek") return week_of(today);
  if (name == "lastweek") return week_of(today - days{7});
  if (name == "thismonth") return month_of(today);
  if (name == "lastmonth") return month_of(month_of(today).first - days{1});
  if (name == "thisyear") return year_of(today);
  if (name == "lastyear") return year_of(year_of(today).first - days{1});
  if (const std::optional<Day> day = last_weekday(name, today)) return Named{*day, *day};
  return std::nullopt;
}

/// The weeks of ISO 8601: the first is the one with January 4.
Result<Named> week_of_year(std::chrono::year year, int week) {
  const Day first = week_of(year / 1 / 4).first;
  const Day next_year = week_of((year + years{1}) / 1 / 4).first;
  const Day monday = first + days{7 * (week - 1)};
  if (week < 1 || monday >= next_year) return bad_date("week " + std::to_string(week) + " does not exist");
  return Named{monday, monday + days{6}};
}

Result<Named> quarter_of_year(std::chrono::year year, int quarter) {
  if (quarter < 1 || quarter > 4) return bad_date("quarter " + std::to_string(quarter) + " does not exist");
  const std::chrono::month last_month{static_cast<unsigned>(3 * quarter)};
  return Named{year / (last_month - months{2}) / 1, year / last_month / std::chrono::last};
}

/// "2024-q3" and "2024-w12"; nothing where the text has another form.
std::optional<Result<Named>> part_of_year(std::string_view word) {
  if (word.size() < 7 || word.size() > 8 || word[4] != '-' || (word[5] != 'q' && word[5] != 'w')) return std::nullopt;
  const std::optional<int> year = read_number(word.substr(0, 4)), number = read_number(word.substr(6));
  if (!year || !number) return std::nullopt;
  if (const Result<Day> checked = make_day(*year, 1, 1); !checked) return checked.error();
  return word[5] == 'q' ? quarter_of_year(std::chrono::year{*year}, *number)
                        : week_of_year(std::chrono::year{*year}, *number);
}

/// 2020/7/1, 2020.07.01 and 20200701 as 2020-07-01; anything else as it is.
std::string with_dashes(std::string word) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  if (word.size() == 8 && std::all_of(word.begin(), word.end(), is_digit)) word.insert(6, "-").insert(4, "-");
  if (word.find_first_of("-/.") != 4) return word;
  std::string dashed;
  for (std::size_t at = 0; at < word.size();) {
    const std::size_t end = std::min(word.find_first_of("-/.", at), word.size());
    const std::string_view part = std::string_view(word).substr(at, end - at);
    if (part.empty() || part.size() > 4 || !std::all_of(part.begin(), part.end(), is_digit)) return word;
    dashed += (dashed.empty() ? "" : "-") + std::string(part.size() == 1 ? "0" : "") + std::string(part);
    at = end + 1;
  }
  return dashed;
}

Result<Named> read_named(std::string_view text, Day today) {
  const std::string word = with_dashes(fold(text));
  if (word.size() > 20) return bad_date("expected a date like 2020, 2020-03 or 2020-03-14");
  if (const std::optional<Named> named = by_name(word, today)) return *named;
  if (std::optional<Result<Named>> part = part_of_year(word)) {
    if (!*part) return bad_date(text, part->error().message);
    return **part;
  }
  const Result<Day> first = parse_range_start(word);
  if (!first) return first.error();
  const Result<Day> last = parse_range_end(word);
  if (!last) return last.error();
  return Named{*first, *last};
}

/// Where a range begins with this text.
Result<Day> read_begin(std::string_view text, Day today) {
  if (const std::optional<Span> span = read_span(fold(text)); span && span->unit != 'h') return first_day(*span, today);
  const Result<Named> named = read_named(text, today);
  if (!named) return named.error();
  return named->first;
}

/// Where a range ends with this text. A span counted back ends where it began: 2w..1w is the week before the last 7
/// days.
Result<Day> read_end(std::string_view text, Day today) {
  if (const std::optional<Span> span = read_span(fold(text)); span && span->unit != 'h') {
    const Result<Day> first = first_day(*span, today);
    if (!first) return first.error();
    return *first - days{1};
  }
  const Result<Named> named = read_named(text, today);
  if (!named) return named.error();
  return named->last;
}

Result<QueryDates> read_span_back(Span span, const QueryClock& clock) {
  if (span.unit == 'h') return QueryDates{.days = {}, .since = clock.now - hours{span.count}};
  const Day today = clock.calendar.day_of(clock.now);
  const Result<Day> first = first_day(span, today);
  if (!first) return first.error();
  return QueryDates{.days = {*first, today}, .since = {}};
}

Result<QueryDates> read_range(std::string_view from, std::string_view to, Day today) {
  DayRange range;
  if (!from.empty()) {
    const Result<Day> first = read_begin(from, today);
    if (!first) return first.error();
    range.from = *first;
  }
  if (!to.empty()) {
    const Result<Day> last = read_end(to, today);
    if (!last) return last.error();
    range.to = *last;
  }
  if (range.empty()) return bad_date("expected a date on one side of '..'");
  if (range.from && range.to && *range.from > *range.to) return bad_date("it ends before it begins");
  return QueryDates{.days = range, .since = {}};
}

Result<QueryDates> read_before(std::string_view text, Day today) {
  const Result<Day> day = read_begin(text, today);
  if (!day) return day.error();
  return QueryDates{.days = {std::nullopt, *day - days{1}}, .since = {}};
}

}  // namespace

Result<QueryDates> read_query_dates(QueryField::Kind field, std::string_view text, const QueryClock& clock) {
  const Day today = clock.calendar.day_of(clock.now);
  const std::optional<Span> span = read_span(fold(text));
  if (span && span->unit == 'h' && field == Field::before)
    return bad_date("hours are counted with when: and after: only");
  if (field == Field::when) {
    if (!span) return bad_date("expected a span like 12h, 7d, 2w, 3m or 1y");
    return read_span_back(*span, clock);
  }
  if (field == Field::before) return read_before(text, today);
  if (span && (field == Field::date || span->unit == 'h')) return read_span_back(*span, clock);
  if (field == Field::after) return read_range(text, "", today);
  const std::size_t dots = text.find("..");
  if (dots != std::string_view::npos) return read_range(text.substr(0, dots), text.substr(dots + 2), today);
  const Result<Named> named = read_named(text, today);
  if (!named) return named.error();
  return QueryDates{.days = {named->first, named->last}, .since = {}};
}

}  // namespace newssearch
