#include "corpus/written_date.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <utility>

#include "corpus/ascii.h"
#include "corpus/clean_text.h"

namespace newssearch {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::array<std::string_view, 12> kMonths = {"january",   "february", "march",    "april",
                                                      "may",       "june",     "july",     "august",
                                                      "september", "october",  "november", "december"};
constexpr std::array<std::string_view, 7> kWeekdays = {"monday", "tuesday",  "wednesday", "thursday",
                                                       "friday", "saturday", "sunday"};
/// RFC 5322's names, and the two European ones in common use that mean one thing only.
constexpr std::array<std::pair<std::string_view, int>, 13> kZones = {{{"utc", 0},
                                                                      {"gmt", 0},
                                                                      {"z", 0},
                                                                      {"est", -5},
                                                                      {"edt", -4},
                                                                      {"cst", -6},
                                                                      {"cdt", -5},
                                                                      {"mst", -7},
                                                                      {"mdt", -6},
                                                                      {"pst", -8},
                                                                      {"pdt", -7},
                                                                      {"cet", 1},
                                                                      {"cest", 2}}};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; }

/// A word of at least three letters that begins a name of the list: its place there, or -1.
template <std::size_t N>
int place_of(std::string_view word, const std::array<std::string_view, N>& names) {
  if (word == "sept") word = "sep";
  for (std::size_t i = 0; word.size() >= 3 && i < N; ++i)
    if (names[i].starts_with(word)) return static_cast<int>(i);
  return -1;
}

struct CalendarDate {
  int year, month, day;  ///< as written, whether there is such a day or not
};

struct Clock {
  seconds since_midnight{};  ///< in UTC, so it may lie on the day before or after
  std::string impossible;    ///< why there is none
};

/// Reads from the front of a text, part by part; what is not taken stays.
class DateScanner {
 public:
  explicit DateScanner(std::string_view text) : rest_(text) {}
  std::string_view rest() const { return rest_; }

  /// "3 March 2025", "March 3rd, 2025", "Mon, 26-FEB-1987", "2025-03-03"; nullopt where no date stands here.
  std::optional<CalendarDate> calendar_date() {
    std::optional<int> year, month, day;
    while (!year || !month || !day) {
      skip(" \t\n,.-/");
      const std::string_view digits = take_while(is_digit);
      const std::string word = ascii_lower(take_while(is_letter));
      const bool ordinal = word.empty() || word == "st" || word == "nd" || word == "rd" || word == "th";
      if (digits.size() == 4 && word.empty() && !year)
        year = number(digits);
      else if ((digits.size() == 1 || digits.size() == 2) && ordinal && !day)
        day = number(digits);
      else if (const int place = place_of(word, kMonths); digits.empty() && place >= 0 && !month)
        month = place + 1;
      else if (!digits.empty() || (place_of(word, kWeekdays) < 0 && word != "of" && word != "the"))
        return std::nullopt;
    }
    return CalendarDate{*year, *month, *day};
  }

  /// "16:15", "605:12:19.12", "4 pm", "4:15 p.m. EST", "16:15:00 +0200"; nullopt where no time stands here.
  std::optional<Clock> clock() {
    DateScanner ahead = *this;
    ahead.skip(" \t\n,|(@");
    if (ahead.rest_.starts_with("at ")) ahead.rest_.remove_prefix(3);
    const std::string_view begin = ahead.rest_;
    const std::string_view hour = ahead.take_while(is_digit);
    const std::optional<std::string_view> minute = ahead.part_after(':');
    const std::optional<std::string_view> second = minute ? ahead.part_after(':') : std::nullopt;
    if (second) ahead.part_after('.');
    const std::string_view shown = begin.substr(0, begin.size() - ahead.rest_.size());
    const int half = ahead.half_of_day();
    if (hour.empty() || (!minute && half == 0)) return std::nullopt;
    *this = ahead;

    int h = number(hour);
    const int m = minute ? number(*minute) : 0, s = second ? number(*second) : 0;
    if (h > (half == 0 ? 23 : 12) || (half != 0 && h == 0) || m > 59 || s > 60)
      return Clock{{}, "time " + std::string(clip(shown, 20)) + " does not exist"};
    if (half != 0) h = h % 12 + (half == 2 ? 12 : 0);
    const std::optional<seconds> offset = zone();
    if (!offset) return Clock{{}, "its time zone is not known"};
    return Clock{hours{h} + minutes{m} + seconds{s} - *offset, ""};
  }

