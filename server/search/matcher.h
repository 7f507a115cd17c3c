#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "server/search/calendar.h"
#include "server/search/clause.h"
#include "server/search/doc_set.h"
#include "server/search/nearness.h"
#include "server/search/posting_lists.h"
#include "server/search/query.h"
#include "server/search/related_stories.h"
#include "server/search/search_response.h"
#include "server/search/time_budget.h"
#include "server/search/word_forms.h"

namespace newssearch {

/// Tells which articles of a generation a query asks for: exact, nothing estimated. Not safe to share between threads.
class Matcher {
 public:
  Matcher(SearchedIndex index, const Calendar& calendar, TimeBudget& budget);

  /// What articles must be to match. It may be used for as long as this.
  ClausePtr clause(const QueryNode& node);
  /// The same of a child of variants, which is asked several times: where its words stand is looked at once.
  ClausePtr way(const QueryNode& node);
  ClausePtr on_days(const DayRange& days, DateField field) const;
  /// A value counts as it is stated or, if no article states it so, as it folds.
  ClausePtr with_any(Facet facet, const std::vector<std::string>& values) const;

  /// Calls visit(window, articles of it that match), in ascending order, of those windows that have any. Throws
  /// TimeBudget::Spent.
  template <class Visit>
  void for_each_window(Clause& clause, Visit visit) const;
  /// The same of a set of articles.
  template <class Visit>
  void for_each_window(const DocSet& articles, Visit visit) const;
  DocSet articles(Clause& clause) const;
  DocSet articles(const QueryNode& node) { return articles(*clause(node)); }
  std::uint32_t count(Clause& clause) const;
  std::uint32_t count(const QueryNode& node) { return count(*clause(node)); }
  bool holds(Clause& clause, std::size_t rank) const;

  const SearchedIndex& index() const { return index_; }
  const WordForms& forms() const { return forms_; }
  PostingLists& lists() { return lists_; }

  /// Articles with any form of a word.
  ClausePtr with_word(const WordForms::Terms& terms);
  /// The exact terms of words side by side: one each, but of a stretch of blanks-free text the touching pairs. The text
  /// may go on behind the last character.
  Row printed_row(const std::vector<std::string>& words, bool in_headline) const;
  Expansion expand(const QueryNode& prefix);
  const ArticlesLike& articles_like(const std::string& id);

  /// What is worth saying of what was matched: a wildcard may stand for more words than are looked up, a value may be
  /// no article's. Each may be said several times.
  const std::vector<Warning>& warnings() const { return warnings_; }

 private:
  std::vector<ClausePtr> clauses(const std::vector<QueryNode>& nodes);
  ClausePtr all(const QueryNode& node);
  ClausePtr row(const std::vector<std::string>& words, bool in_headline);
  ClausePtr near(const QueryNode& node);
  ClausePtr value(const QueryNode& node);
  ClausePtr dates(const QueryNode& node);
  ClausePtr like(const QueryNode& node);
  ClausePtr published_in(const QueryNode& node) const;
  ClausePtr numbered(Facet facet, std::vector<bool> wanted) const;
  Ways ways(const QueryNode& node, std::string_view lang) const;

  const SearchedIndex index_;
  const Calendar& calendar_;
  TimeBudget& budget_;
  PostingLists lists_;
  const WordForms forms_;
  std::map<std::string, ArticlesLike> like_;  ///< by id
  std::map<std::string, PostingList> ways_;   ///< by the phrase
  std::vector<Warning> warnings_;
};

template <class Visit>
void Matcher::for_each_window(Clause& clause, Visit visit) const {
  const std::size_t windows = (index_.columns.ranks() + kWindowArticles - 1) / kWindowArticles;
  for (std::size_t window = clause.seek(0); window < windows; window = clause.seek(window + 1)) {
    budget_.look();
    WindowBits bits = index_.live.window(window);
    clause.narrow(window, bits);
    if (!is_empty(bits)) visit(window, bits);
  }
}

template <class Visit>
void Matcher::for_each_window(const DocSet& articles, Visit visit) const {
  for (std::size_t rank = articles.next(0); rank < articles.articles();) {
    budget_.look();
    const std::size_t window = rank / kWindowArticles;
    visit(window, articles.window(window));
    rank = articles.next((window + 1) * kWindowArticles);
  }
}

bool is_ideographic(std::string_view word);

}  // namespace newssearch
