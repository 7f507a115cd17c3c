#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "server/search/row_positions.h"
#include "server/search/time_budget.h"

namespace newssearch {

/// The ways in which one side of a NEAR may be written. A row stands where its first word does.
using Ways = std::vector<Row>;

/// Tells whether an article has every side of a NEAR within a window of positions, each at a place of its own.
/// The file and the budget must outlive it. Not safe to share between threads.
class Nearness {
 public:
  Nearness(const PositionsFile& positions, std::vector<Ways> sides, std::uint32_t window, const TimeBudget& budget);

  /// To be asked in ascending order of rank, of each article once. Throws TimeBudget::Spent.
  bool holds(std::uint32_t rank);

  /// Positions, ascending, of which a window must hold so many.
  struct Side {
    std::span<const std::uint32_t> positions;
    std::size_t needed = 1;
  };

 private:
  /// Sides that are written alike, as one: a window must hold as many of its positions.
  struct Group {
    std::vector<RowPositions> ways;
    std::size_t needed = 1;
    std::vector<std::uint32_t> merged, before;  ///< of several ways
  };
  static std::span<const std::uint32_t> positions(Group& group, std::uint32_t rank);

  std::vector<Group> groups_;
  std::uint32_t window_;
  const TimeBudget& budget_;
  std::vector<Side> sides_;  ///< of the article being asked about
};

/// Whether some window holds of each side as many positions as it needs, none for two.
bool stand_together(std::span<const Nearness::Side> sides, std::uint32_t window, const TimeBudget& budget);

}  // namespace newssearch