 private:
  void skip(std::string_view any_of) { rest_.remove_prefix(std::min(rest_.find_first_not_of(any_of), rest_.size())); }
  template <class Accepts>
  std::string_view take_while(Accepts accepts) {
    const auto end = std::find_if_not(rest_.begin(), rest_.end(), accepts);
    const std::string_view taken = rest_.substr(0, static_cast<std::size_t>(end - rest_.begin()));
    rest_.remove_prefix(taken.size());
    return taken;
  }
  std::optional<std::string_view> part_after(char separator) {
    if (rest_.size() < 2 || rest_[0] != separator || !is_digit(rest_[1])) return std::nullopt;
    rest_.remove_prefix(1);
    return take_while(is_digit);
  }
  /// 1 for am, 2 for pm, 0 where neither is said.
  int half_of_day() {
    DateScanner ahead = *this;
    ahead.skip(" ");
    for (const std::string_view spelling : {"am", "pm", "a.m.", "p.m.", "a.m", "p.m"}) {
      if (ascii_lower(ahead.rest_.substr(0, spelling.size())) != spelling) continue;
      ahead.rest_.remove_prefix(spelling.size());
      if (!ahead.rest_.empty() && is_letter(ahead.rest_.front())) continue;
      *this = ahead;
      return spelling.front() == 'a' ? 1 : 2;
    }
    return 0;
  }
  /// The offset of the zone said here; UTC where none is, nullopt where its name means nothing or too much.
  std::optional<seconds> zone() {
    DateScanner ahead = *this;
    ahead.skip(" ");
    if (ahead.rest_.starts_with('+') || ahead.rest_.starts_with('-')) {
      const int sign = ahead.rest_.front() == '-' ? -1 : 1;
      ahead.rest_.remove_prefix(1);
      std::string digits(ahead.take_while(is_digit));
      if (digits.size() == 2) digits += ahead.part_after(':').value_or("00");
      if (digits.size() != 4) return seconds{0};
      *this = ahead;
      return sign * (hours{number(digits) / 100} + minutes{number(digits) % 100});
    }
    const std::string_view name = ahead.take_while(is_letter);
    const bool upper = std::all_of(name.begin(), name.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
    if (name.empty() || !upper || name.size() > 4 || place_of(ascii_lower(name), kWeekdays) >= 0) return seconds{0};
    *this = ahead;
    for (const auto& [zone, offset] : kZones)
      if (ascii_lower(name) == zone) return hours{offset};
    return std::nullopt;
  }

  /// Capped: "605" and "99999999999" are equally impossible.
  static int number(std::string_view digits) {
    int value = 0;
    for (const char digit : digits) value = std::min(value * 10 + (digit - '0'), 100000);
    return value;
  }

  std::string_view rest_;
};

struct Scanned {
  CalendarDate day;
  std::optional<Clock> clock;
  std::string_view rest;
};

std::optional<Scanned> scan(std::string_view text) {
  DateScanner scanner(text);
  std::optional<Clock> clock = scanner.clock();  // "4:15 PM EST, Mon March 3, 2025"
  const std::optional<CalendarDate> day = scanner.calendar_date();
  if (!day) return std::nullopt;
  if (!clock) clock = scanner.clock();
  return Scanned{*day, std::move(clock), scanner.rest()};
}

bool looks_iso(std::string_view text) {
  return text.size() >= 5 && std::all_of(text.begin(), text.begin() + 4, is_digit) && text[4] == '-';
}

bool all_digits(std::string_view text) { return std::all_of(text.begin(), text.end(), is_digit); }

/// ISO 8601 without separators, as agencies write it, with them: "20140829T135006+0200" as "2014-08-29T13:50:06+02:00".
/// Nullopt for what is none.
std::optional<std::string> extended_iso(std::string_view text) {
  if (text.size() < 8 || !all_digits(text.substr(0, 8))) return std::nullopt;
  std::string extended(text.substr(0, 4));
  extended.append("-").append(text.substr(4, 2)).append("-").append(text.substr(6, 2));
  text.remove_prefix(8);
  if (text.empty()) return extended;
  if (text.size() < 5 || text.front() != 'T' || !all_digits(text.substr(1, 4))) return std::nullopt;
  extended.append("T").append(text.substr(1, 2)).append(":").append(text.substr(3, 2));
  text.remove_prefix(5);
  if (text.size() >= 2 && all_digits(text.substr(0, 2))) {
    extended.append(":").append(text.substr(0, 2));
    text.remove_prefix(2);
  }
  return extended.append(text);
}

/// RFC 822's years have two digits: "Thu, 01 Jan 04 19:48:21 GMT" with its year in four. Only where a time of day
/// follows: else "04" may be anything.
std::string with_long_year(std::string_view text) {
  constexpr std::size_t longest_before = 20;
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos || colon < 8 || colon > longest_before) return std::string(text);
  const std::string_view before = text.substr(0, colon);
  const std::size_t hour = before.find_last_not_of("0123456789");
  if (hour == std::string_view::npos || before[hour] != ' ' || hour < 4) return std::string(text);
  const std::string_view year = before.substr(hour - 2, 2);
  const char gap = before[hour - 3];
  const bool month_before = is_letter(before[hour - 4]);
  if (!all_digits(year) || (gap != ' ' && gap != '-') || !month_before) return std::string(text);
  const std::size_t digit = before.find_first_of("0123456789");  // a day stands before the month
  if (digit >= hour - 4) return std::string(text);
  return std::string(before.substr(0, hour - 2)) + (year < "70" ? "20" : "19") + std::string(text.substr(hour - 2));
}

