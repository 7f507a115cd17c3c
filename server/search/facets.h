#pragma once
#include "server/search/calendar.h"
#include "server/search/columns.h"
#include "server/search/doc_set.h"
#include "server/search/search_response.h"

namespace newssearch {

/// How many of the articles found have each value of a field: the `limit` most frequent, and every selected one.
FacetCounts count_facet(Facet facet, const DocSet& found, const Columns& columns, const FacetFilter& selected,
                        std::uint32_t limit);

/// What is said of a value that is filtered by or asked for and stands in no article; with those that hold it.
std::string no_article_has(Facet facet, const std::string& value, const FacetColumn& column);
/// What is said of days that no article is of: from when to when there are some.
std::string no_article_is_of(const DateColumn& dates, const DocSet& live, const Calendar& calendar);

}  // namespace newssearch
