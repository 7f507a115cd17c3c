#include "tests/relevance/oracle_days.h"

#include <chrono>

namespace newssearch::oracle {

using namespace std::chrono;

Clocks::Clocks(const std::string& time_zone)
    : zone_(icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(time_zone))) {}

Instant Clocks::shown(Instant time) const {
  int32_t raw = 0, saving = 0;
  UErrorCode code = U_ZERO_ERROR;
  zone_->getOffset(static_cast<UDate>(time.time_since_epoch().count()) * 1000.0, false, raw, saving, code);
  return time + seconds{(raw + saving) / 1000};
}

Instant Clocks::shown(const ArticleDate& date) const {
  return date.precision == DatePrecision::day ? date.time : shown(date.time);
}

Instant Clocks::first_moment(Instant hour) const {
  Instant time = hour - hours{16};  // no clock is further off; all are off by quarters of an hour since 1972
  while (shown(time) < hour) time += minutes{15};
  return time;
}

Instant bucket_of(Instant shown, HistogramInterval interval) {
  const sys_days day = floor<days>(shown);
  const year_month_day date{day};
  switch (interval) {
    case HistogramInterval::hour:
      return floor<hours>(shown);
    case HistogramInterval::week:
      return day - (weekday{day} - Monday);
    case HistogramInterval::month:
      return sys_days{date.year() / date.month() / 1};
    case HistogramInterval::year:
      return sys_days{date.year() / January / 1};
    default:
      return day;
  }
}

Instant bucket_after(Instant bucket, HistogramInterval interval) {
  const year_month_day date{floor<days>(bucket)};
  switch (interval) {
    case HistogramInterval::hour:
      return bucket + hours{1};
    case HistogramInterval::week:
      return bucket + weeks{1};
    case HistogramInterval::month:
      return sys_days{date + months{1}};
    case HistogramInterval::year:
      return sys_days{date + years{1}};
    default:
      return bucket + days{1};
  }
}

}  // namespace newssearch::oracle
