#include "server/search/grouping.h"

#include <algorithm>

namespace newssearch {

Grouping::Grouping(ValueColumn column, const DateColumn& published, const DocSet& live)
    : column_(std::move(column)), groups_(std::max<std::size_t>(1, column_.values.size())), shared_(live.articles()) {
  const auto is_newer = [&](std::size_t a, std::size_t b) {
    if (published.known[a] == DateColumn::undated || published.known[b] == DateColumn::undated)
      return published.known[a] != DateColumn::undated;
    return published.seconds[a] > published.seconds[b];
  };
  live.for_each([&](std::size_t rank) {
    if (column_.of(rank).size() == 0) return;
    Group& group = groups_[number(rank)];
    if (group.size++ == 0 || is_newer(rank, group.newest)) group.newest = static_cast<std::uint32_t>(rank);
  });
  live.for_each([&](std::size_t rank) {
    if (size(rank) > 1) shared_.insert(rank);
  });
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
