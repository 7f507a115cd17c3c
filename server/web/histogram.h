#pragma once
#include "server/search/search_response.h"
#include "server/web/html.h"
#include "server/web/search_address.h"

namespace newssearch {

/// Articles by date as an SVG of links: each bar leads to its days. Empty where there is nothing to compare.
Html histogram_figure(const DateHistogram& histogram, const SearchAddress& address);

}  // namespace newssearch
