#pragma once
#include <span>
#include <variant>
#include <vector>

#include "server/http/parameters.h"
#include "server/search/related_stories.h"
#include "server/search/search_request.h"

namespace newssearch {

/// The parameters of a search. Both the reading below and /openapi.json come from this table.
std::span<const ParameterOf<SearchRequest>> search_parameters();

/// What a request asks for, checked by validate(); or what is wrong with it. A repeated filter means "or", a value
/// with a leading "-" "not". Where `facets` is absent, section, source, author and lang are counted; where
/// `date_histogram` is absent, it is `auto`; either given empty counts nothing.
std::variant<SearchRequest, std::vector<InvalidParameter>> read_search_request(const Params& params,
                                                                               UnknownParameter unknown);

/// What suggestions, related articles and stories take.
struct ListRequest {
  std::string text;
  std::uint32_t per_page = 5;
  RelatedMode mode = RelatedMode::related;
  std::string time_zone = "UTC";
};
std::span<const ParameterOf<ListRequest>> suggest_parameters();
std::span<const ParameterOf<ListRequest>> analytics_parameters();
std::span<const ParameterOf<ListRequest>> related_parameters();
std::span<const ParameterOf<ListRequest>> story_parameters();
std::span<const ParameterOf<TrendingRequest>> trending_parameters();
std::variant<TrendingRequest, std::vector<InvalidParameter>> read_trending_request(const Params& params,
                                                                                   UnknownParameter unknown);
std::variant<ListRequest, std::vector<InvalidParameter>> read_list_request(
    std::span<const ParameterOf<ListRequest>> table, const Params& params);

}  // namespace newssearch
