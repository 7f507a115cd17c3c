#include "server/search/judgements.h"

#include <catch2/catch.hpp>
#include <sstream>

using namespace newssearch;

TEST_CASE("judgement files are read line by line, blank lines and Windows' line ends aside") {
  std::istringstream topics("7\tcoffee prices\r\n\n3\ta\ttab inside\n"), qrels("7 0 a 2\n7 0 b 0\n"),
      clusters("a\tstory\nb story\n"), pairs("a\tb\t0.25\n");
  CHECK(read_topics(topics).value() == Topics{{"7", "coffee prices"}, {"3", "a\ttab inside"}});
  CHECK(read_qrels(qrels).value() == Judgements{{"7", {{"a", 2}, {"b", 0}}}});
  CHECK(read_clusters(clusters).value() == Stories{{"story", {"a", "b"}}});
  const std::vector<JudgedPair> read = read_pairs(pairs).value();
  REQUIRE(read.size() == 1);
  CHECK(read[0].a + read[0].b == "ab");
  CHECK(read[0].similarity == 0.25);
}

TEST_CASE("files that are not what they should be are refused by line") {
  std::istringstream topics("1\tone\nno tab\n"), items("a\tone\n\n\tno id\n"), qrels("1 0 a 1\n1 0 a\n"),
      clusters("a s\nb\n"), pairs("a b 0.5\na b much\n");
  CHECK(read_topics(topics).error() == Error{"bad_topics", "line 2: expected id<TAB>text"});
  CHECK(read_known_items(items).error() == Error{"bad_known_items", "line 3: expected article<TAB>text"});
  CHECK(read_qrels(qrels).error() == Error{"bad_qrels", "line 2: expected topic iteration article grade"});
  CHECK(read_clusters(clusters).error() == Error{"bad_clusters", "line 2: expected article story"});
  CHECK(read_pairs(pairs).error() == Error{"bad_pairs", "line 2: expected article article similarity"});
}
