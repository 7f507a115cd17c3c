#pragma once
#include <string_view>
#include <vector>

#include "common/analyzer.h"
#include "common/suggestion_file.h"
#include "server/search/search_response.h"
#include "server/search/searched_index.h"
#include "server/search/time_budget.h"

namespace newssearch {

/// What there is that holds every word of `text`, the last one as a prefix unless a blank follows it; a stretch of a
/// script without blanks anywhere in it. Most used first, headlines last among equals, then newest, then by text; no
/// more than `limit`, and no more than half of one kind while there are others. What folds to the same comes once.
std::vector<Suggestion> suggestions_for(std::string_view text, const SuggestionFile& file, Analyzer& analyzer,
                                        std::uint32_t limit);

/// `files`: of the parts of the index. Counts may be of articles replaced since; what none of those there are holds is
/// not suggested. Throws TimeBudget::Spent.
std::vector<Suggestion> suggestions_for(std::string_view text, const std::vector<const SuggestionFile*>& files,
                                        const SearchedIndex& index, TimeBudget& budget, std::uint32_t limit);

}  // namespace newssearch
