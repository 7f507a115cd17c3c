#include "server/search/postings.h"

#include <algorithm>
#include <set>

#include "server/search/stored_positions.h"

namespace newssearch {
namespace {

/// Between two looks at the clock, positions are read of so many articles.
constexpr unsigned kArticlesPerLook = 16;

/// Of the candidates, those that pass.
template <class Passes>
DocSet filtered(const DocSet& candidates, const TimeBudget& budget, Passes passes) {
  DocSet found(candidates.articles());
  unsigned looked_at = 0;
  candidates.for_each([&](std::size_t rank) {
    if (++looked_at % kArticlesPerLook == 0) budget.look();
    if (passes(static_cast<std::uint32_t>(rank))) found.insert(rank);
  });
  return found;
}

}  // namespace

DocSet Postings::with_any(const std::vector<std::string>& terms) const {
  DocSet found(articles());
  for (const std::string& term : terms) for_each(term, [&](std::size_t rank, std::uint32_t) { found.insert(rank); });
  return found;
}

Occurrences Postings::sum(const std::vector<std::string>& terms) const {
  Occurrences sum{DocSet(articles()), std::vector<std::uint32_t>(articles())};
  for (const std::string& term : terms)
    for_each(term, [&](std::size_t rank, std::uint32_t wdf) {
      sum.found.insert(rank);
      sum.wdf[rank] += wdf;
    });
  return sum;
}

Occurrences Postings::least(const Row& row, DocSet found) const {
  Occurrences least{std::move(found), std::vector<std::uint32_t>(articles(), UINT32_MAX)};
  for (const std::vector<std::string>& place : row) {
    const Occurrences there = sum(place);
    for (std::size_t rank = 0; rank < articles(); ++rank) least.wdf[rank] = std::min(least.wdf[rank], there.wdf[rank]);
  }
  return least;
}

/// The generation's or, where that file is damaged, what there is to say of these.
PositionsFile Postings::positions(const std::vector<Ways>& sides, const DocSet& candidates) const {
  if (positions_.is_open()) return positions_;
  std::set<std::string> terms;
  for (const Ways& ways : sides)
    for (const Row& row : ways)
      for (const std::vector<std::string>& place : row) terms.insert(place.begin(), place.end());
  return stored_positions(database_, candidates, terms, analyzer_, budget_);
}

DocSet Postings::side_by_side(const Row& row, const DocSet& candidates) const {
  const PositionsFile file = positions({Ways{row}}, candidates);
  RowPositions where(file, row);
  return filtered(candidates, budget_, [&](std::uint32_t rank) { return !where.in(rank).empty(); });
}

DocSet Postings::near(const std::vector<Ways>& sides, std::uint32_t window, const DocSet& candidates) const {
  const PositionsFile file = positions(sides, candidates);
  Nearness nearness(file, sides, window, budget_);
  return filtered(candidates, budget_, [&](std::uint32_t rank) { return nearness.holds(rank); });
}

}  // namespace newssearch
