#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "server/search/search_engine.h"
#include "tests/relevance/oracle_comparison.h"

namespace newssearch::oracle {

/// Asks both engines the same and compares all they say, scores included.
class EngineTrial {
 public:
  explicit EngineTrial(const DataDirectory& directory);

  /// What the packed engine answers differently than the database: "expected" is the database's.
  std::vector<Mismatch> ask(const SearchRequest& request);
  /// The same of the stories related to an article.
  std::vector<Mismatch> ask_related(const std::string& id);
  /// What the first page says otherwise than the beginning of a longer one: no window is left out that has a better
  /// article.
  std::vector<Mismatch> ask_longer(SearchRequest request);

  const Tally& answers() const { return answers_; }
  const Tally& related() const { return related_; }
  const Tally& pages() const { return pages_; }
  bool all_equal() const { return answers_.all_equal() && related_.all_equal() && pages_.all_equal(); }

 private:
  SearchEngine packed_, xapian_;
  Tally answers_, related_, pages_;
};

}  // namespace newssearch::oracle
