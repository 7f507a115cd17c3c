#pragma once
#include <xapian.h>

#include <cstdint>
#include <string>
#include <vector>

#include "server/search/doc_set.h"
#include "server/search/nearness.h"
#include "server/search/searched_index.h"
#include "server/search/time_budget.h"

namespace newssearch {

/// An article's occurrences of what is scored as one term.
struct Occurrences {
  DocSet found;
  std::vector<std::uint32_t> wdf;  ///< by rank; meaningful for those found
};

/// Reads posting lists whole. Every step may throw TimeBudget::Spent. Not safe to share between threads.
class Postings {
 public:
  Postings(const SearchedIndex& index, TimeBudget& budget)
      : database_(index.database), positions_(index.positions), analyzer_(index.analyzer), budget_(budget) {}

  std::size_t articles() const { return database_.get_lastdocid(); }
  bool has(const std::string& term) const { return database_.get_termfreq(term) > 0; }

  /// Calls visit(rank, wdf) for each article with the term, newest first.
  template <class Visit>
  void for_each(const std::string& term, Visit visit) const {
    const Xapian::PostingIterator end = database_.postlist_end(term);
    for (Xapian::PostingIterator at = database_.postlist_begin(term); at != end; ++at) {
      budget_.check();
      visit(static_cast<std::size_t>(*at - 1), at.get_wdf());
    }
  }

  /// The articles with any of the terms.
  DocSet with_any(const std::vector<std::string>& terms) const;

  /// The articles with any of the terms, their occurrences added up.
  Occurrences sum(const std::vector<std::string>& terms) const;

  /// Of `found` articles, which have the row, the least of the occurrences of its places: those of a run of characters
  /// can be no more than those of its pairs.
  Occurrences least(const Row& row, DocSet found) const;

  /// The articles of `candidates` in which the row stands.
  DocSet side_by_side(const Row& row, const DocSet& candidates) const;

  /// The articles of `candidates` that have every side within `window` positions.
  DocSet near(const std::vector<Ways>& sides, std::uint32_t window, const DocSet& candidates) const;

 private:
  PositionsFile positions(const std::vector<Ways>& sides, const DocSet& candidates) const;

  const Xapian::Database& database_;
  const PositionsFile& positions_;
  Analyzer& analyzer_;
  TimeBudget& budget_;
};

}  // namespace newssearch
