#include "server/search/clause.h"

#include <catch2/catch.hpp>
#include <deque>
#include <random>
#include <set>

using namespace newssearch;

namespace {

using Ranks = std::set<std::size_t>;
using Dice = std::mt19937;

constexpr std::size_t kWindows = 6, kArticles = kWindows * kWindowArticles - 1000;

/// A clause, and the articles it matches.
struct Modelled {
  ClausePtr clause;
  Ranks ranks;
};

/// Makes clauses and their models by dice. Owns the lists' bytes.
class Maker {
 public:
  explicit Maker(unsigned seed) : dice_(seed) {}

  Modelled any(int depth) {
    switch (depth == 0 ? below(5) : below(9)) {
      case 0:
      case 1:
        return lists();
      case 2:
        return passing_some();
      case 3:
        return ranks_between();
      case 4:
        return below(2) == 0 ? Modelled{everything(), all()} : Modelled{nothing(), {}};
      case 5:
      case 6:
        return combined(depth, all(), all_of, [](Ranks& into, const Ranks& other) {
          std::erase_if(into, [&](std::size_t rank) { return !other.contains(rank); });
        });
      case 7:
        return combined(depth, {}, any_of,
                        [](Ranks& into, const Ranks& other) { into.insert(other.begin(), other.end()); });
      default:
        return combined(depth, all(), none_of, [](Ranks& into, const Ranks& other) {
          std::erase_if(into, [&](std::size_t rank) { return other.contains(rank); });
        });
    }
  }

  std::size_t below(std::size_t end) { return dice_() % end; }

 private:
  static Ranks all() {
    Ranks ranks;
    for (std::size_t rank = 0; rank < kArticles; ++rank) ranks.insert(ranks.end(), rank);
    return ranks;
  }

  /// Of any density, now and then with windows that have none.
  Ranks some() {
    static constexpr std::size_t kOneIn[] = {1, 2, 7, 100, 3000, 20000};
    const std::size_t one_in = kOneIn[below(std::size(kOneIn))], empty = below(1 << kWindows);
    Ranks ranks;
    for (std::size_t rank = 0; rank < kArticles; ++rank)
      if (((empty >> (rank / kWindowArticles)) & 1) == 0 && below(one_in) == 0) ranks.insert(ranks.end(), rank);
    return ranks;
  }

  Modelled lists() {
    std::vector<PostingList> lists;
    Ranks ranks;
    for (std::size_t count = below(4); count > 0; --count) {
      const Ranks own = some();
      PostingPacker packer(below(2) == 0);
      for (const std::size_t rank : own)
        packer.add(static_cast<std::uint32_t>(rank), static_cast<std::uint8_t>(1 + below(255)));
      lists.push_back({bytes_.emplace_back(packer.take()), static_cast<std::uint32_t>(own.size())});
      ranks.insert(own.begin(), own.end());
    }
    return {in_lists(lists), std::move(ranks)};
  }

  Modelled passing_some() {
    Ranks ranks = some();
    const auto cost = below(2) == 0 ? Clause::Cost::columns : Clause::Cost::positions;
    return {passing([ranks](std::size_t rank) { return ranks.contains(rank); }, cost), ranks};
  }

  /// What lies in the sure part need not pass.
  Modelled ranks_between() {
    std::size_t ends[] = {below(kArticles + 1), below(kArticles + 1), below(kArticles + 1), below(kArticles + 1)};
    std::sort(std::begin(ends), std::end(ends));
    const auto [begin, sure_begin, sure_end, end] = ends;
    const std::size_t remainder = below(3);
    const auto passes = [remainder](std::size_t rank) { return rank % 3 == remainder; };
    Ranks ranks;
    for (std::size_t rank = begin; rank < end; ++rank)
      if ((rank >= sure_begin && rank < sure_end) || passes(rank)) ranks.insert(ranks.end(), rank);
    return {in_ranks(begin, end, sure_begin, sure_end, passes), std::move(ranks)};
  }

  template <class Combine, class Merge>
  Modelled combined(int depth, Ranks from, Combine combine, Merge merge) {
    std::vector<ClausePtr> clauses;
    for (std::size_t count = below(4); count > 0; --count) {
      Modelled part = any(depth - 1);
      merge(from, part.ranks);
      clauses.push_back(std::move(part.clause));
    }
    return {combine(std::move(clauses)), std::move(from)};
  }

