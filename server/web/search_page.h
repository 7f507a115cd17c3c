#pragma once
#include <optional>
#include <string>

#include "server/search/search_response.h"

namespace newssearch {

/// Whole HTML pages that work without JavaScript, under the policy
/// `default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:`.
/// What the index or the reader says is escaped; only http and https addresses become links.

/// A page of results. `query_string` is the request's, still percent-encoded, without '?': every link on the page is
/// made from it. `related`, where given, are the stories like the first hit.
std::string search_page(const SearchRequest& request, const SearchResponse& response, const std::string& query_string,
                        const RelatedResponse* related = nullptr);

/// What stands beside an article.
struct BesideArticle {
  RelatedResponse related, background, followups, copies;
  std::optional<StoryOfHit> story;
  std::vector<ArticleVersion> versions;  ///< of it, the last one first; none where there is one alone
};
/// One article as it is stored, and what there is beside it.
std::string article_page(const Article& article, const BesideArticle& beside);

/// A story day by day.
std::string story_page(const StoryResponse& story);

/// What is said at a time more than in the archive; the request's query string names the time.
std::string trending_page(const TrendingResponse& response, const std::string& query_string);

/// What could not be shown: "404", "No such article", "There is no article 'x' in this index."
std::string error_page(unsigned status, const std::string& title, const std::string& detail,
                       const std::string& query = "");

}  // namespace newssearch
