#pragma once
#include <bit>
#include <functional>
#include <memory>
#include <vector>

#include "common/impacts_file.h"

namespace newssearch {

/// What articles must be, asked window after window; windows ascend as a rule (see PostingCursor). Every step may throw
/// TimeBudget::Spent. Not safe to share between threads.
class Clause {
 public:
  static constexpr std::size_t kEnd = PostingCursor::kEnd;
  enum class Cost { lists, columns, positions };

  virtual ~Clause() = default;
  /// The first window from `window` on in which some article may match; kEnd where there is none. A clause that rules
  /// no window out gives back what it is asked.
  virtual std::size_t seek(std::size_t window) = 0;
  /// Of the candidates in a window, keeps those that match.
  virtual void narrow(std::size_t window, WindowBits& candidates) = 0;
  /// What it has to look at: of several, the cheap ones are asked first.
  virtual Cost cost() const { return Cost::lists; }
};
using ClausePtr = std::unique_ptr<Clause>;

inline bool has_place(const WindowBits& bits, std::size_t place) { return (bits[place / 64] >> (place % 64)) & 1; }
inline bool is_empty(const WindowBits& bits) {
  std::uint64_t any = 0;
  for (const std::uint64_t word : bits) any |= word;
  return any == 0;
}

/// The bits of places [begin, end), as far as there are any.
WindowBits places_between(std::size_t begin, std::size_t end);

std::uint32_t count(const WindowBits& bits);
inline WindowBits whole_window() {
  WindowBits bits;
  bits.fill(~0ULL);
  return bits;
}

/// Calls visit(place in the window), ascending.
template <class Visit>
void for_each_place(const WindowBits& bits, Visit visit) {
  for (std::size_t i = 0; i < bits.size(); ++i)
    for (std::uint64_t word = bits[i]; word != 0; word &= word - 1)
      visit(i * 64 + static_cast<std::size_t>(std::countr_zero(word)));
}

ClausePtr everything();
ClausePtr nothing();
ClausePtr all_of(std::vector<ClausePtr> clauses);
ClausePtr any_of(std::vector<ClausePtr> clauses);
ClausePtr none_of(std::vector<ClausePtr> clauses);
/// In any of the lists.
ClausePtr in_lists(const std::vector<PostingList>& lists);
/// Asked of one article after the other.
ClausePtr passing(std::function<bool(std::size_t rank)> passes, Clause::Cost cost);
/// Ranks [begin, end), of which those before `sure_begin` and from `sure_end` on must pass as well.
ClausePtr in_ranks(std::size_t begin, std::size_t end, std::size_t sure_begin, std::size_t sure_end,
                   std::function<bool(std::size_t rank)> passes);

}  // namespace newssearch
