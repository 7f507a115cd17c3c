#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "common/article.h"
#include "server/search/matcher.h"
#include "server/search/search_request.h"

namespace newssearch {

/// Why a search finds an article, or doesn't: each part of the query and each filter, and what the article has of it.
struct Diagnosis {
  struct Part {
    std::string asked;  ///< `interest`, `NOT opinion`, `section=Politics`
    bool passes = false;
    std::string reason;  ///< for people; empty where it passes and there is nothing to say
  };
  std::string id, headline;
  std::string parsed;          ///< the query as understood
  std::vector<Part> parts;     ///< the article is found if all of them pass
  bool found = false;          ///< by the query as it stands
  bool relaxed = false;        ///< found, or not, once words were left out
  bool pinned = false;         ///< editors have put it first for this query
  std::uint32_t position = 0;  ///< among the hits, 1 the first; 0 where it is not found
  std::uint32_t total = 0;     ///< hits
};

/// Holds one article against one reading of a query. What it is made with must outlive it.
class Diagnostician {
 public:
  Diagnostician(Matcher& matcher, const Calendar& calendar, Analyzer& analyzer, const Article& article,
                std::size_t rank);

  /// The parts of the query, in order.
  std::vector<Diagnosis::Part> parts_of(const QueryNode& query);
  std::vector<Diagnosis::Part> parts_of(const SearchRequest& request);

 private:
  bool holds(const QueryNode& node) { return matcher_.holds(*matcher_.clause(node), rank_); }
  std::string reason(const QueryNode& node);
  std::string missing_words(const std::vector<QueryNode>& words);
  std::string nearest_word(const std::string& word);
  std::string date_reason(const std::optional<ArticleDate>& date, const char* which) const;

  Matcher& matcher_;
  const Calendar& calendar_;
  Analyzer& analyzer_;
  const Article& article_;
  const std::size_t rank_;
};

}  // namespace newssearch
