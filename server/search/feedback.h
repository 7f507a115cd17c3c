#pragma once
#include <functional>
#include <string>
#include <vector>

#include "server/search/hit_order.h"
#include "server/search/matcher.h"

namespace newssearch {

/// Whether feedback helps a query: any of four words and more is enough for it.
bool has_any_of_many(const QueryNode& query);

/// Pseudo-relevance feedback: what the first articles have in common says better than the query what was meant, and
/// moves hits that have it too (Rocchio 1971; Lavrenko, Croft 2001, whose weights are these in kind). No article is
/// added, and the first stays first.
///
/// Of the first eight, each weighed by the fourth power of its score, the twenty stems that are worth most become words
/// of the query, worth together .4 of what the asked ones are, which count .6. Measured with tests/relevance: good for
/// questions of many words, of which articles hold some; no help where all the words are held.
class Feedback {
 public:
  /// From hits in their order, best first; `asked` is the idf of the query's words in all.
  Feedback(const std::vector<RankedHit>& hits, double asked, Matcher& matcher);

  /// So many of the first hits are put in another order.
  static constexpr std::size_t kReordered = 300;

  /// The hits in their new order; `factor` is what an article's score was multiplied by.
  std::vector<RankedHit> reordered(std::vector<RankedHit> hits, const std::function<float(std::size_t rank)>& factor);
  /// What is added to kAsked times an article's score.
  float added(std::size_t rank);
  static constexpr float kAsked = 0.6F;
  /// The words added, as they are printed, the weightiest first.
  const std::vector<std::string>& words() const { return words_; }
  bool is_empty() const { return terms_.empty(); }

 private:
  struct Term {
    PostingCursor cursor;
    float weight = 0;
  };
  const Columns* columns_;
  std::vector<Term> terms_;
  std::vector<std::string> words_;
};

}  // namespace newssearch
