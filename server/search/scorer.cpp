#include "server/search/scorer.h"

#include <algorithm>

#include "common/ranking.h"

namespace newssearch {
namespace {

class WordScorer : public Scorer {
 public:
  WordScorer(const std::vector<PostingList>& lists, float weight) : weight_(weight) {
    for (const PostingList& list : lists) cursors_.emplace_back(list);
  }
  void add(std::size_t window, WindowScores& scores) override {
    for (PostingCursor& cursor : cursors_)
      if (cursor.seek(window) == window) cursor.add(weight_, scores);
  }
  float most(std::size_t window) override {
    std::uint8_t most = 0;
    for (PostingCursor& cursor : cursors_)
      if (cursor.seek(window) == window) most = std::max(most, cursor.most());
    return weight_ * static_cast<float>(share_of(most));
  }

 private:
  std::vector<PostingCursor> cursors_;
  float weight_;
};

/// The same, of terms that one article may hold together.
class SummedScorer : public Scorer {
 public:
  SummedScorer(const std::vector<PostingList>& lists, float weight) : weight_(weight) {
    for (const PostingList& list : lists) cursors_.emplace_back(list);
  }
  void add(std::size_t window, WindowScores& scores) override {
    for (PostingCursor& cursor : cursors_)
      if (cursor.seek(window) == window)
        cursor.for_each([&](std::size_t place, std::uint8_t impact) { odds_[place] += ranking::odds(impact); });
    for (PostingCursor& cursor : cursors_)
      if (cursor.seek(window) == window)
        cursor.for_each([&](std::size_t place, std::uint8_t) {
          scores[place] += weight_ * (odds_[place] / (1 + odds_[place]));
          odds_[place] = 0;  // for the next window, and for the next term that stands here
        });
  }
  float most(std::size_t) override { return weight_; }

 private:
  std::vector<PostingCursor> cursors_;
  float weight_;
  WindowScores odds_{};  ///< all 0 between windows
};

class AmongScorer : public Scorer {
 public:
  AmongScorer(ScorerPtr scorer, ClausePtr among) : scorer_(std::move(scorer)), among_(std::move(among)) {}
  void add(std::size_t window, WindowScores& scores) override {
    WindowBits among = whole_window();
    if (among_->seek(window) != window) return;
    among_->narrow(window, among);
    if (is_empty(among)) return;
    WindowScores own{};
    scorer_->add(window, own);
    for_each_place(among, [&](std::size_t place) { scores[place] += own[place]; });
  }
  float most(std::size_t window) override { return scorer_->most(window); }

 private:
  ScorerPtr scorer_;
  ClausePtr among_;
};

class BestOf : public Scorer {
 public:
  explicit BestOf(std::vector<ScoredWay> ways) : ways_(std::move(ways)) {}
  void add(std::size_t window, WindowScores& scores) override {
    WindowScores best{};
    for (ScoredWay& way : ways_) {
      if (way.matching->seek(window) != window) continue;
      WindowBits matched = whole_window();
      way.matching->narrow(window, matched);
      if (is_empty(matched)) continue;
      WindowScores own{};
      for (const ScorerPtr& scorer : way.scorers) scorer->add(window, own);
      for_each_place(matched, [&](std::size_t place) { best[place] = std::max(best[place], own[place] * way.factor); });
    }
    for (std::size_t place = 0; place < best.size(); ++place) scores[place] += best[place];
  }
  float most(std::size_t window) override {
    float most = 0;
    for (ScoredWay& way : ways_) {
      float own = 0;
      for (const ScorerPtr& scorer : way.scorers) own += scorer->most(window);
      most = std::max(most, own * way.factor);
    }
    return most;
  }

 private:
  std::vector<ScoredWay> ways_;
};

}  // namespace

ScorerPtr word_scorer(const std::vector<PostingList>& lists, Held held, float weight, ClausePtr among) {
  ScorerPtr scorer;
  if (held == Held::one)
    scorer = std::make_unique<WordScorer>(lists, weight);
  else
    scorer = std::make_unique<SummedScorer>(lists, weight);
  return among ? std::make_unique<AmongScorer>(std::move(scorer), std::move(among)) : std::move(scorer);
}

ScorerPtr best_of(std::vector<ScoredWay> ways) { return std::make_unique<BestOf>(std::move(ways)); }

}  // namespace newssearch
