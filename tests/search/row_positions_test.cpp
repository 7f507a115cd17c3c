#include "server/search/row_positions.h"

#include <catch2/catch.hpp>
#include <sstream>

using namespace newssearch;

namespace {

/// A text an article, its words parted by blanks.
PositionsFile positions_of(const std::vector<std::string>& texts) {
  PositionCollector collector;
  for (std::uint32_t rank = 0; rank < texts.size(); ++rank) {
    std::istringstream words(texts[rank]);
    std::string word;
    for (std::uint32_t position = 0; words >> word; ++position) collector.add(rank, word, position);
  }
  return collector.file();
}

using Positions = std::vector<std::uint32_t>;

}  // namespace

TEST_CASE("a row stands where its words do, side by side") {
  const PositionsFile file = positions_of({"a b c a b", "b a", "c", "x b a b a b"});
  const auto [row, expected] = GENERATE(table<Row, std::vector<Positions>>({
      {{{"a"}}, {{0, 3}, {1}, {}, {2, 4}}},
      {{{"a"}, {"b"}}, {{0, 3}, {}, {}, {2, 4}}},
      {{{"b"}, {"a"}}, {{}, {0}, {}, {1, 3}}},
      {{{"a"}, {"b"}, {"a"}}, {{}, {}, {}, {2}}},
      {{{"a", "c", "x"}, {"b", "a"}}, {{0, 2, 3}, {}, {}, {0, 2, 4}}},
      {{{"a"}, {"unknown"}}, {{}, {}, {}, {}}},
      {{{}}, {{}, {}, {}, {}}},
  }));
  RowPositions where(file, row);
  for (std::uint32_t rank = 0; rank < 4; ++rank) CHECK(where.in(rank) == expected[rank]);
}

TEST_CASE("articles may be left out") {
  const PositionsFile file = positions_of({"a b", "a b", "b", "a b", "b a"});
  RowPositions where(file, {{"a"}, {"b"}});
  CHECK(where.in(1) == Positions{0});
  CHECK(where.in(3) == Positions{0});
  CHECK(where.in(9).empty());
}
