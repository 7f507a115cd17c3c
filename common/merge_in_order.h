#pragma once
#include <algorithm>
#include <cstddef>
#include <string_view>
#include <vector>

#include "common/packed_file.h"

namespace newssearch {

/// Calls visit(list, number, string) for each of several lists in order of bytes, in that order of all of them, those
/// that are equal one after the other: a comparison a string where most come from one list.
template <class Visit>
void merge_in_order(const std::vector<PackedStrings>& lists, Visit visit) {
  struct Head {
    std::size_t list, number;
    std::string_view string;
  };
  std::vector<Head> heads;
  for (std::size_t list = 0; list < lists.size(); ++list)
    if (lists[list].size() > 0) heads.push_back({list, 0, lists[list][0]});
  const auto before = [](const Head& a, const Head& b) { return a.string < b.string; };
  while (!heads.empty()) {
    std::iter_swap(heads.begin(), std::min_element(heads.begin(), heads.end(), before));
    const auto other = std::min_element(heads.begin() + 1, heads.end(), before);
    Head& first = heads.front();
    const PackedStrings& list = lists[first.list];
    do {
      visit(first.list, first.number, first.string);
      if (++first.number < list.size()) first.string = list[first.number];
    } while (first.number < list.size() && (other == heads.end() || first.string < other->string));
    if (first.number == list.size()) heads.erase(heads.begin());
  }
}

}  // namespace newssearch
