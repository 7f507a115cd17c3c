#pragma once
#include <xapian.h>

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "server/search/calendar.h"
#include "server/search/columns.h"
#include "server/search/doc_set.h"
#include "server/search/postings.h"
#include "server/search/query.h"
#include "server/search/search_response.h"
#include "server/search/time_budget.h"
#include "server/search/word_forms.h"

namespace newssearch {

/// Finds and scores, on one generation, every article a query asks for: exact, nothing estimated.
/// Works term by term: each posting list is read once, sets a bit and adds to the article's score. Xapian's own
/// matcher is not used: with everything visited (totals, facets and the histogram are of every match) it costs 94-163
/// ns a posting, its posting iterators 14-20.
/// Every step may throw TimeBudget::Spent. Not safe to share between threads.
class Matcher {
 public:
  Matcher(SearchedIndex index, const Calendar& calendar, TimeBudget& budget);

  /// The articles that match. With `scores` (one number an article, zeros), adds each wanted word's weight there.
  DocSet match(const QueryNode& node, std::vector<float>* scores) { return match(node, scores, nullptr); }

  DocSet on_days(const DayRange& days, DateField field) const;
  /// A value counts as it is stated or, if no article states it so, as it folds.
  DocSet with_any(Facet facet, const std::vector<std::string>& values) const;

  /// How telling a word is, and how many articles hold a form of it.
  double idf_of(const std::string& word) { return scored_word(word).idf; }
  std::uint32_t articles_with(const std::string& word) { return scored_word(word).holding; }

  const WordForms& forms() const { return forms_; }

  /// What each word of the query adds to an article's score.
  Explanation explain(const QueryNode& node, std::size_t rank);

  /// What is worth saying of what was matched: a wildcard may stand for more words than are looked up, a value may be
  /// no article's. Each may be said several times.
  const std::vector<Warning>& warnings() const { return warnings_; }

 private:
  /// A word as it is scored: its terms as if they were one.
  struct ScoredWord {
    std::vector<std::string> terms;
    bool disjoint = true;         ///< no article has two of them
    std::optional<DocSet> among;  ///< where only some articles with these terms count
    std::uint32_t holding = 0;    ///< articles that count
    double idf = 0;
  };
  const ScoredWord& scored_word(const std::string& word);
  void score(const std::string& word, std::vector<float>& scores);
  void score(const Occurrences& occurrences, std::vector<float>& scores) const;

  /// `within`: what else the articles must be, so that positions are looked at nowhere else.
  DocSet match(const QueryNode& node, std::vector<float>* scores, const DocSet* within);
  DocSet match_all(const QueryNode& node, std::vector<float>* scores);
  DocSet match_word(const QueryNode& node, std::vector<float>* scores);
  DocSet match_exact(const QueryNode& node, std::vector<float>* scores);
  DocSet match_phrase(const QueryNode& node, std::vector<float>* scores, const DocSet* within);
  DocSet match_characters(const QueryNode& node, std::vector<float>* scores, const DocSet* within);
  DocSet match_prefix(const QueryNode& node, std::vector<float>* scores);
  DocSet match_near(const QueryNode& node, std::vector<float>* scores, const DocSet* within);
  DocSet match_variants(const QueryNode& node, std::vector<float>* scores, const DocSet* within);
  DocSet match_value(const QueryNode& node);
  DocSet match_dates(const QueryNode& node);
  DocSet published_in(const QueryNode& node) const;

  DocSet with_word(const WordForms::Terms& terms) const;
  Row printed_row(const std::vector<std::string>& words, bool in_headline) const;
  Ways ways(const QueryNode& node, std::string_view lang) const;
  std::map<std::string_view, DocSet> by_language(const DocSet& articles) const;
  DocSet side_by_side(const Row& row, const DocSet* within) const;
  DocSet numbered(Facet facet, const std::vector<bool>& wanted) const;
  double term_frequency(std::uint32_t wdf, std::size_t rank) const;
  double idf(std::uint32_t holding) const;
  double telling(const QueryNode& node, const DocSet& holding);

  const SearchedIndex index_;
  const Columns& columns_;
  const Calendar& calendar_;
  const Postings postings_;
  const WordForms forms_;
  std::map<std::string, ScoredWord> scored_;
  std::vector<Warning> warnings_;

  struct ExplainedLeaf {
    std::string label;
    std::uint32_t holding = 0;
    double idf = 0;
    std::vector<float> scores;
  };
  void explain_leaves(const QueryNode& node);
  std::optional<std::vector<ExplainedLeaf>> explained_;  ///< of the query first explained
};

}  // namespace newssearch
