#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "common/positions_file.h"

namespace newssearch {

/// Words side by side: for each place the terms one of which stands there.
using Row = std::vector<std::vector<std::string>>;

/// Where a row of at least one place stands, in one article after the other. The file must outlive it. Not safe to
/// share between threads.
class RowPositions {
 public:
  RowPositions(const PositionsFile& positions, const Row& row);

  /// Where the row begins in an article: ascending, each once. To be asked in ascending order of rank, of each article
  /// once. Lasts until the next is asked for.
  const std::vector<std::uint32_t>& in(std::uint32_t rank);

 private:
  /// One place of the row: any of its terms.
  class Place {
   public:
    Place(const PositionsFile& positions, const std::vector<std::string>& terms, std::uint32_t behind_first);
    /// Where the row would begin for this place's sake.
    void read(std::uint32_t rank, std::vector<std::uint32_t>& beginnings);
    std::size_t bytes() const { return bytes_; }

   private:
    std::vector<PositionList> lists_;  ///< those not at their end: a heap, the one at the newest article on top
    std::uint32_t behind_first_;
    std::size_t bytes_ = 0;
  };

  std::vector<Place> places_;  ///< the one that stands least often first
  std::vector<std::uint32_t> found_, next_;
};

}  // namespace newssearch
