#pragma once
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace newssearch {

// How good answers are, by what people judged (server/search/judgements.h).

/// How good one ranking is, as trec_eval measures it: average precision over all relevant articles; nDCG with the grade
/// as gain and log2(rank + 1) as discount; P@10; the reciprocal rank of the first relevant; recall@100.
struct RankingScores {
  double average_precision = 0, ndcg_5 = 0, ndcg_10 = 0, precision_10 = 0, reciprocal_rank = 0, recall_100 = 0;
};
RankingScores score_ranking(const std::vector<std::string>& ranking, const std::map<std::string, int>& grades);

/// The means; all zero where there is none.
RankingScores mean(const std::vector<RankingScores>& scores);

/// Of the other members of a story, the share among the first `depth` of a ranking; and one over the rank of the first.
struct StoryScores {
  double recall = 0, reciprocal_rank = 0;
};
StoryScores score_story(const std::vector<std::string>& ranking, const std::vector<std::string>& others,
                        std::size_t depth);

/// How two rows of as many numbers go together: by value, and by rank (equal ones share the mean of their ranks).
/// 0 where one of them is always the same.
double pearson(const std::vector<double>& a, const std::vector<double>& b);
double spearman(const std::vector<double>& a, const std::vector<double>& b);

/// Two articles, in any order; an article and itself are none.
using ArticlePairs = std::set<std::pair<std::string, std::string>>;

/// Of what was found, the share that is right; of what is right, the share that was found; their harmonic mean. A share
/// of nothing is 0.
struct PairScores {
  double precision = 0, recall = 0, f1 = 0;
};
PairScores score_pairs(const ArticlePairs& found, const ArticlePairs& gold);

/// A clustering beside known clusters, each as article → name of its cluster, by pairs of articles in one cluster. Only
/// pairs of articles that have a known one count: of the others nobody knows.
PairScores score_clustering(const std::map<std::string, std::string>& found,
                            const std::map<std::string, std::string>& gold);

}  // namespace newssearch
