#pragma once
#include <string>
#include <vector>

#include "server/cli/terminal.h"
#include "server/search/calendar.h"
#include "server/search/search_response.h"

namespace newssearch {

/// Hits for a person at a terminal: rank, headline, where and when it was printed, the passage that matched, the id.
/// Nothing in it but ours can move the cursor. Dates are days of `calendar`.
std::string hit_table(const std::vector<SearchHit>& hits, std::uint32_t first_rank, const Calendar& calendar,
                      const Screen& screen);

/// "Reuters · money-fx, trade · 19 October 1987"
std::string provenance(const Article& article, const Calendar& calendar);

/// "dam, inquiry"
std::string joined(const std::vector<std::string>& words, const std::string& separator);

}  // namespace newssearch
