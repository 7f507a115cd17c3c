#include "common/shingles.h"

#include <catch2/catch.hpp>

using namespace newssearch;

namespace {

std::vector<std::uint64_t> shingles_of(std::string_view text) {
  Analyzer analyzer;
  return shingles(analyzer.analyze(text));
}

}  // namespace

TEST_CASE("a text has a shingle for every run of five words, each once") {
  CHECK(shingles_of("one two three four").empty());
  CHECK(shingles_of("one two three four five").size() == 1);
  CHECK(shingles_of("one two three four five six seven").size() == 3);
  CHECK(shingles_of("a b c d e a b c d e").size() == 5);  // abcde twice, bcdea, cdeab, deabc, eabcd
}

TEST_CASE("shingles are the same whatever stands between the words") {
  CHECK(shingles_of("The dam held, nobody was hurt.") == shingles_of("THE DAM\nheld: nobody “was” hurt"));
}

TEST_CASE("resemblance is what is shared of all there is") {
  const auto text = shingles_of("one two three four five six seven");          // 3 shingles
  const auto longer = shingles_of("one two three four five six seven eight");  // those and one more
  CHECK(resemblance(text, text) == 1.0);
  CHECK(resemblance(text, longer) == 0.75);
  CHECK(resemblance(text, shingles_of("five four three two one zero")) == 0.0);
  CHECK(resemblance({}, {}) == 0.0);
}
