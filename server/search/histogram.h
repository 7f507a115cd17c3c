#pragma once
#include "server/search/calendar.h"
#include "server/search/columns.h"
#include "server/search/doc_set.h"
#include "server/search/search_response.h"

namespace newssearch {

/// No answer has more buckets; a finer interval than that allows is made coarser, and the answer says which it used.
inline constexpr std::size_t kMaxBuckets = 1000;

/// The days of a calendar on which the articles of a generation appeared.
struct ArchiveDays {
  ArchiveDays(const DateColumn& dates, const Calendar& calendar, const DocSet& live);
  static constexpr std::uint32_t kUndated = UINT32_MAX;
  std::vector<std::uint32_t> of;        ///< by rank: a place in `days`, or kUndated, as what is no article
  std::vector<Day> days;                ///< ascending
  std::vector<std::uint32_t> articles;  ///< of each of the days
};

/// The articles found, by hour, day, week (from Monday), month or year of the calendar. `automatic` takes the finest
/// interval that gives at most about a hundred buckets. `days` are of the same dates and calendar.
DateHistogram count_dates(const DocSet& found, const DateColumn& dates, const ArchiveDays& days,
                          const Calendar& calendar, const std::string& time_zone, HistogramInterval interval);

}  // namespace newssearch