std::string quoted(std::string_view text) {
  TextRepairs unimportant;
  return "'" + std::string(clip(clean_line(text, unimportant), 40)) + "'";
}

}  // namespace

Result<WrittenDate> read_date(std::string_view text) {
  text = trim(text);
  if (looks_iso(text)) {
    const Result<ArticleDate> date = parse_iso_date(text);
    if (!date) return date.error();
    return WrittenDate{*date, ""};
  }
  if (const std::optional<std::string> extended = extended_iso(text)) {
    const Result<ArticleDate> date = parse_iso_date(*extended);
    if (!date) return date.error();
    return WrittenDate{*date, ""};
  }
  const std::string long_year = with_long_year(text);
  const std::optional<Scanned> scanned = scan(long_year);
  if (!scanned) return Error{"bad_date", quoted(text) + ": expected a date like 3 March 2025 or 2025-03-03"};
  const auto [year, month, day_of_month] = scanned->day;
  const Result<Day> day = make_day(year, month, day_of_month);
  if (!day) return Error{"bad_date", quoted(text) + ": " + day.error().message};
  const std::optional<Clock>& clock = scanned->clock;
  if (clock && clock->impossible.empty()) return WrittenDate{{.time = *day + clock->since_midnight}, ""};
  return WrittenDate{{.time = *day, .precision = DatePrecision::day},
                     clock ? quoted(text) + ": " + clock->impossible + "; the day is kept" : ""};
}

bool is_date(std::string_view text) {
  text = trim(text);
  if (looks_iso(text)) return text.find_first_not_of("0123456789-:.TZ+ ") == std::string_view::npos;
  const std::optional<Scanned> scanned = scan(text);
  return scanned && trim(scanned->rest).empty();
}

}  // namespace newssearch
