#pragma once
#include <bit>
#include <cstdint>
#include <vector>

#include "common/columns_file.h"
#include "common/impacts_file.h"

namespace newssearch {

/// A set of articles of one generation, by rank: 0 is the newest, docid = rank + 1. One bit an article.
/// Sets that meet in an operation are of the same generation.
class DocSet {
 public:
  explicit DocSet(std::size_t articles, bool full = false)
      : bits_((articles + 63) / 64, full ? ~0ULL : 0), articles_(articles) {
    trim();
  }

  void insert(std::size_t rank) { bits_[rank / 64] |= 1ULL << (rank % 64); }
  /// Puts what is known of a window in its place.
  void set_window(std::size_t window, const WindowBits& bits) {
    const std::size_t begin = window * bits.size();
    for (std::size_t i = 0; i < bits.size() && begin + i < bits_.size(); ++i) bits_[begin + i] = bits[i];
  }
  WindowBits window(std::size_t window) const {
    WindowBits bits{};
    const std::size_t begin = window * bits.size();
    for (std::size_t i = 0; i < bits.size() && begin + i < bits_.size(); ++i) bits[i] = bits_[begin + i];
    return bits;
  }
  void erase(std::size_t rank) { bits_[rank / 64] &= ~(1ULL << (rank % 64)); }
  bool contains(std::size_t rank) const { return rank < articles_ && ((bits_[rank / 64] >> (rank % 64)) & 1) != 0; }
  const std::vector<std::uint64_t>& bits() const { return bits_; }
  std::size_t articles() const { return articles_; }

  std::uint32_t count() const {
    std::uint32_t total = 0;
    for (const std::uint64_t word : bits_) total += static_cast<std::uint32_t>(std::popcount(word));
    return total;
  }

  /// Of these ranks.
  std::uint32_t count(const std::vector<RankRange>& ranges) const {
    std::uint32_t total = 0;
    for (const auto& [begin, end] : ranges)
      for (std::size_t i = begin / 64; i * 64 < end; ++i) {
        std::uint64_t word = bits_[i];
        if (i == begin / 64) word &= ~0ULL << (begin % 64);
        if (end - i * 64 < 64) word &= (1ULL << (end - i * 64)) - 1;
        total += static_cast<std::uint32_t>(std::popcount(word));
      }
    return total;
  }

  DocSet& operator&=(const DocSet& other) {
    for (std::size_t i = 0; i < bits_.size(); ++i) bits_[i] &= other.bits_[i];
    return *this;
  }
  DocSet& operator|=(const DocSet& other) {
    for (std::size_t i = 0; i < bits_.size(); ++i) bits_[i] |= other.bits_[i];
    return *this;
  }
  DocSet& operator-=(const DocSet& other) {
    for (std::size_t i = 0; i < bits_.size(); ++i) bits_[i] &= ~other.bits_[i];
    return *this;
  }

  /// The first article of the set from `rank` on; articles() where there is none.
  std::size_t next(std::size_t rank) const {
    for (std::size_t i = rank / 64; i < bits_.size(); ++i) {
      const std::uint64_t word = i == rank / 64 ? bits_[i] & (~0ULL << (rank % 64)) : bits_[i];
      if (word != 0) return i * 64 + static_cast<std::size_t>(std::countr_zero(word));
    }
    return articles_;
  }

  /// Calls visit(rank) in ascending order, newest first.
  template <class Visit>
  void for_each(Visit visit) const {
    for (std::size_t i = 0; i < bits_.size(); ++i)
      for (std::uint64_t word = bits_[i]; word != 0; word &= word - 1)
        visit(i * 64 + static_cast<std::size_t>(std::countr_zero(word)));
  }

 private:
  void trim() {
    if (articles_ % 64 != 0) bits_.back() &= (1ULL << (articles_ % 64)) - 1;
  }
  std::vector<std::uint64_t> bits_;
  std::size_t articles_;
};

}  // namespace newssearch
