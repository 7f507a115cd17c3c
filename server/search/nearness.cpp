#include "server/search/nearness.h"

#include <algorithm>
#include <map>
#include <set>
#include <span>

namespace newssearch {
namespace {

using Span = std::span<const Xapian::termpos>;

void sort_each_once(std::vector<Xapian::termpos>& positions) {
  std::sort(positions.begin(), positions.end());
  positions.erase(std::unique(positions.begin(), positions.end()), positions.end());
}

/// Gives each side a position that no other has, moving those who can go elsewhere (augmenting paths).
class Seating {
 public:
  explicit Seating(const std::vector<Span>& sides) : sides_(sides) {}

  bool seats_all() {
    for (std::size_t side = 0; side < sides_.size(); ++side) {
      tried_.clear();
      if (!seat(side)) return false;
    }
    return true;
  }

 private:
  bool seat(std::size_t side) {
    for (const Xapian::termpos position : sides_[side]) {
      if (!tried_.insert(position).second) continue;
      const auto taken = seated_.find(position);
      if (taken != seated_.end() && !seat(taken->second)) continue;
      seated_[position] = side;
      return true;
    }
    return false;
  }

  const std::vector<Span>& sides_;
  std::map<Xapian::termpos, std::size_t> seated_;
  std::set<Xapian::termpos> tried_;
};

/// Whether some window holds a position of each side; `first` is where it begins.
bool have_seats_from(Xapian::termpos first, Xapian::termpos window,
                     const std::vector<std::vector<Xapian::termpos>>& sides) {
  std::vector<Span> inside;
  for (const std::vector<Xapian::termpos>& side : sides) {
    const auto begin = std::lower_bound(side.begin(), side.end(), first);
    const auto end = std::lower_bound(begin, side.end(), first + window);
    if (begin == end) return false;
    inside.emplace_back(begin, end);
  }
  return Seating(inside).seats_all();
}

}  // namespace

Nearness::Place::Place(const Xapian::Database& database, const std::vector<std::string>& terms) {
  for (const std::string& term : terms) lists_.push_back({database.postlist_begin(term), database.postlist_end(term)});
}

Nearness::Positions Nearness::Place::positions(Xapian::docid docid) {
  Positions positions;
  for (auto& [at, end] : lists_) {
    if (at != end && *at < docid) at.skip_to(docid);
    if (at == end || *at != docid) continue;
    positions.insert(positions.end(), at.positionlist_begin(), at.positionlist_end());
  }
  sort_each_once(positions);
  return positions;
}

Nearness::Nearness(const Xapian::Database& database, const std::vector<Ways>& sides, Xapian::termpos window)
    : window_(window) {
  for (const Ways& ways : sides) {
    std::vector<Places>& side = sides_.emplace_back();
    for (const Row& row : ways) {
      Places& places = side.emplace_back();
      for (const std::vector<std::string>& terms : row) places.emplace_back(database, terms);
    }
  }
}

Nearness::Positions Nearness::positions(Places& row, Xapian::docid docid) {
  Positions starts = row.front().positions(docid);
  for (std::size_t i = 1; i < row.size() && !starts.empty(); ++i) {
    const Positions next = row[i].positions(docid);
    std::erase_if(starts, [&](Xapian::termpos start) {
      return !std::binary_search(next.begin(), next.end(), start + static_cast<Xapian::termpos>(i));
    });
  }
  return starts;
}

bool Nearness::holds(Xapian::docid docid) {
  std::vector<Positions> sides;
  for (std::vector<Places>& ways : sides_) {
    Positions& side = sides.emplace_back();
    for (Places& row : ways) {
      const Positions more = positions(row, docid);
      side.insert(side.end(), more.begin(), more.end());
    }
    sort_each_once(side);
    if (side.empty()) return false;
  }
  const auto begins_window = [&](Xapian::termpos first) { return have_seats_from(first, window_, sides); };
  return std::any_of(sides.begin(), sides.end(),
                     [&](const Positions& side) { return std::any_of(side.begin(), side.end(), begins_window); });
}

}  // namespace newssearch
