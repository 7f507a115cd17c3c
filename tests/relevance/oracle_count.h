#pragma once
#include <optional>

#include "server/search/search_response.h"
#include "tests/relevance/oracle_archive.h"

namespace newssearch::oracle {

/// What SearchEngine has to answer.
struct Expected {
  bool relaxed = false;
  std::uint32_t total = 0;
  std::vector<FacetCounts> facets;  ///< in the order asked
  DateHistogram histogram;          ///< empty where none was asked
};

/// Counts one article after the other. `today` is the day in the request's time zone; the histogram is counted by
/// `interval`, the one the answer says it used. Nothing where the query is over a limit.
std::optional<Expected> count(const SearchRequest& request, Archive& archive, Day today, HistogramInterval interval);

}  // namespace newssearch::oracle
