#pragma once
#include <istream>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/result.h"

namespace newssearch {

/// Relevance judgements: by topic, the grade of each judged article (0: not relevant).
using Judgements = std::map<std::string, std::map<std::string, int>>;

/// Topics: "id<TAB>text" a line. Codes "bad_topics", naming the line.
Result<std::vector<std::pair<std::string, std::string>>> read_topics(std::istream& lines);

/// TREC qrels: "topic iteration article grade" a line. Code "bad_qrels", naming the line.
Result<Judgements> read_qrels(std::istream& lines);

/// "article story" a line: the stories, by name. Code "bad_clusters", naming the line.
Result<std::map<std::string, std::vector<std::string>>> read_clusters(std::istream& lines);

/// How good one ranking is, as trec_eval measures it: average precision over all relevant articles; nDCG@10 with the
/// grade as gain and log2(rank + 1) as discount; P@10; the reciprocal rank of the first relevant; recall@100.
struct RankingScores {
  double average_precision = 0, ndcg_10 = 0, precision_10 = 0, reciprocal_rank = 0, recall_100 = 0;
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

}  // namespace newssearch