  Dice dice_;
  std::deque<std::string> bytes_;
};

/// Of a window.
WindowBits bits_of(const Ranks& ranks, std::size_t window) {
  WindowBits bits{};
  const std::size_t base = window * kWindowArticles;
  for (auto rank = ranks.lower_bound(base); rank != ranks.end() && *rank < base + kWindowArticles; ++rank)
    bits[(*rank - base) / 64] |= 1ULL << ((*rank - base) % 64);
  return bits;
}

WindowBits both(WindowBits a, const WindowBits& b) {
  for (std::size_t i = 0; i < a.size(); ++i) a[i] &= b[i];
  return a;
}

WindowBits articles_of(std::size_t window) { return places_between(0, kArticles - window * kWindowArticles); }

/// What a clause finds when its windows are asked for one after the other.
Ranks matched(Clause& clause) {
  Ranks found;
  for (std::size_t window = clause.seek(0); window < kWindows; window = clause.seek(window + 1)) {
    WindowBits bits = articles_of(window);
    clause.narrow(window, bits);
    for_each_place(bits, [&](std::size_t place) { found.insert(window * kWindowArticles + place); });
  }
  return found;
}

}  // namespace

TEST_CASE("clauses of any kind and depth match what sets of the same articles hold") {
  const auto seed = GENERATE(range(0U, 60U));
  Maker maker(seed);
  const Modelled made = maker.any(3);
  CAPTURE(seed);
  REQUIRE((matched(*made.clause) == made.ranks));
  CHECK((matched(*made.clause) == made.ranks));  // again, from the beginning
}

TEST_CASE("a clause narrows whatever candidates it is given, in any order of windows, twice and backwards") {
  const auto seed = GENERATE(range(100U, 160U));
  Maker maker(seed);
  const Modelled made = maker.any(3);
  CAPTURE(seed);
  for (int step = 0; step < 40; ++step) {
    const std::size_t window = maker.below(kWindows);
    const std::size_t begin = maker.below(kWindowArticles), end = begin + maker.below(kWindowArticles);
    const WindowBits asked = both(articles_of(window), places_between(begin, end));
    WindowBits candidates = asked;
    if (maker.below(2) == 0) made.clause->seek(maker.below(kWindows));
    made.clause->narrow(window, candidates);
    REQUIRE((candidates == both(asked, bits_of(made.ranks, window))));
  }
}

TEST_CASE("no window with a match is skipped, wherever a clause stands") {
  const auto seed = GENERATE(range(200U, 260U));
  Maker maker(seed);
  const Modelled made = maker.any(3);
  CAPTURE(seed);
  for (int step = 0; step < 40; ++step) {
    const std::size_t from = maker.below(kWindows + 2), at = made.clause->seek(from);
    const auto first = made.ranks.lower_bound(from * kWindowArticles);
    REQUIRE(at >= from);
    if (first != made.ranks.end()) REQUIRE(at <= *first / kWindowArticles);
    CHECK(made.clause->seek(from) == at);
  }
}

TEST_CASE("clauses of lists and ranks alone know where nothing more comes") {
  PostingPacker packer(true);
  packer.add(2 * kWindowArticles + 5, 9);
  const std::string bytes = packer.take();
  const auto list = [&] { return in_lists({{bytes, 1}}); };
  const auto pair = [](ClausePtr a, ClausePtr b) {
    std::vector<ClausePtr> both;
    both.push_back(std::move(a));
    both.push_back(std::move(b));
    return both;
  };
  const auto none = [](std::size_t) { return false; };
  for (const ClausePtr& clause :
       {list(), any_of(pair(list(), nothing())), all_of(pair(everything(), list())), all_of(pair(list(), list())),
        in_ranks(2 * kWindowArticles, 2 * kWindowArticles + 1, 0, kArticles, none)}) {
    CHECK(clause->seek(0) == 2);
    CHECK(clause->seek(2) == 2);
    CHECK(clause->seek(3) == Clause::kEnd);
    CHECK(clause->seek(1) == 2);
  }
  CHECK(all_of(pair(list(), nothing()))->seek(0) == Clause::kEnd);
  CHECK(nothing()->seek(0) == Clause::kEnd);
  CHECK(in_ranks(0, 0, 0, 0, none)->seek(0) == Clause::kEnd);
}

TEST_CASE("places between two are those, as far as there are any") {
  for (const std::size_t begin : {0, 1, 63, 64, 65, 4000, 4095, 4096, 9000})
    for (const std::size_t end : {0, 1, 63, 64, 65, 128, 4095, 4096, 5000}) {
      Ranks expected, got;
      for (std::size_t place = begin; place < std::min<std::size_t>(end, kWindowArticles); ++place)
        expected.insert(place);
      const WindowBits bits = places_between(begin, end);
      for_each_place(bits, [&](std::size_t place) { got.insert(place); });
      CAPTURE(begin, end);
      CHECK((got == expected));
      CHECK(count(bits) == expected.size());
      CHECK(is_empty(bits) == expected.empty());
    }
}
