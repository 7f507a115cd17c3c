#include "indexer/near_copies.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>

#include "common/shingles.h"

using namespace newssearch;

namespace {

using Shingles = std::vector<std::uint64_t>;
using Groups = std::vector<std::vector<std::uint32_t>>;

/// `size` numbers of a stretch of a long random text.
Shingles stretch(std::size_t text, std::size_t begin, std::size_t size) {
  std::mt19937_64 dice(text);
  dice.discard(begin);
  Shingles shingles;
  for (std::size_t i = 0; i < size; ++i) shingles.push_back(dice());
  std::sort(shingles.begin(), shingles.end());
  return shingles;
}

Groups groups_of(const std::vector<Shingles>& texts) {
  std::vector<Sketch> sketches;
  for (const Shingles& text : texts) sketches.push_back(sketch_of(text));
  return near_copies(sketches, [&](std::uint32_t text) { return texts[text]; });
}

}  // namespace

TEST_CASE("texts that share half of their shingles are copies, those that share less are not") {
  CHECK(groups_of({stretch(1, 0, 300), stretch(1, 90, 300)}) == Groups{{0, 1}});  // 210 of 390: .54
  CHECK(groups_of({stretch(1, 0, 300), stretch(1, 110, 300)}).empty());           // 190 of 410: .46
}

TEST_CASE("copies of copies are one group; others are groups of their own") {
  CHECK(groups_of({stretch(1, 0, 300), stretch(2, 0, 50), stretch(1, 60, 300), stretch(3, 0, 10), stretch(2, 0, 50),
                   stretch(1, 120, 300)}) == Groups{{0, 2, 5}, {1, 4}});
}

TEST_CASE("texts without shingles are no copies of each other") { CHECK(groups_of({{}, {}, {}}).empty()); }

TEST_CASE("a thousand copies of one text are one group") {
  const Groups groups = groups_of(std::vector<Shingles>(1000, stretch(1, 0, 200)));
  REQUIRE(groups.size() == 1);
  CHECK(groups[0].size() == 1000);
}

TEST_CASE("of pairs at the limit hardly one is missed, among many texts") {
  std::vector<Shingles> texts;
  for (std::size_t text = 0; text < 500; ++text) {
    texts.push_back(stretch(text, 0, 200));
    texts.push_back(stretch(text, 60, 200));  // 140 of 260: .54
  }
  CHECK(groups_of(texts).size() >= 499);
}
