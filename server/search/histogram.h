#pragma once
#include "server/search/calendar.h"
#include "server/search/columns.h"
#include "server/search/doc_set.h"
#include "server/search/search_response.h"

namespace newssearch {

/// No answer has more buckets; a finer interval than that allows is made coarser, and the answer says which it used.
inline constexpr std::size_t kMaxBuckets = 1000;

/// The articles found, by hour, day, week (from Monday), month or year of the calendar. `automatic` takes the finest
/// interval that gives at most about a hundred buckets.
DateHistogram count_dates(const DocSet& found, const DateColumn& dates, const Calendar& calendar,
                          const std::string& time_zone, HistogramInterval interval);

}  // namespace newssearch
