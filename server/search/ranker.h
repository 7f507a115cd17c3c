#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "server/search/matcher.h"
#include "server/search/scorer.h"

namespace newssearch {

/// How well articles answer a query: the sum of what its words are worth in them (BM25, common/ranking.h). The matcher
/// must outlive it, and whatever it makes. May throw TimeBudget::Spent. Not safe to share between threads.
class Ranker {
 public:
  explicit Ranker(Matcher& matcher) : matcher_(matcher) {}

  std::vector<ScorerPtr> scorers(const QueryNode& node);

  /// How telling a word is, and how many articles hold a form of it.
  double idf_of(const std::string& word) { return scored_word(word).idf; }
  std::uint32_t articles_with(const std::string& word) { return scored_word(word).holding; }

  /// The idf of all words asked for, each once.
  double idf_of_words(const QueryNode& node);

  /// What each word of the query adds to an article's score.
  Explanation explain(const QueryNode& node, std::size_t rank);

 private:
  /// A word as it is scored: its terms as if they were one.
  struct ScoredWord {
    std::vector<PostingList> lists;
    Held held = Held::one;
    bool as_name = false;       ///< only some articles with these terms count
    std::uint32_t holding = 0;  ///< articles that count
    double idf = 0;
  };
  const ScoredWord& scored_word(const std::string& word);
  void add(const QueryNode& node, std::vector<ScorerPtr>& scorers);
  ScorerPtr word(const std::string& word);
  ScorerPtr characters(const QueryNode& node);
  ScorerPtr prefix(const QueryNode& node);
  ScorerPtr variants(const QueryNode& node);
  double idf(std::uint32_t holding) const;
  double telling(const QueryNode& node, std::uint32_t holding);

  Matcher& matcher_;
  std::map<std::string, ScoredWord> scored_;

  struct ExplainedLeaf {
    std::string label;
    std::uint32_t holding = 0;
    double idf = 0;
    std::vector<ScorerPtr> scorers;
  };
  void explain_leaves(const QueryNode& node);
  std::optional<std::vector<ExplainedLeaf>> explained_;  ///< of the query first explained
};

}  // namespace newssearch
