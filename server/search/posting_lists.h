#pragma once
#include <deque>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "common/schema.h"
#include "server/search/searched_index.h"
#include "server/search/time_budget.h"

namespace newssearch {

/// The posting lists of an index, out of its ImpactsFile or, where that is closed, read from the Xapian database, its
/// PositionsFile or the stored articles and packed the same way: all match and score alike. Lists last as long as this.
/// May throw TimeBudget::Spent. Not safe to share between threads.
class PostingLists {
 public:
  PostingLists(const SearchedIndex& index, TimeBudget& budget) : index_(index), budget_(budget) {}

  /// An empty list where no article has the term.
  PostingList of(const std::string& term);
  std::vector<PostingList> of(const std::vector<std::string>& terms);
  /// Has the lists of many terms at hand at once, where they lie in shards: one server is asked beside the other.
  void fetch(const std::vector<std::string>& terms) const;
  /// Keeps a list made for this question.
  PostingList keep(PostingPacker& postings);
  const TimeBudget& budget() const { return budget_; }

 private:
  PostingList in_part(const IndexPart& part, const std::string& term);
  PostingPacker from_database(const IndexPart& part, const std::string& term) const;
  PostingPacker where_placed(const IndexPart& part, const std::string& term, const schema::PlacedWord& word) const;
  const SearchedIndex& index_;
  TimeBudget& budget_;
  std::unordered_map<std::string, PostingList> packed_;  ///< of all parts, where there is not one ImpactsFile
  std::deque<std::string> kept_;
  std::vector<std::shared_ptr<const std::string>> fetched_;  ///< from shards
};

}  // namespace newssearch
