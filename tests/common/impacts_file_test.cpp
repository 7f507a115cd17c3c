#include "common/impacts_file.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <map>
#include <random>
#include <sstream>

using namespace newssearch;

namespace {

using Impacts = std::map<std::uint32_t, std::uint8_t>;  ///< by rank

/// Every so many articles by chance, `empty` windows before them.
Impacts random_impacts(std::uint32_t one_in, std::uint32_t windows, std::uint32_t empty, unsigned seed) {
  std::mt19937 random(seed);
  Impacts impacts;
  for (std::uint32_t rank = empty * kWindowArticles; rank < windows * kWindowArticles; ++rank)
    if (random() % one_in == 0) impacts[rank] = static_cast<std::uint8_t>(1 + random() % 255);
  return impacts;
}

std::string packed(const Impacts& impacts, bool with_impacts) {
  PostingPacker packer(with_impacts);
  for (const auto& [rank, impact] : impacts) packer.add(rank, impact);
  return packer.take();
}

Impacts read_back(const std::string& bytes) {
  PostingCursor cursor({bytes, 1});
  Impacts impacts;
  for (std::size_t window = cursor.seek(0); window != PostingCursor::kEnd; window = cursor.seek(window + 1))
    cursor.for_each([&](std::size_t place, std::uint8_t impact) {
      impacts[static_cast<std::uint32_t>(window * kWindowArticles + place)] = impact;
    });
  return impacts;
}

Impacts without_impacts(Impacts impacts) {
  for (auto& [rank, impact] : impacts) impact = 0;
  return impacts;
}

/// Of one window, read by its bits, and by scores of weight 255.
Impacts marked(PostingCursor& cursor, std::size_t window) {
  WindowBits bits{};
  WindowScores scores{};
  cursor.mark(bits);
  cursor.add(255, scores);
  Impacts impacts;
  for (std::size_t place = 0; place < kWindowArticles; ++place)
    if (((bits[place / 64] >> (place % 64)) & 1) != 0)
      impacts[static_cast<std::uint32_t>(window * kWindowArticles + place)] =
          static_cast<std::uint8_t>(std::lround(scores[place]));
  return impacts;
}

}  // namespace

TEST_CASE("a list of any density gives back its articles and impacts") {
  const auto one_in = GENERATE(1U, 2U, 3U, 10U, 100U, 300U, 3000U, 100000U);
  const auto empty = GENERATE(0U, 3U);
  const Impacts impacts = random_impacts(one_in, 7, empty, one_in);
  CAPTURE(one_in, empty);
  CHECK(read_back(packed(impacts, true)) == impacts);
  CHECK(read_back(packed(impacts, false)) == without_impacts(impacts));
}

TEST_CASE("bits and scores of a window are those of its articles") {
  const auto one_in = GENERATE(1U, 2U, 4U, 50U, 2000U);
  const Impacts impacts = random_impacts(one_in, 3, 0, one_in);
  const std::string list = packed(impacts, true), bare = packed(impacts, false);
  PostingCursor cursor({list, 1}), bare_cursor({bare, 1});
  Impacts all, all_bare;
  std::uint8_t most = 0;
  for (std::size_t window = 0; window < 3; ++window) {
    if (cursor.seek(window) != window) continue;
    REQUIRE(bare_cursor.seek(window) == window);
    all.merge(marked(cursor, window));
    all_bare.merge(marked(bare_cursor, window));
    most = std::max(most, cursor.most());
  }
  CHECK(all == impacts);
  CHECK(all_bare == without_impacts(impacts));
  CHECK(most ==
        std::max_element(impacts.begin(), impacts.end(), [](auto& a, auto& b) { return a.second < b.second; })->second);
}

TEST_CASE("a cursor goes to the first window that has an article, forth and back") {
  const auto one_in = GENERATE(2U, 3000U);
  Impacts impacts = random_impacts(one_in, 2, 1, 1);
  impacts.merge(random_impacts(one_in, 6, 5, 2));
  const std::string list = packed(impacts, true);
  PostingCursor cursor({list, 1});
  CHECK(cursor.seek(0) == 1);
  CHECK(cursor.seek(2) == 5);
  CHECK(cursor.seek(5) == 5);
  CHECK(cursor.seek(6) == PostingCursor::kEnd);
  CHECK(cursor.seek(0) == 1);
  CHECK(cursor.seek(1) == 1);
  CHECK(cursor.seek(9) == PostingCursor::kEnd);
  CHECK(cursor.seek(4) == 5);
}

TEST_CASE("a list that begins in a later part stands at its first window for every window before") {
  const auto one_in = GENERATE(2U, 3000U);
  const std::string list = packed(random_impacts(one_in, 1, 0, 1), true);
  PostingCursor cursor({list, 1, 2});
  for (const std::size_t before : {0, 1, 0, 2}) CHECK(cursor.seek(before) == 2);
  CHECK_FALSE(marked(cursor, 2).empty());
  CHECK(cursor.seek(3) == PostingCursor::kEnd);
}

TEST_CASE("nothing is found in no list") {
  PostingCursor none, empty({"", 0});
  CHECK(none.seek(0) == PostingCursor::kEnd);
  CHECK(empty.seek(0) == PostingCursor::kEnd);
  WindowBits bits{};
  none.mark(bits);
  CHECK(bits == WindowBits{});
}

TEST_CASE("a file finds its terms, and no others") {
  std::stringstream stream;
  ImpactsWriter writer(stream);
  for (const std::string term : {"Zen:bank", "bank", "東京"}) {
    PostingPacker postings(true);
    for (std::uint32_t rank = 0; rank < term.size(); ++rank) postings.add(rank * 1000, 7);
    writer.add(term, postings);
  }
  writer.end();
  const Result<ImpactsFile> file = ImpactsFile::read(stream.str());
  REQUIRE(file);
  CHECK(file->size() == 3);
  CHECK(file->find("bank").articles == 4);
  CHECK(file->find("東京").articles == 6);
  CHECK(file->find("Zen:bank").articles == 8);
  CHECK(PostingCursor(file->find("Zen:bank")).seek(0) == 0);
  CHECK(file->find("ban").articles == 0);
  CHECK(file->find("").articles == 0);
  CHECK(file->find("z").articles == 0);
  CHECK_FALSE(ImpactsFile().is_open());
}

TEST_CASE("a list cut short or scribbled upon is read as far as it goes") {
  std::mt19937 random(1);
  for (const std::uint32_t one_in : {1U, 5U, 5000U})
    for (int round = 0; round < 200; ++round) {
      std::string list = packed(random_impacts(one_in, 4, 0, one_in), round % 2 == 0);
      for (int i = 0; i < 3; ++i)
        list[random() % std::min<std::size_t>(list.size(), 100)] = static_cast<char>(random());
      list.resize(random() % (list.size() + 1));
      PostingCursor cursor({list, 1});
      std::size_t windows = 0;
      WindowBits bits{};
      WindowScores scores{};
      for (std::size_t at = cursor.seek(0); at != PostingCursor::kEnd && windows < 1000;
           at = cursor.seek(at + 1), ++windows) {
        cursor.mark(bits);
        cursor.add(1, scores);
        cursor.for_each([](std::size_t place, std::uint8_t) { REQUIRE(place < kWindowArticles); });
      }
    }
}

TEST_CASE("impacts are whole parts of the most there can be, and never none") {
  CHECK(impact_of(0) == 1);
  CHECK(impact_of(0.5) == 128);
  CHECK(impact_of(1) == 255);
  CHECK(impact_of(2) == 255);
  CHECK(share_of(255) == 1.0);
}
