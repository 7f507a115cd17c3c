#pragma once
#include <string_view>

#include "common/result.h"
#include "server/search/search_response.h"

namespace newssearch {

/// The API's JSON read back: what to_json (wire_format.h) was given, as far as it prints it. Nothing of it is trusted:
/// what is missing, of another type or too large is an Error with code "bad_answer" that names the member:
/// "hits[3].score: is no number". Members not known here are passed over. Facets come in the order of kFacets: JSON's
/// members have none.
Result<SearchResponse> read_search_response(std::string_view json);
Result<RelatedResponse> read_related_response(std::string_view json);
Result<SuggestResponse> read_suggest_response(std::string_view json);
Result<Article> read_article(std::string_view json);

}  // namespace newssearch
