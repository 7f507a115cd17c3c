#include "server/search/clause.h"

#include <algorithm>
#include <bit>

namespace newssearch {
namespace {

void keep(WindowBits& bits, const WindowBits& others) {
  for (std::size_t i = 0; i < bits.size(); ++i) bits[i] &= others[i];
}

void add(WindowBits& bits, const WindowBits& others) {
  for (std::size_t i = 0; i < bits.size(); ++i) bits[i] |= others[i];
}

void remove(WindowBits& bits, const WindowBits& others) {
  for (std::size_t i = 0; i < bits.size(); ++i) bits[i] &= ~others[i];
}

class Everything : public Clause {
 public:
  std::size_t seek(std::size_t window) override { return window; }
  void narrow(std::size_t, WindowBits&) override {}
};

class AllOf : public Clause {
 public:
  explicit AllOf(std::vector<ClausePtr> clauses) : clauses_(std::move(clauses)) {
    std::stable_sort(clauses_.begin(), clauses_.end(),
                     [](const ClausePtr& a, const ClausePtr& b) { return a->cost() < b->cost(); });
  }
  std::size_t seek(std::size_t window) override {
    for (bool agreed = false; !agreed;) {
      agreed = true;
      for (const ClausePtr& clause : clauses_) {
        const std::size_t next = clause->seek(window);
        if (next == kEnd) return kEnd;
        agreed = agreed && next == window;
        window = next;
      }
    }
    return window;
  }
  void narrow(std::size_t window, WindowBits& candidates) override {
    for (const ClausePtr& clause : clauses_) {
      clause->narrow(window, candidates);
      if (is_empty(candidates)) return;
    }
  }
  Cost cost() const override { return clauses_.empty() ? Cost::lists : clauses_.back()->cost(); }

 private:
  std::vector<ClausePtr> clauses_;
};

class AnyOf : public Clause {
 public:
  explicit AnyOf(std::vector<ClausePtr> clauses) : clauses_(std::move(clauses)) {}
  std::size_t seek(std::size_t window) override {
    std::size_t first = kEnd;
    for (const ClausePtr& clause : clauses_) first = std::min(first, clause->seek(window));
    return first;
  }
  void narrow(std::size_t window, WindowBits& candidates) override {
    WindowBits found{};
    for (const ClausePtr& clause : clauses_) {
      if (clause->seek(window) != window) continue;
      WindowBits own = candidates;
      clause->narrow(window, own);
      add(found, own);
    }
    candidates = found;
  }
  Cost cost() const override {
    Cost most = Cost::lists;
    for (const ClausePtr& clause : clauses_) most = std::max(most, clause->cost());
    return most;
  }

 private:
  std::vector<ClausePtr> clauses_;
};

class NotThese : public Clause {
 public:
  explicit NotThese(ClausePtr clause) : clause_(std::move(clause)) {}
  std::size_t seek(std::size_t window) override { return window; }
  void narrow(std::size_t window, WindowBits& candidates) override {
    if (clause_->seek(window) != window) return;
    WindowBits found = candidates;
    clause_->narrow(window, found);
    remove(candidates, found);
  }
  Cost cost() const override { return clause_->cost(); }

 private:
  ClausePtr clause_;
};

class InLists : public Clause {
 public:
  explicit InLists(const std::vector<PostingList>& lists) {
    for (const PostingList& list : lists) cursors_.emplace_back(list);
  }
  std::size_t seek(std::size_t window) override {
    std::size_t first = kEnd;
    for (PostingCursor& cursor : cursors_) first = std::min(first, cursor.seek(window));
    return first;
  }
  void narrow(std::size_t window, WindowBits& candidates) override {
    WindowBits found{};
    for (PostingCursor& cursor : cursors_)
      if (cursor.seek(window) == window) cursor.mark(found);
    keep(candidates, found);
  }

 private:
  std::vector<PostingCursor> cursors_;
};

class Passing : public Clause {
 public:
  Passing(std::function<bool(std::size_t)> passes, Cost cost) : passes_(std::move(passes)), cost_(cost) {}
  std::size_t seek(std::size_t window) override { return window; }
  void narrow(std::size_t window, WindowBits& candidates) override {
    for_each_place(candidates, [&](std::size_t place) {
      if (!passes_(window * kWindowArticles + place)) candidates[place / 64] &= ~(1ULL << (place % 64));
    });
  }
  Cost cost() const override { return cost_; }

 private:
  std::function<bool(std::size_t)> passes_;
  Cost cost_;
};

class InRanks : public Clause {
 public:
  InRanks(std::size_t begin, std::size_t end, std::size_t sure_begin, std::size_t sure_end,
          std::function<bool(std::size_t)> passes)
      : begin_(begin), end_(end), sure_begin_(sure_begin), sure_end_(sure_end), passes_(std::move(passes)) {}
  std::size_t seek(std::size_t window) override {
    const std::size_t first = std::max(window, begin_ / kWindowArticles);
    return first * kWindowArticles < end_ ? first : kEnd;
  }
  void narrow(std::size_t window, WindowBits& candidates) override {
    const std::size_t base = window * kWindowArticles;
    const auto place = [&](std::size_t rank) { return std::clamp(rank, base, base + kWindowArticles) - base; };
    keep(candidates, places_between(place(begin_), place(end_)));
    WindowBits unsure = candidates;
    remove(unsure, places_between(place(sure_begin_), place(sure_end_)));
    for_each_place(unsure, [&](std::size_t at) {
      if (!passes_(base + at)) candidates[at / 64] &= ~(1ULL << (at % 64));
    });
  }

 private:
  std::size_t begin_, end_, sure_begin_, sure_end_;
  std::function<bool(std::size_t)> passes_;
};

}  // namespace

WindowBits places_between(std::size_t begin, std::size_t end) {
  WindowBits bits{};
  for (std::size_t i = begin / 64; i < bits.size() && i * 64 < end; ++i) {
    bits[i] = ~0ULL;
    if (i * 64 < begin) bits[i] &= ~0ULL << (begin - i * 64);
    if (end - i * 64 < 64) bits[i] &= ~(~0ULL << (end - i * 64));
  }
  return bits;
}

std::uint32_t count(const WindowBits& bits) {
  std::uint32_t total = 0;
  for (const std::uint64_t word : bits) total += static_cast<std::uint32_t>(std::popcount(word));
  return total;
}

ClausePtr everything() { return std::make_unique<Everything>(); }
ClausePtr nothing() { return any_of({}); }

ClausePtr all_of(std::vector<ClausePtr> clauses) {
  if (clauses.size() == 1) return std::move(clauses.front());
  return std::make_unique<AllOf>(std::move(clauses));
}

ClausePtr any_of(std::vector<ClausePtr> clauses) {
  if (clauses.size() == 1) return std::move(clauses.front());
  return std::make_unique<AnyOf>(std::move(clauses));
}

ClausePtr none_of(std::vector<ClausePtr> clauses) { return std::make_unique<NotThese>(any_of(std::move(clauses))); }

ClausePtr in_lists(const std::vector<PostingList>& lists) { return std::make_unique<InLists>(lists); }

ClausePtr passing(std::function<bool(std::size_t)> passes, Clause::Cost cost) {
  return std::make_unique<Passing>(std::move(passes), cost);
}

ClausePtr in_ranks(std::size_t begin, std::size_t end, std::size_t sure_begin, std::size_t sure_end,
                   std::function<bool(std::size_t)> passes) {
  return std::make_unique<InRanks>(begin, end, sure_begin, sure_end, std::move(passes));
}

}  // namespace newssearch
