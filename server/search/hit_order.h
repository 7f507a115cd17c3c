#pragma once
#include <algorithm>
#include <cstdint>
#include <functional>
#include <vector>

#include "server/search/columns.h"

namespace newssearch {

/// An article as it stands among the hits.
struct RankedHit {
  std::uint32_t rank = 0;
  float score = 0;
  bool whole = true;  ///< of a relaxed query: it holds all the words
};

/// What holds all the words before what holds some of them, however often. Equal scores in order of rank, the newest
/// first: pages are stable.
inline bool is_better(const RankedHit& a, const RankedHit& b) {
  if (a.whole != b.whole) return a.whole;
  return a.score != b.score ? a.score > b.score : a.rank < b.rank;
}

/// The undated last in either order.
struct ByDate {
  const DateColumn& dates;
  bool newest_first;
  bool operator()(const RankedHit& a, const RankedHit& b) const {
    const bool undated_a = dates.known[a.rank] == DateColumn::undated;
    const bool undated_b = dates.known[b.rank] == DateColumn::undated;
    if (undated_a || undated_b) return undated_a == undated_b ? a.rank < b.rank : undated_b;
    if (dates.seconds[a.rank] == dates.seconds[b.rank]) return newest_first ? a.rank < b.rank : a.rank > b.rank;
    return (dates.seconds[a.rank] > dates.seconds[b.rank]) == newest_first;
  }
};

/// The first of many articles in some order.
class FirstArticles {
 public:
  using Order = std::function<bool(const RankedHit&, const RankedHit&)>;
  FirstArticles(std::size_t wanted, Order comes_before) : wanted_(wanted), comes_before_(std::move(comes_before)) {}

  void add(const RankedHit& article) {
    if (heap_.size() < wanted_) {
      heap_.push_back(article);
      std::push_heap(heap_.begin(), heap_.end(), comes_before_);
    } else if (wanted_ > 0 && comes_before_(article, heap_.front())) {
      std::pop_heap(heap_.begin(), heap_.end(), comes_before_);
      heap_.back() = article;
      std::push_heap(heap_.begin(), heap_.end(), comes_before_);
    }
  }
  bool is_full() const { return heap_.size() >= wanted_; }
  /// Only what comes before this one is still let in; asked of a full one that wants some.
  const RankedHit& last() const { return heap_.front(); }
  std::vector<RankedHit> in_order() && {
    std::sort_heap(heap_.begin(), heap_.end(), comes_before_);
    return std::move(heap_);
  }

 private:
  std::size_t wanted_;
  Order comes_before_;
  std::vector<RankedHit> heap_;  ///< the last of them on top
};

}  // namespace newssearch
