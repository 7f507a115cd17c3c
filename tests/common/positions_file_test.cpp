#include "common/positions_file.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <fstream>
#include <functional>
#include <map>
#include <random>

#include "tests/support/temporary_folder.h"

using namespace newssearch;

namespace {

using Positions = std::vector<std::uint32_t>;
/// By term and rank.
using Placed = std::map<std::string, std::map<std::uint32_t, Positions>>;

/// Of articles [first, end): terms that stand in each, in some, and in one.
Placed placed_at_random(std::uint32_t first, std::uint32_t end, unsigned seed) {
  std::mt19937 random(seed);
  Placed placed;
  for (std::uint32_t rank = first; rank < end; ++rank)
    for (const auto& [term, one_in] : std::map<std::string, unsigned>{{"the", 1}, {"bank", 3}, {"rare", 500}}) {
      if (random() % one_in != 0) continue;
      std::uint32_t position = 0;
      for (unsigned left = 1 + random() % 5; left > 0; --left)
        placed[term][rank].push_back(position += 1 + random() % 400);
    }
  placed["only" + std::to_string(first)][first] = {UINT32_MAX - 1};
  return placed;
}

PositionCollector collected(const Placed& placed) {
  std::map<std::uint32_t, Placed> by_rank;
  for (const auto& [term, articles] : placed)
    for (const auto& [rank, positions] : articles) by_rank[rank][term][rank] = positions;
  PositionCollector collector;
  for (const auto& [rank, terms] : by_rank)
    for (const auto& [term, articles] : terms)
      for (const std::uint32_t position : articles.at(rank)) collector.add(rank, term, position);
  return collector;
}

PositionsFile file_of(const Placed& placed) { return collected(placed).file(); }

std::string content(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::string bytes_of(const Placed& placed) {
  const TemporaryFolder folder;
  collected(placed).write(folder.path() / "positions");
  return content(folder.path() / "positions");
}

Placed all_of(const PositionsFile& file) {
  Placed placed;
  for (std::size_t number = 0; number < file.size(); ++number)
    for (PositionList list = file.at(number); list.rank() != PositionList::kEnd; list.next())
      list.read(placed[std::string(file.terms()[number])][list.rank()]);
  return placed;
}

}  // namespace

TEST_CASE("positions are given back as they were collected, terms in order of bytes") {
  const Placed placed = placed_at_random(0, 2000, 1);
  const PositionsFile file = file_of(placed);
  CHECK(all_of(file) == placed);
  CHECK(std::string(file.terms()[0]) == "bank");
  CHECK(file.find("the").rank() == 0);
  CHECK(file.find("th").rank() == PositionList::kEnd);
  CHECK(file.find("zebra").rank() == PositionList::kEnd);
}

TEST_CASE("a list is gone through in leaps as in steps") {
  const Placed placed = placed_at_random(7, 5000, 2);
  const PositionsFile file = file_of(placed);
  std::mt19937 random(3);
  for (const auto& [term, articles] : placed)
    for (const std::uint32_t longest : {2U, 50U, 1000U}) {
      PositionList list = file.find(term);
      for (std::uint32_t rank = 0; rank < 5100; rank += 1 + random() % longest) {
        list.skip_to(rank);
        const auto expected = articles.lower_bound(rank);
        REQUIRE(list.rank() == (expected == articles.end() ? PositionList::kEnd : expected->first));
        Positions positions;
        list.read(positions);
        REQUIRE(positions == (expected == articles.end() ? Positions{} : expected->second));
      }
    }
}

TEST_CASE("files of consecutive articles merge into the file of them all") {
  const TemporaryFolder folder;
  Placed all;
  std::vector<PositionsFile> files;
  for (const std::uint32_t first : {0U, 300U, 301U, 900U}) {
    const std::uint32_t end = first == 0 ? 300 : first == 300 ? 301 : first == 301 ? 900 : 1500;
    const Placed part = placed_at_random(first, end, first);
    for (const auto& [term, articles] : part) all[term].insert(articles.begin(), articles.end());
    files.push_back(file_of(part));
  }
  files.push_back(file_of({}));
  merge_positions(files, folder.path() / "positions");
  CHECK(content(folder.path() / "positions") == bytes_of(all));
  CHECK(all_of(PositionsFile::open(folder.path() / "positions").value()) == all);
}

TEST_CASE("what cannot be written is an error that names the file") {
  const PositionsFile file = file_of(placed_at_random(0, 2000, 9));
  for (const char* output : {"/nowhere/positions", "/dev/full"}) {
    CHECK_THROWS_WITH(merge_positions({file}, output), Catch::Contains(output));
    CHECK_THROWS_WITH(collected({{"a", {{0, {1}}}}}).write(output), Catch::Contains(output));
  }
}

TEST_CASE("a new positions file is closed, one of no articles is open and empty") {
  const PositionsFile closed;
  CHECK_FALSE(closed.is_open());
  CHECK(closed.find("a").rank() == PositionList::kEnd);
  const PositionsFile empty = file_of({});
  CHECK(empty.is_open());
  CHECK(empty.size() == 0);
  CHECK(empty.find("a").rank() == PositionList::kEnd);
}

TEST_CASE("what is no positions file is refused as damage") {
  const std::string whole = bytes_of(placed_at_random(0, 20, 4));
  CHECK(PositionsFile::open("/nowhere/positions").error().code == "damaged");
  CHECK(PositionsFile::read("positions").error().code == "damaged");
  CHECK(PositionsFile::read(whole + "x").error().code == "damaged");
  for (std::size_t bytes = 0; bytes < whole.size(); ++bytes)
    CHECK(PositionsFile::read(whole.substr(0, bytes)).error().code == "damaged");
}

TEST_CASE("a positions file with any byte changed is refused or read within its bounds, and can be merged") {
  const TemporaryFolder folder;
  const std::string whole = bytes_of(placed_at_random(0, 400, 5));
  std::mt19937 random(6);
  for (std::size_t at = 0; at < whole.size(); ++at) {
    std::string changed = whole;
    changed[at] = static_cast<char>(random());
    const Result<PositionsFile> file = PositionsFile::read(changed);
    if (!file) continue;
    for (std::size_t number = 0; number < std::min<std::size_t>(file->size(), 10); ++number) {
      PositionList list = file->at(number);
      std::size_t steps = 0;
      for (; list.rank() != PositionList::kEnd; ++steps) {
        const std::uint32_t wanted = list.rank() + 1;
        Positions positions;
        list.read(positions);
        REQUIRE(positions.size() <= changed.size());
        REQUIRE(std::is_sorted(positions.begin(), positions.end(), std::less_equal<>()));
        list.skip_to(wanted);
        REQUIRE(list.rank() >= wanted);
      }
      REQUIRE(steps <= changed.size());  // each took a byte at the least
    }
    if (at % 50 == 0) merge_positions({*file, *file}, folder.path() / "merged");
  }
}
