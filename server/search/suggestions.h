#pragma once
#include <xapian.h>

#include "common/analyzer.h"
#include "server/search/search_response.h"

namespace newssearch {

/// Headlines that hold every word of `text`, the last one as a prefix unless a blank follows it; those most articles
/// carry first, then the newest.
std::vector<Suggestion> suggest_headlines(std::string_view text, const Xapian::Database& database, Analyzer& analyzer,
                                          std::uint32_t limit);

}  // namespace newssearch
