#pragma once
#include <functional>
#include <string>
#include <vector>

#include "server/search/clause.h"
#include "server/search/nearness.h"
#include "server/search/row_positions.h"
#include "server/search/searched_index.h"
#include "server/search/time_budget.h"

namespace newssearch {

/// Articles in which a row stands. What it refers to must outlive it.
ClausePtr stands_in_a_row(Row row, const SearchedIndex& index, TimeBudget& budget);

/// How each side of a NEAR may be printed in articles of a language.
using SidesOfLanguage = std::function<std::vector<Ways>(std::string_view lang)>;
/// Articles that have every side within `window` positions.
ClausePtr stand_near(SidesOfLanguage sides, std::uint32_t window, const SearchedIndex& index, TimeBudget& budget);

}  // namespace newssearch
