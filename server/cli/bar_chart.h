#pragma once
#include <string>

#include "server/cli/terminal.h"
#include "server/search/search_response.h"

namespace newssearch {

/// A facet's values as a small table: value, count, bar. Selected values carry a mark.
std::string facet_chart(const FacetCounts& facet, const Screen& screen);

/// Articles by date, a line for each hour, day, ... or year; three or more without any are one line.
std::string histogram_chart(const DateHistogram& histogram, const Screen& screen);

/// A bar of `share` (0 to 1) of `width` columns, drawn in eighths of a column.
std::string bar(double share, int width);

}  // namespace newssearch
