#pragma once
#include <string>

#include "server/cli/terminal.h"
#include "server/search/search_response.h"

namespace newssearch {

/// A whole answer for a person at a terminal: how many articles, what was doubtful about the question, the hits, the
/// counts; where there are no hits, what to try instead.
std::string answer_table(const SearchRequest& request, const SearchResponse& response, const Screen& screen);

}  // namespace newssearch
