#include "server/search/nearness.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>

using namespace newssearch;

namespace {

using Positions = std::vector<std::uint32_t>;

struct Asked {
  std::vector<Positions> sides;
  std::vector<std::size_t> needed;
};

/// By trying: each need takes each position in turn.
bool seated(const std::vector<const Positions*>& needs, std::size_t at, Positions& taken, std::uint32_t window) {
  if (at == needs.size()) return true;
  for (const std::uint32_t position : *needs[at]) {
    if (std::find(taken.begin(), taken.end(), position) != taken.end()) continue;
    taken.push_back(position);
    const auto [least, most] = std::minmax_element(taken.begin(), taken.end());
    if (*most - *least < window && seated(needs, at + 1, taken, window)) return true;
    taken.pop_back();
  }
  return false;
}

bool tried(const Asked& asked, std::uint32_t window) {
  std::vector<const Positions*> needs;
  for (std::size_t i = 0; i < asked.sides.size(); ++i) needs.insert(needs.end(), asked.needed[i], &asked.sides[i]);
  Positions taken;
  return seated(needs, 0, taken, window);
}

bool found(const Asked& asked, std::uint32_t window) {
  std::vector<Nearness::Side> sides;
  for (std::size_t i = 0; i < asked.sides.size(); ++i) sides.push_back({asked.sides[i], asked.needed[i]});
  return stand_together(sides, window, TimeBudget(std::chrono::hours(1)));
}

Asked asked_at_random(std::mt19937& random) {
  Asked asked;
  for (std::size_t sides = 1 + random() % 4; sides > 0; --sides) {
    Positions positions;
    for (std::uint32_t position = 0; position < 25; ++position)
      if (random() % 5 == 0) positions.push_back(position);
    asked.sides.push_back(positions);
    asked.needed.push_back(1 + random() % 6 / 3 + random() % 6 / 5);
  }
  return asked;
}

}  // namespace

TEST_CASE("sides stand together where a window holds each at a place of its own") {
  const auto [sides, window, together] = GENERATE(table<std::vector<Positions>, std::uint32_t, bool>({
      {{{1}, {2}}, 2, true},
      {{{1}, {3}}, 2, false},
      {{{3}, {1}}, 3, true},
      {{{1}, {1}}, 9, false},
      {{{1, 2}, {1}}, 2, true},
      {{{1}, {1, 2}}, 2, true},
      {{{1, 2}, {1, 2}, {1, 2}}, 9, false},
      {{{1, 50}, {48}, {49}}, 3, true},
      {{{1, 50}, {48}, {49}}, 2, false},
      {{{}, {1}}, 9, false},
      {{{4294967294}, {4294967293}}, 2, true},
      {{{0}, {4294967294}}, 4294967295, true},
  }));
  CHECK(found({sides, std::vector<std::size_t>(sides.size(), 1)}, window) == together);
}

TEST_CASE("a side that is asked for twice needs two places") {
  CHECK(found({{{1, 4}}, {2}}, 4));
  CHECK_FALSE(found({{{1, 4}}, {2}}, 3));
  CHECK_FALSE(found({{{1}}, {2}}, 9));
  CHECK(found({{{1, 3}, {2, 3}}, {2, 1}}, 3));
  CHECK_FALSE(found({{{1, 3}, {3}}, {2, 1}}, 3));
}

TEST_CASE("what stands together is what trying every place finds") {
  std::mt19937 random(11);
  for (int i = 0; i < 20000; ++i) {
    const Asked asked = asked_at_random(random);
    const std::uint32_t window = 1 + random() % 12;
    REQUIRE(found(asked, window) == tried(asked, window));
  }
}

TEST_CASE("NEAR is asked of one article after the other, in any way a side is written") {
  PositionCollector collector;
  for (const auto& [rank, term, position] : std::vector<std::tuple<std::uint32_t, std::string, std::uint32_t>>{
           {0, "bank", 1}, {0, "rate", 3}, {2, "lender", 1}, {2, "rates", 2}, {3, "bank", 1}, {3, "rate", 9}})
    collector.add(rank, term, position);
  const PositionsFile file = collector.file();
  const TimeBudget budget(std::chrono::hours(1));
  Nearness nearness(file, {{{{"bank"}}, {{"lender"}}}, {{{"rate", "rates"}}}}, 3, budget);
  std::vector<bool> held;
  for (std::uint32_t rank = 0; rank < 5; ++rank) held.push_back(nearness.holds(rank));
  CHECK(held == std::vector<bool>{true, false, true, false, false});
}
