#pragma once
#include <string>
#include <string_view>

#include "common/date.h"

namespace newssearch {

/// A date as it was read, and what had to be given up for it: "time 605:12:19 does not exist; the day is kept".
struct WrittenDate {
  ArticleDate date;
  std::string remark;
};

/// Reads a date in figures or in English words, day or month first, with or without weekday and time:
/// "2025-03-03", "1987-03-19T09:41:00Z", "March 3, 2025", "3 Mar 2025 at 4:15 pm EST", "26-FEB-1987 15:01:01.79",
/// "Tue, 10 Jun 2003 04:00:00 +0200", "20030610T040000Z", "Tue, 10 Jun 03 04:00:00 GMT". Figures alone ("03/04/2025")
/// say not which is the month and are refused. What follows the date is ignored. Code "bad_date".
Result<WrittenDate> read_date(std::string_view text);

/// True where the text has the shape of a date, be it one that exists or not, and is nothing else.
bool is_date(std::string_view text);

}  // namespace newssearch
