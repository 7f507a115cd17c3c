#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "common/generation.h"
#include "common/result.h"
#include "server/search/search_request.h"
#include "server/search/search_response.h"

namespace newssearch {

class CurrentGeneration;

/// Answers questions about the current generation of a data directory. Safe to call from any number of threads.
/// Each call looks which generation is current and pins it until it returns; a newly published one is opened by the
/// first call that sees it, while the others go on with the old. Throws NoIndex where there is nothing to read and
/// Xapian::Error where the database is damaged.
class SearchEngine {
 public:
  explicit SearchEngine(DataDirectory directory);
  ~SearchEngine();

  /// Fails with code "query_too_large", naming the limit, or "invalid_request"; never because of what the text says.
  Result<SearchResponse> search(const SearchRequest& request) const;

  /// Stories like this one, best first, copies of it left out. Code "not_found".
  Result<RelatedResponse> related(std::string_view article_id, std::uint32_t limit) const;

  /// One article, whole. Code "not_found".
  Result<Article> article(std::string_view article_id) const;

  /// Headlines that hold the words of `text`, the last one as a prefix; most used first, then newest.
  SuggestResponse suggest(std::string_view text, std::uint32_t limit) const;

  /// The ids of the best articles for a topic: its text as plain words, any of which will do; no limits of size, no
  /// spelling, no folding of copies. What relevance is measured with.
  struct Ranked {
    std::string id;
    double score = 0;
  };
  std::vector<Ranked> rank(std::string_view topic, std::size_t depth) const;

  /// What is being searched, and, where the current generation is damaged, why an older one is.
  IndexState state() const;
  std::string damage() const;

 private:
  std::unique_ptr<CurrentGeneration> generations_;
};

}  // namespace newssearch
