#include "server/search/grouping.h"

#include <algorithm>

namespace newssearch {

Grouping::Grouping(ValueColumn column, std::size_t articles)
    : column_(std::move(column)), groups_(std::max<std::size_t>(1, column_.values.size())), shared_(articles) {
  for (std::uint32_t rank = 0; rank < articles; ++rank) {
    if (column_.of(rank).size() == 0) continue;
    Group& group = groups_[number(rank)];
    if (group.size++ == 0) group.newest = rank;
  }
  for (std::size_t rank = 0; rank < articles; ++rank)
    if (size(rank) > 1) shared_.insert(rank);
}

std::uint32_t Grouping::count_folded(const DocSet& found) const {
  DocSet shared = found;
  shared &= shared_;
  std::uint32_t folded = found.count();
  std::vector<bool> seen(groups_.size());
  shared.for_each([&](std::size_t rank) {
    if (seen[number(rank)]) --folded;
    seen[number(rank)] = true;
  });
  return folded;
}

}  // namespace newssearch
