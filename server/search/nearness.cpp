#include "server/search/nearness.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <utility>

namespace newssearch {
namespace {

using Side = Nearness::Side;

/// Gives each a position that no other has, moving those who can go elsewhere (augmenting paths).
class Seating {
 public:
  explicit Seating(const std::vector<std::span<const std::uint32_t>>& choices) : choices_(choices) {}

  bool seats_all() {
    for (std::size_t i = 0; i < choices_.size(); ++i) {
      tried_.clear();
      if (!seat(i)) return false;
    }
    return true;
  }

 private:
  bool seat(std::size_t who) {
    for (const std::uint32_t position : choices_[who]) {
      if (!tried_.insert(position).second) continue;
      const auto taken = seated_.find(position);
      if (taken != seated_.end() && !seat(taken->second)) continue;
      seated_[position] = who;
      return true;
    }
    return false;
  }

  const std::vector<std::span<const std::uint32_t>>& choices_;
  std::map<std::uint32_t, std::size_t> seated_;
  std::set<std::uint32_t> tried_;
};

/// Slides over the positions of all sides at once: each at its first that is not before the window.
class Window {
 public:
  Window(std::span<const Side> sides, std::uint32_t size, const TimeBudget& budget)
      : sides_(sides), size_(size), budget_(budget), at_(sides.size()) {}

  bool finds() {
    constexpr unsigned kWindowsPerLook = 256;
    for (unsigned windows = 1; has_all(); ++windows) {
      if (windows % kWindowsPerLook == 0) budget_.look();
      std::uint32_t first = UINT32_MAX, last = 0;
      for (std::size_t i = 0; i < sides_.size(); ++i) {
        first = std::min(first, sides_[i].positions[at_[i]]);
        last = std::max(last, sides_[i].positions[at_[i] + sides_[i].needed - 1]);
      }
      const bool inside = last - first < size_;
      if (inside && (none_twice() || seats_all(first))) return true;
      advance(inside ? first + 1 : last - size_ + 1);
    }
    return false;
  }

 private:
  bool has_all() const {
    for (std::size_t i = 0; i < sides_.size(); ++i)
      if (at_[i] + sides_[i].needed > sides_[i].positions.size()) return false;
    return true;
  }

  void advance(std::uint32_t to) {
    for (std::size_t i = 0; i < sides_.size(); ++i)
      while (at_[i] < sides_[i].positions.size() && sides_[i].positions[at_[i]] < to) ++at_[i];
  }

  /// Of the first positions of each.
  bool none_twice() {
    if (sides_.size() == 1) return true;
    taken_.clear();
    for (std::size_t i = 0; i < sides_.size(); ++i) {
      const auto first = sides_[i].positions.begin() + static_cast<std::ptrdiff_t>(at_[i]);
      taken_.insert(taken_.end(), first, first + static_cast<std::ptrdiff_t>(sides_[i].needed));
    }
    std::sort(taken_.begin(), taken_.end());
    return std::adjacent_find(taken_.begin(), taken_.end()) == taken_.end();
  }

  bool seats_all(std::uint32_t first) {
    std::vector<std::span<const std::uint32_t>> choices;
    taken_.clear();
    for (std::size_t i = 0; i < sides_.size(); ++i) {
      const std::span<const std::uint32_t> rest = sides_[i].positions.subspan(at_[i]);
      const auto end = std::lower_bound(rest.begin(), rest.end(), std::uint64_t{first} + size_);
      choices.insert(choices.end(), sides_[i].needed, std::span(rest.begin(), end));
      taken_.insert(taken_.end(), rest.begin(), end);
    }
    std::sort(taken_.begin(), taken_.end());
    const auto distinct = std::unique(taken_.begin(), taken_.end()) - taken_.begin();
    return std::cmp_greater_equal(distinct, choices.size()) && Seating(choices).seats_all();
  }

  const std::span<const Side> sides_;
  const std::uint32_t size_;
  const TimeBudget& budget_;
  std::vector<std::size_t> at_;
  std::vector<std::uint32_t> taken_;
};

/// The same, whatever order they were found in.
void put_in_order(Ways& ways) {
  for (Row& row : ways)
    for (std::vector<std::string>& terms : row) std::sort(terms.begin(), terms.end());
  std::sort(ways.begin(), ways.end());
  ways.erase(std::unique(ways.begin(), ways.end()), ways.end());
}

}  // namespace

bool stand_together(std::span<const Side> sides, std::uint32_t window, const TimeBudget& budget) {
  return Window(sides, window, budget).finds();
}

Nearness::Nearness(const PositionsFile& positions, std::vector<Ways> sides, std::uint32_t window,
                   const TimeBudget& budget)
    : window_(window), budget_(budget) {
  std::map<Ways, std::size_t> alike;
  for (Ways& ways : sides) {
    put_in_order(ways);
    ++alike[std::move(ways)];
  }
  for (const auto& [ways, needed] : alike) {
    Group& group = groups_.emplace_back();
    for (const Row& row : ways) group.ways.emplace_back(positions, row);
    group.needed = needed;
  }
}

std::span<const std::uint32_t> Nearness::positions(Group& group, std::uint32_t rank) {
  if (group.ways.size() == 1) return group.ways.front().in(rank);
  group.merged.clear();
  for (RowPositions& way : group.ways) {
    const std::vector<std::uint32_t>& more = way.in(rank);
    if (more.empty()) continue;
    group.before.swap(group.merged);
    group.merged.clear();
    std::set_union(group.before.begin(), group.before.end(), more.begin(), more.end(),
                   std::back_inserter(group.merged));
  }
  return group.merged;
}

bool Nearness::holds(std::uint32_t rank) {
  sides_.clear();
  for (Group& group : groups_) {
    const std::span<const std::uint32_t> found = positions(group, rank);
    if (found.size() < group.needed) return false;
    sides_.push_back({found, group.needed});
  }
  return stand_together(sides_, window_, budget_);
}

}  // namespace newssearch
