#include "server/search/evaluation.h"

#include <catch2/catch.hpp>
#include <cmath>

using namespace newssearch;

TEST_CASE("a ranking is scored as by hand") {
  // Relevant a (grade 2), c and e; ranked a x c: precision 1/1 and 2/3, e never found.
  const RankingScores scores = score_ranking({"a", "x", "c"}, {{"a", 2}, {"c", 1}, {"e", 1}, {"x", 0}});
  CHECK(scores.average_precision == Approx((1.0 + 2.0 / 3) / 3));
  const double gain = 2 / 1.0 + 1 / 2.0, ideal = 2 / 1.0 + 1 / 1.5849625007 + 1 / 2.0;
  CHECK(scores.ndcg_10 == Approx(gain / ideal));
  CHECK(scores.ndcg_5 == scores.ndcg_10);
  CHECK(scores.precision_10 == Approx(0.2));
  CHECK(scores.reciprocal_rank == 1.0);
  CHECK(scores.recall_100 == Approx(2.0 / 3));
}

TEST_CASE("nDCG ends at its depth, in what was found and in what could be") {
  // Six articles of grade 1; one found as the first, one as the sixth. The best five in the first five places are worth
  // 1/log2(2) + 1/log2(3) + 1/log2(4) + 1/log2(5) + 1/log2(6) = 1 + .630930 + .5 + .430677 + .386853 = 2.948459, and
  // the sixth 1/log2(7) = .356207 more.
  const RankingScores scores =
      score_ranking({"a", "x", "y", "z", "v", "b"}, {{"a", 1}, {"b", 1}, {"c", 1}, {"d", 1}, {"e", 1}, {"f", 1}});
  CHECK(scores.ndcg_5 == Approx(1 / 2.948459));
  CHECK(scores.ndcg_10 == Approx((1 + .356207) / (2.948459 + .356207)));
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

TEST_CASE("numbers go together by value, or by rank") {
  // Means 2 and 4; from them -1, 0, 1 and -3, -2, 5: together 3 + 0 + 5 = 8, spread 2 and 9 + 4 + 25 = 38.
  CHECK(pearson({1, 2, 3}, {1, 2, 9}) == Approx(8 / std::sqrt(2.0 * 38)));
  CHECK(spearman({1, 2, 3}, {1, 2, 9}) == Approx(1));
  CHECK(pearson({1, 2, 3}, {3, 2, 1}) == Approx(-1));
  // Ranks 1, 2.5, 2.5, 4 and 1, 2, 3, 4; from their mean -1.5, 0, 0, 1.5 and -1.5, -.5, .5, 1.5: together 4.5, spread
  // 4.5 and 5.
  CHECK(spearman({0, 7, 7, 9}, {10, 20, 30, 40}) == Approx(4.5 / std::sqrt(4.5 * 5)));
}

TEST_CASE("what never changes goes with nothing") {
  CHECK(pearson({1, 1, 1}, {1, 2, 3}) == 0);
  CHECK(spearman({}, {}) == 0);
}

TEST_CASE("pairs are the same whichever article stands first") {
  // Found a-b, c-d and e-f; right are a-b, c-d, a-c and b-c: 2 of 3, and 2 of 4.
  const PairScores scores = score_pairs({{"b", "a"}, {"a", "b"}, {"c", "d"}, {"e", "f"}, {"a", "a"}},
                                        {{"a", "b"}, {"d", "c"}, {"a", "c"}, {"b", "c"}});
  CHECK(scores.precision == Approx(2.0 / 3));
  CHECK(scores.recall == Approx(2.0 / 4));
  CHECK(scores.f1 == Approx(2 * (2.0 / 3) * (2.0 / 4) / (2.0 / 3 + 2.0 / 4)));
}

TEST_CASE("where nothing is found or nothing is right, pairs score nothing") {
  CHECK(score_pairs({}, {{"a", "b"}}).f1 == 0);
  CHECK(score_pairs({{"a", "b"}}, {}).f1 == 0);
}

TEST_CASE("a clustering is scored by the pairs it joins of articles that have a label") {
  // Known: a b c together, d e together: pairs ab ac bc de. Found: a b x together, c d together, e alone: of labelled
  // articles the pairs ab and cd. One of two is right, one of four is found.
  const PairScores scores =
      score_clustering({{"a", "1"}, {"b", "1"}, {"x", "1"}, {"c", "2"}, {"d", "2"}, {"e", "3"}, {"y", "3"}},
                       {{"a", "vote"}, {"b", "vote"}, {"c", "vote"}, {"d", "storm"}, {"e", "storm"}});
  CHECK(scores.precision == Approx(1.0 / 2));
  CHECK(scores.recall == Approx(1.0 / 4));
}

TEST_CASE("an article that no cluster has is in none") {
  // Known: a b c together: three pairs. Found: a b together, c nowhere.
  const PairScores scores = score_clustering({{"a", "1"}, {"b", "1"}}, {{"a", "s"}, {"b", "s"}, {"c", "s"}});
  CHECK(scores.precision == 1);
  CHECK(scores.recall == Approx(1.0 / 3));
}
