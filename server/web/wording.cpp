#include "server/web/wording.h"

#include <unicode/locdspnm.h>
#include <unicode/timezone.h>

#include <iterator>
#include <memory>

namespace newssearch {
namespace {

using std::chrono::year_month_day;

std::string month_name(std::chrono::month month) {
  static constexpr const char* kNames[] = {"January", "February", "March",     "April",   "May",      "June",
                                           "July",    "August",   "September", "October", "November", "December"};
  return kNames[static_cast<unsigned>(month) - 1];
}
std::string number(std::chrono::year year) { return std::to_string(static_cast<int>(year)); }
std::string number(std::chrono::day day) { return std::to_string(static_cast<unsigned>(day)); }

/// Two ends of a range; the tail both share is said once.
std::string joined(const std::string& first, const std::string& last, const std::string& tail) {
  const char* const dash = first.find(' ') == first.npos && last.find(' ') == last.npos ? "–" : " – ";
  return (first == last ? first : first + dash + last) + (tail.empty() ? "" : " " + tail);
}

std::string clock(std::chrono::seconds time_of_day) {
  const std::chrono::hh_mm_ss clock(time_of_day);
  const std::string hours = std::to_string(clock.hours().count()), minutes = std::to_string(clock.minutes().count());
  return std::string(2 - hours.size(), '0') + hours + ":" + std::string(2 - minutes.size(), '0') + minutes;
}

struct LocalTime {
  Instant time;
  std::string zone;
};

LocalTime local_time(Instant time, std::string_view time_zone) {
  if (time_zone == "UTC") return {time, "UTC"};
  const icu::UnicodeString id = icu::UnicodeString::fromUTF8(icu::StringPiece(time_zone.data(), time_zone.size()));
  const std::unique_ptr<icu::TimeZone> zone(icu::TimeZone::createTimeZone(id));
  UErrorCode status = U_ZERO_ERROR;
  std::int32_t raw = 0, daylight = 0;
  zone->getOffset(static_cast<UDate>(time.time_since_epoch().count()) * 1000, false, raw, daylight, status);
  if (U_FAILURE(status) || *zone == icu::TimeZone::getUnknown()) return {time, "UTC"};
  icu::UnicodeString name;
  std::string utf8;
  zone->getDisplayName(daylight != 0, icu::TimeZone::SHORT, icu::Locale::getUK(), name).toUTF8String(utf8);
  return {time + std::chrono::seconds((raw + daylight) / 1000), utf8};
}

}  // namespace

std::string grouped(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (std::ptrdiff_t i = std::ssize(digits) - 3; i > 0; i -= 3) digits.insert(static_cast<std::size_t>(i), ",");
  return digits;
}

std::string counted(std::uint64_t number, std::string_view singular) {
  return grouped(number) + " " + std::string(singular) + (number == 1 ? "" : "s");
}

std::string in_words(const ArticleDate& date, std::string_view time_zone) {
  if (date.precision == DatePrecision::day) {
    const Day day = std::chrono::floor<std::chrono::days>(date.time);
    return in_words(day, day);
  }
  const LocalTime local = local_time(date.time, time_zone);
  const Day day = std::chrono::floor<std::chrono::days>(local.time);
  return in_words(day, day) + ", " + clock(local.time - day) + " " + local.zone;
}

std::string in_words(Day first, Day last) {
  using std::chrono::January, std::chrono::December, std::chrono::days;
  const year_month_day a(first), b(last);
  const std::string first_year = number(a.year()), last_year = number(b.year());
  const bool whole_months = a.day() == std::chrono::day(1) && year_month_day(last + days(1)).day() == a.day();
  if (whole_months && a.month() == January && b.month() == December) return joined(first_year, last_year, "");

  const std::string first_month = month_name(a.month()), last_month = month_name(b.month());
  if (whole_months) {
    return a.year() == b.year() ? joined(first_month, last_month, last_year)
                                : joined(first_month + " " + first_year, last_month + " " + last_year, "");
  }
  const std::string first_day = number(a.day()), last_day = number(b.day());
  if (a.year() != b.year()) {
    return joined(first_day + " " + first_month + " " + first_year, last_day + " " + last_month + " " + last_year, "");
  }
  return a.month() == b.month() ? joined(first_day, last_day, last_month + " " + last_year)
                                : joined(first_day + " " + first_month, last_day + " " + last_month, last_year);
}

std::string updates_in_words(std::uint32_t revision, const std::optional<ArticleDate>& last,
                             std::string_view time_zone) {
  if (revision < 2) return "";
  const std::uint32_t times = revision - 1;
  const std::string text = "Updated " + (times == 1 ? "once" : times == 2 ? "twice" : grouped(times) + " times");
  if (!last) return text;
  return text + (times == 1 ? ", on " : "; last on ") + in_words(*last, time_zone);
}

std::string language_name(std::string_view code) {
  if (code.empty() || code == "und") return "Unknown language";
  const std::string id(code);
  const icu::Locale language(id.c_str());
  UDisplayContext contexts[] = {UDISPCTX_CAPITALIZATION_FOR_UI_LIST_OR_MENU};
  const std::unique_ptr<icu::LocaleDisplayNames> names(
      icu::LocaleDisplayNames::createInstance(language, contexts, std::size(contexts)));
  icu::UnicodeString name;
  std::string utf8;
  if (names) names->languageDisplayName(id.c_str(), name).toUTF8String(utf8);
  return utf8.empty() ? id : utf8;
}

}  // namespace newssearch
