#pragma once
#include <memory>
#include <vector>

#include "common/impacts_file.h"
#include "server/search/clause.h"

namespace newssearch {

/// What part of a query adds to the scores of articles, asked window after window as a Clause is. It may add to
/// articles that do not match the query. Not safe to share between threads.
class Scorer {
 public:
  virtual ~Scorer() = default;
  virtual void add(std::size_t window, WindowScores& scores) = 0;
  /// It adds no more than this to any article of the window.
  virtual float most(std::size_t window) = 0;
};
using ScorerPtr = std::unique_ptr<Scorer>;

/// How an article that holds several of a word's terms is scored.
enum class Held {
  one,     ///< no article does
  summed,  ///< as if they were one term, and stood in it as often as all of them
};

/// A word with the lists of its terms; `weight` is what the greatest impact is worth. With `among`, only there.
ScorerPtr word_scorer(const std::vector<PostingList>& lists, Held held, float weight, ClausePtr among = nullptr);

/// One of several ways to say the same.
struct ScoredWay {
  ClausePtr matching;
  std::vector<ScorerPtr> scorers;
  float factor = 1;  ///< of what they add
};
/// The best of several ways, where it matches.
ScorerPtr best_of(std::vector<ScoredWay> ways);

}  // namespace newssearch
