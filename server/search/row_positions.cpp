#include "server/search/row_positions.h"

#include <algorithm>

namespace newssearch {
namespace {

bool is_later(const PositionList& a, const PositionList& b) { return a.rank() > b.rank(); }

/// Keeps of ascending numbers those that are among others.
void keep_common(std::vector<std::uint32_t>& numbers, const std::vector<std::uint32_t>& others) {
  std::size_t kept = 0;
  auto other = others.begin();
  for (const std::uint32_t number : numbers) {
    while (other != others.end() && *other < number) ++other;
    if (other == others.end()) break;
    if (*other == number) numbers[kept++] = number;
  }
  numbers.resize(kept);
}

}  // namespace

RowPositions::Place::Place(const PositionsFile& positions, const std::vector<std::string>& terms,
                           std::uint32_t behind_first)
    : behind_first_(behind_first) {
  for (const std::string& term : terms) {
    const PositionList list = positions.find(term);
    bytes_ += list.bytes();
    if (list.rank() != PositionList::kEnd) lists_.push_back(list);
  }
  std::make_heap(lists_.begin(), lists_.end(), is_later);
}

void RowPositions::Place::read(std::uint32_t rank, std::vector<std::uint32_t>& beginnings) {
  beginnings.clear();
  std::size_t read = 0;
  while (!lists_.empty() && lists_.front().rank() <= rank) {
    std::pop_heap(lists_.begin(), lists_.end(), is_later);
    PositionList& list = lists_.back();
    list.skip_to(rank);
    if (list.rank() == rank) {
      list.read(beginnings);
      list.next();
      ++read;
    }
    if (list.rank() == PositionList::kEnd)
      lists_.pop_back();
    else
      std::push_heap(lists_.begin(), lists_.end(), is_later);
  }
  if (read > 1) {
    std::sort(beginnings.begin(), beginnings.end());
    beginnings.erase(std::unique(beginnings.begin(), beginnings.end()), beginnings.end());
  }
  if (behind_first_ == 0) return;
  std::erase_if(beginnings, [&](std::uint32_t position) { return position < behind_first_; });
  for (std::uint32_t& position : beginnings) position -= behind_first_;
}

RowPositions::RowPositions(const PositionsFile& positions, const Row& row) {
  for (std::size_t i = 0; i < row.size(); ++i) places_.emplace_back(positions, row[i], static_cast<std::uint32_t>(i));
  std::stable_sort(places_.begin(), places_.end(),
                   [](const Place& a, const Place& b) { return a.bytes() < b.bytes(); });
}

const std::vector<std::uint32_t>& RowPositions::in(std::uint32_t rank) {
  places_.front().read(rank, found_);
  for (std::size_t i = 1; i < places_.size() && !found_.empty(); ++i) {
    places_[i].read(rank, next_);
    keep_common(found_, next_);
  }
  return found_;
}

}  // namespace newssearch
