#pragma once
#include <vector>

#include "server/search/columns.h"
#include "server/search/doc_set.h"

namespace newssearch {

/// Equal scores in order of rank, the newest first: pages are stable.
struct BetterScore {
  const std::vector<float>& scores;
  bool operator()(std::size_t a, std::size_t b) const { return scores[a] != scores[b] ? scores[a] > scores[b] : a < b; }
};

/// What holds all the words before what holds some of them, however often.
struct WholeFirst {
  const DocSet& whole;
  BetterScore better;
  bool operator()(std::size_t a, std::size_t b) const {
    const bool whole_a = whole.contains(a), whole_b = whole.contains(b);
    return whole_a != whole_b ? whole_a : better(a, b);
  }
};

/// The undated last in either order.
struct ByDate {
  const DateColumn& dates;
  bool newest_first;
  bool operator()(std::size_t a, std::size_t b) const {
    const bool undated_a = dates.known[a] == DateColumn::undated, undated_b = dates.known[b] == DateColumn::undated;
    if (undated_a || undated_b) return undated_a == undated_b ? a < b : undated_b;
    if (dates.seconds[a] == dates.seconds[b]) return newest_first ? a < b : a > b;
    return (dates.seconds[a] > dates.seconds[b]) == newest_first;
  }
};

}  // namespace newssearch
