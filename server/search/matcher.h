#pragma once
#include <xapian.h>

#include <string>
#include <vector>

#include "common/analyzer.h"
#include "server/search/calendar.h"
#include "server/search/columns.h"
#include "server/search/doc_set.h"
#include "server/search/query.h"
#include "server/search/search_response.h"

namespace newssearch {

/// One word of a query as it is scored: its stem in every language of the index, as one term.
/// An article is in one language, so no article holds two of them.
struct ScoredTerm {
  std::string word;
  std::vector<std::string> terms;  ///< those the index has
  std::uint32_t holding = 0;       ///< articles that hold one
  double idf = 0;
};

/// Finds and scores, on one generation, every article a query asks for: exact, nothing estimated.
/// Works term by term: each posting list is read once, sets a bit and adds to the article's score. Xapian's own
/// matcher is not used but for phrases: with everything visited (totals, facets and the histogram are of every match)
/// it costs 94-163 ns a posting, its posting iterators 14-20.
/// Not safe to share between threads; the database handle and the columns must outlive it.
class Matcher {
 public:
  Matcher(const Xapian::Database& database, const Columns& columns, Analyzer& analyzer);

  /// The articles that match. With `scores` (one number an article, zeros), adds each wanted word's weight there.
  DocSet match(const QueryNode& node, const Calendar& calendar, std::vector<float>* scores);

  DocSet on_days(const DayRange& days, DateField field, const Calendar& calendar) const;
  /// A value counts as it is stated or, if no article states it so, as it folds.
  DocSet with_any(Facet facet, const std::vector<std::string>& values) const;

  ScoredTerm scored_term(const std::string& word);
  /// What each word of the query adds to an article's score.
  Explanation explain(const QueryNode& node, std::size_t rank);

 private:
  DocSet match_word(const QueryNode& node, std::vector<float>* scores);
  DocSet match_exact(const QueryNode& node, std::vector<float>* scores);
  DocSet match_phrase(const QueryNode& node, std::vector<float>* scores);
  DocSet match_value(const QueryNode& node) const;
  void score(const std::string& word, std::vector<float>& scores, DocSet* found);
  void insert_postings(const std::string& term, DocSet& found) const;
  DocSet numbered(Facet facet, const std::vector<bool>& wanted) const;
  double term_frequency(std::uint32_t wdf, std::size_t rank) const;

  const Xapian::Database& database_;
  const Columns& columns_;
  Analyzer& analyzer_;
};

}  // namespace newssearch
