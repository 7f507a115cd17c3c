#pragma once
#include "server/search/search_response.h"
#include "server/web/html.h"
#include "server/web/search_address.h"

namespace newssearch {

/// True where anything but the words narrows the search.
bool is_filtered(const SearchRequest& request);

/// The same search without its filters and dates.
SearchAddress without_filters(const SearchAddress& address);

/// What narrows the search, each a link that takes it away. Empty where nothing does.
Html filter_chips(const SearchRequest& request, const SearchAddress& address);

/// The first and the last day, as fields of the search form.
Html date_fields(const SearchRequest& request);

/// The counted values, each a link that selects it or takes it away.
Html facet_lists(const SearchResponse& response, const SearchAddress& address);

}  // namespace newssearch
