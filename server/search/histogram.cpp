#include "server/search/histogram.h"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

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

/// The hour of the calendar; none for a day without a time.
std::int64_t hour_of(std::size_t rank, const DateColumn& dates, const Calendar& calendar) {
  if (dates.known[rank] != DateColumn::moment) return kUndated;
  return bucket_number(calendar.local(dates.at(rank)), HistogramInterval::hour);
}

struct Span {
  std::int64_t first = std::numeric_limits<std::int64_t>::max(), last = kUndated;
  bool empty() const { return first > last; }
  void add(std::int64_t number) {
    first = std::min(first, number);
    last = std::max(last, number);
  }
  std::size_t buckets() const { return empty() ? 0 : static_cast<std::size_t>(last - first) + 1; }
};

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

/// What falls into the buckets of a span: articles found, and all.
struct Buckets {
  explicit Buckets(const Span& over) : span(over), found(over.buckets()), all(over.buckets()) {}
  void add(std::int64_t number, std::uint32_t of_found, std::uint32_t of_all) {
    if (number < span.first || number > span.last) return;
    found[static_cast<std::size_t>(number - span.first)] += of_found;
    all[static_cast<std::size_t>(number - span.first)] += of_all;
  }
  Span span;
  std::vector<std::uint32_t> found, all;
};

Buckets count_hours(const DocSet& found, const DateColumn& dates, const ArchiveDays& days, const Calendar& calendar,
                    std::uint32_t& undated) {
  Span span;
  found.for_each([&](std::size_t rank) {
    if (const std::int64_t hour = hour_of(rank, dates, calendar); hour != kUndated)
      span.add(hour);
    else
      ++undated;
  });
  Buckets buckets(span);
  for (std::size_t rank = 0; rank < found.articles(); ++rank)
    if (const std::int64_t hour = hour_of(rank, dates, calendar);
        hour != kUndated && days.of[rank] != ArchiveDays::kUndated)
      buckets.add(hour, found.contains(rank) ? 1 : 0, 1);
  return buckets;
}

}  // namespace

ArchiveDays::ArchiveDays(const DateColumn& dates, const Calendar& calendar, const DocSet& live)
    : of(dates.known.size(), kUndated) {
  std::vector<Day> day_of(of.size(), Day::max());
  for (std::size_t rank = 0; rank < of.size(); ++rank) {
    if (dates.known[rank] == DateColumn::undated || !live.contains(rank)) continue;
    const bool is_day = dates.known[rank] == DateColumn::day;
    day_of[rank] = is_day ? floor<std::chrono::days>(dates.at(rank)) : calendar.day_of(dates.at(rank));
    if (days.empty() || days.back() != day_of[rank]) days.push_back(day_of[rank]);
  }
  std::sort(days.begin(), days.end());
  days.erase(std::unique(days.begin(), days.end()), days.end());
  articles.resize(days.size());
  for (std::size_t rank = 0; rank < of.size(); ++rank) {
    if (day_of[rank] == Day::max()) continue;
    of[rank] = static_cast<std::uint32_t>(std::lower_bound(days.begin(), days.end(), day_of[rank]) - days.begin());
    ++articles[of[rank]];
  }
}

DateHistogram count_dates(const DocSet& found, const DateColumn& dates, const ArchiveDays& days,
                          const Calendar& calendar, const std::string& time_zone, HistogramInterval asked) {
  std::vector<std::uint32_t> found_on(days.days.size());
  std::uint32_t undated = 0;
  found.for_each([&](std::size_t rank) {
    if (days.of[rank] == ArchiveDays::kUndated)
      ++undated;
    else
      ++found_on[days.of[rank]];
  });
  Span days_span;
  for (std::size_t place = 0; place < found_on.size(); ++place)
    if (found_on[place] > 0) days_span.add(bucket_number(days.days[place], HistogramInterval::day));
  const HistogramInterval interval = choose_interval(days_span, asked);
  const bool by_hour = interval == HistogramInterval::hour;
  if (by_hour) undated = 0;
  Buckets buckets =
      by_hour ? count_hours(found, dates, days, calendar, undated) : Buckets(coarser(days_span, interval));
  std::int64_t bucket = 0;
  Day next = Day::min();  // the first day behind it
  for (std::size_t place = 0; place < found_on.size() && !by_hour; ++place) {
    if (days.days[place] >= next) {
      bucket = bucket_number(days.days[place], interval);
      next = floor<std::chrono::days>(bucket_begin(bucket + 1, interval));
    }
    buckets.add(bucket, found_on[place], days.articles[place]);
  }

  DateHistogram histogram{.interval = interval, .time_zone = time_zone, .buckets = {}, .undated = undated};
  const auto shown = [&](std::int64_t number) {
    const Instant local = bucket_begin(number, interval);
    return by_hour ? format_iso(calendar.from_local(local)) : format_iso(floor<std::chrono::days>(local));
  };
  histogram.buckets.reserve(buckets.found.size());
  std::string from = buckets.found.empty() ? "" : shown(buckets.span.first);
  for (std::size_t i = 0; i < buckets.found.size(); ++i) {
    std::string to = shown(buckets.span.first + static_cast<std::int64_t>(i) + 1);
    histogram.buckets.push_back(
        {.from = std::exchange(from, to),
         .to = std::move(to),
         .count = buckets.found[i],
         .share = buckets.all[i] > 0 ? static_cast<double>(buckets.found[i]) / buckets.all[i] : 0});
  }
  return histogram;
}

}  // namespace newssearch
