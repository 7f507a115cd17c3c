#include "server/search/evaluation.h"

#include <catch2/catch.hpp>
#include <sstream>

using namespace newssearch;

TEST_CASE("a ranking is scored as by hand") {
  // Relevant a (grade 2), c and e; ranked a x c: precision 1/1 and 2/3, e never found.
  const RankingScores scores = score_ranking({"a", "x", "c"}, {{"a", 2}, {"c", 1}, {"e", 1}, {"x", 0}});
  CHECK(scores.average_precision == Approx((1.0 + 2.0 / 3) / 3));
  const double gain = 2 / 1.0 + 1 / 2.0, ideal = 2 / 1.0 + 1 / 1.5849625007 + 1 / 2.0;
  CHECK(scores.ndcg_10 == Approx(gain / ideal));
  CHECK(scores.precision_10 == Approx(0.2));
  CHECK(scores.reciprocal_rank == 1.0);
  CHECK(scores.recall_100 == Approx(2.0 / 3));
}

TEST_CASE("relevant articles beyond the tenth and the hundredth count where they count") {
  std::vector<std::string> ranking(150, "x");
  ranking[10] = "a";
  ranking[100] = "b";
  const RankingScores scores = score_ranking(ranking, {{"a", 1}, {"b", 1}});
  CHECK(scores.ndcg_10 == 0);
  CHECK(scores.precision_10 == 0);
  CHECK(scores.recall_100 == Approx(0.5));
  CHECK(scores.reciprocal_rank == Approx(1.0 / 11));
  CHECK(scores.average_precision == Approx((1.0 / 11 + 2.0 / 101) / 2));
}

TEST_CASE("a topic without relevant articles scores nothing") {
  CHECK(score_ranking({"a"}, {{"a", 0}}).average_precision == 0);
  CHECK(mean({}).average_precision == 0);
}

TEST_CASE("a story's members are looked for among the first") {
  const StoryScores scores = score_story({"x", "b", "y", "z", "v", "c"}, {"b", "c", "d"}, 5);
  CHECK(scores.recall == Approx(1.0 / 3));
  CHECK(scores.reciprocal_rank == Approx(0.5));
}

TEST_CASE("files that are not what they should be are refused by line") {
  std::istringstream topics("1\tone\nno tab\n"), qrels("1 0 a 1\n1 0 a\n"), clusters("a s\nb\n");
  CHECK(read_topics(topics).error().message == "line 2: expected id<TAB>text");
  CHECK(read_qrels(qrels).error().message == "line 2: expected topic iteration article grade");
  CHECK(read_clusters(clusters).error().message == "line 2: expected article story");
}
