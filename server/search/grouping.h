#pragma once
#include <cstdint>
#include <optional>
#include <vector>

#include "common/columns_file.h"
#include "server/search/doc_set.h"

namespace newssearch {

/// Which articles of a generation belong together: near copies of one text, or one story. An article is in one group
/// at the most; groups have names, and here numbers. Immutable: safe to share between threads.
class Grouping {
 public:
  Grouping(ValueColumn column, const DateColumn& published, const DocSet& live);

  /// The number of an article's group, where there are others in it.
  std::optional<std::uint32_t> shared(std::size_t rank) const {
    return shared_.contains(rank) ? std::optional(number(rank)) : std::nullopt;
  }
  /// The name of an article's group, others in it or not; empty: it is in none.
  std::string_view name(std::size_t rank) const {
    return column_.of(rank).size() > 0 ? column_.values[number(rank)] : std::string_view();
  }
  std::uint32_t size(std::size_t rank) const { return column_.of(rank).size() > 0 ? groups_[number(rank)].size : 0; }
  /// The rank of the newest article of an article's group, which is in one; undated where none is dated.
  std::size_t newest(std::size_t rank) const { return groups_[number(rank)].newest; }

  /// So many results a set of articles makes, its articles of one group being one.
  std::uint32_t count_folded(const DocSet& found) const;

 private:
  struct Group {
    std::uint32_t size = 0, newest = 0;
  };
  std::uint32_t number(std::size_t rank) const {
    return static_cast<std::uint32_t>(column_.of(rank).at_most(0, groups_.size() - 1));
  }

  ValueColumn column_;
  std::vector<Group> groups_;  ///< by number; never empty
  DocSet shared_;              ///< the articles that are in a group with others
};

}  // namespace newssearch
