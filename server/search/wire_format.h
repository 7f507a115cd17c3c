#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "server/search/diagnosis.h"
#include "server/search/search_response.h"

namespace newssearch {

/// The API's JSON. HTTP and the command line print the same objects.
/// The `links` member of a search answer is HTTP's and added there.
nlohmann::ordered_json to_json(const SearchResponse& response);
nlohmann::ordered_json to_json(const RelatedResponse& response);
nlohmann::ordered_json to_json(const StoryResponse& response);
nlohmann::ordered_json to_json(const TrendingResponse& response);
nlohmann::ordered_json to_json(const SuggestResponse& response);
nlohmann::ordered_json to_json(const Article& article);  ///< whole, with its body
/// {id, revision, versions}: it as it is and as it was before, the last one first, each with what it says otherwise
/// than the one before it. Of one version at least.
nlohmann::ordered_json to_json(const std::vector<ArticleVersion>& versions);
nlohmann::ordered_json to_json(const Diagnosis& diagnosis);

/// Dumps with bad UTF-8 replaced, never throwing.
std::string dump(const nlohmann::ordered_json& json, int indent = -1);

}  // namespace newssearch
