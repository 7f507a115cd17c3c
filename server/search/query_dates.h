#pragma once
#include <optional>
#include <string_view>

#include "common/result.h"
#include "server/search/calendar.h"
#include "server/search/query_lexer.h"

namespace newssearch {

/// What "today" means to who asks. Refers to the calendar, which must outlive it.
struct QueryClock {
  Instant now{};
  const Calendar& calendar;
};

/// The days a query asks for or, where it counts hours, the moment since when.
struct QueryDates {
  DayRange days;
  std::optional<Instant> since;
};

/// Reads the text behind date:, before:, after: or when:, on the clock's calendar.
///
///   a date     2024, 2024-03, 2024-03-19, 2024-q3, 2024-w12 (ISO weeks, from Monday)
///              today, yesterday, tomorrow; thisweek, last-month, last_year; monday: the last one, today among them
///              7d, 2w, 3m, 1y: so long back from today, today among them
///   date:X     all its days; X..Y, X.. and ..Y from the first of X to the last of Y
///   before:X   up to the day before X; before:2020 ends with 2019
///   after:X    from X; after:2020 begins with 2020
///   when:7d    a span alone, or hours: 12h is a moment. after: and date: take hours too
///
/// Code "bad_date", with the reason.
Result<QueryDates> read_query_dates(QueryField::Kind field, std::string_view text, const QueryClock& clock);

}  // namespace newssearch
