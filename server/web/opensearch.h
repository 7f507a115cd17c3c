#pragma once
#include <string>
#include <string_view>

#include "server/search/search_response.h"

namespace newssearch {

/// What a browser needs to search here from its address bar (OpenSearch 1.1). `origin`: "https://news.example.org".
std::string opensearch_description(std::string_view origin);

/// `["oil",["oil prices"],["12 articles"],["https://news.example.org/search?q=oil%20prices"]]` (OpenSearch Suggestions
/// 1.1): what was typed, its completions, each once, what is under them, and where that is.
std::string opensearch_suggestions(std::string_view typed, const SuggestResponse& response, std::string_view origin);

}  // namespace newssearch
