#include "server/search/histogram.h"

#include <algorithm>
#include <array>
#include <limits>

namespace newssearch {
namespace {

using namespace std::chrono;

constexpr std::array kFinestFirst = {HistogramInterval::hour, HistogramInterval::day, HistogramInterval::week,
                                     HistogramInterval::month, HistogramInterval::year};
constexpr std::int64_t kUndated = std::numeric_limits<std::int64_t>::min();

std::int64_t month_number(Day day) {
  const year_month_day date{day};
  return static_cast<int>(date.year()) * 12LL + static_cast<unsigned>(date.month()) - 1;
}

/// The bucket of a local time, as a number: buckets next to each other have numbers next to each other.
std::int64_t bucket_number(Instant local, HistogramInterval interval) {
  const Day day = floor<days>(local);
  switch (interval) {
    case HistogramInterval::hour:
      return floor<hours>(local).time_since_epoch().count();
    case HistogramInterval::week:
      return (day.time_since_epoch().count() + 3 + 7'000'000) / 7;  // day 0 was a Thursday
    case HistogramInterval::month:
      return month_number(day);
    case HistogramInterval::year:
      return month_number(day) / 12;
    default:
      return day.time_since_epoch().count();
  }
}

/// The local time a bucket begins at.
Instant bucket_begin(std::int64_t number, HistogramInterval interval) {
  switch (interval) {
    case HistogramInterval::hour:
      return Instant{hours{number}};
    case HistogramInterval::week:
      return Day{days{number * 7 - 3 - 7'000'000}};
    case HistogramInterval::month:
      return Day{year{static_cast<int>(number / 12)} / static_cast<int>(number % 12 + 1) / 1};
    case HistogramInterval::year:
      return Day{year{static_cast<int>(number)} / 1 / 1};
    default:
      return Day{days{number}};
  }
}

/// Local times by rank, kUndated where there is none: what all intervals count.
class LocalTimes {
 public:
  LocalTimes(const DateColumn& dates, const Calendar& calendar) : dates_(dates), calendar_(calendar) {}

  std::int64_t bucket(std::size_t rank, HistogramInterval interval) const {
    switch (dates_.known[rank]) {
      case DateColumn::moment:
        return bucket_number(calendar_.local(dates_.at(rank)), interval);
      case DateColumn::day:
        return interval == HistogramInterval::hour ? kUndated : bucket_number(dates_.at(rank), interval);
      default:
        return kUndated;
    }
  }

 private:
  const DateColumn& dates_;
  const Calendar& calendar_;
};

struct Span {
  std::int64_t first = std::numeric_limits<std::int64_t>::max(), last = kUndated;
  bool empty() const { return first > last; }
  std::size_t buckets() const { return empty() ? 0 : static_cast<std::size_t>(last - first) + 1; }
};

Span span_of(const DocSet& found, const LocalTimes& times, HistogramInterval interval) {
  Span span;
  found.for_each([&](std::size_t rank) {
    const std::int64_t number = times.bucket(rank, interval);
    if (number == kUndated) return;
    span.first = std::min(span.first, number);
    span.last = std::max(span.last, number);
  });
  return span;
}

/// The span in other units: that of its two ends.
Span coarser(const Span& days_span, HistogramInterval interval) {
  if (days_span.empty()) return days_span;
  return {bucket_number(Day{days{days_span.first}}, interval), bucket_number(Day{days{days_span.last}}, interval)};
}

HistogramInterval choose_interval(const Span& days_span, HistogramInterval asked) {
  const std::size_t most = asked == HistogramInterval::automatic ? 100 : kMaxBuckets;
  const HistogramInterval finest = asked == HistogramInterval::automatic ? HistogramInterval::hour : asked;
  for (const HistogramInterval interval : kFinestFirst) {
    if (interval < finest) continue;
    const bool hours_asked = interval == HistogramInterval::hour;
    if (hours_asked && asked == HistogramInterval::automatic && days_span.buckets() > 2) continue;
    const std::size_t buckets = hours_asked ? days_span.buckets() * 24 : coarser(days_span, interval).buckets();
    if (buckets <= most) return interval;
  }
  return HistogramInterval::year;
}

}  // namespace

DateHistogram count_dates(const DocSet& found, const DateColumn& dates, const Calendar& calendar,
                          const std::string& time_zone, HistogramInterval asked) {
  const LocalTimes times(dates, calendar);
  const Span days_span = span_of(found, times, HistogramInterval::day);
  DateHistogram histogram{
      .interval = choose_interval(days_span, asked), .time_zone = time_zone, .buckets = {}, .undated = 0};
  const HistogramInterval interval = histogram.interval;
  const Span span =
      interval == HistogramInterval::hour ? span_of(found, times, interval) : coarser(days_span, interval);
  std::vector<std::uint32_t> matches(span.buckets()), all(span.buckets());
  for (std::size_t rank = 0; rank < dates.known.size(); ++rank) {
    const std::int64_t number = times.bucket(rank, interval);
    const bool matched = found.contains(rank);
    if (number == kUndated) {
      histogram.undated += matched ? 1 : 0;
    } else if (number >= span.first && number <= span.last) {
      ++all[static_cast<std::size_t>(number - span.first)];
      matches[static_cast<std::size_t>(number - span.first)] += matched ? 1 : 0;
    }
  }
  const auto shown = [&](std::int64_t number) {
    const Instant local = bucket_begin(number, interval);
    return interval == HistogramInterval::hour ? format_iso(calendar.from_local(local))
                                               : format_iso(floor<days>(local));
  };
  for (std::size_t i = 0; i < matches.size(); ++i) {
    const std::int64_t number = span.first + static_cast<std::int64_t>(i);
    histogram.buckets.push_back({.from = shown(number),
                                 .to = shown(number + 1),
                                 .count = matches[i],
                                 .share = all[i] > 0 ? static_cast<double>(matches[i]) / all[i] : 0});
  }
  return histogram;
}

}  // namespace newssearch
