#include "server/search/evaluation.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>

namespace newssearch {
namespace {

double discounted(int grade, std::size_t position) { return grade / std::log2(static_cast<double>(position) + 2); }

double ideal_gain(const std::map<std::string, int>& grades, std::size_t depth) {
  std::vector<int> best;
  for (const auto& [article, grade] : grades) best.push_back(std::max(0, grade));
  std::sort(best.rbegin(), best.rend());
  double gain = 0;
  for (std::size_t i = 0; i < std::min(depth, best.size()); ++i) gain += discounted(best[i], i);
  return gain;
}

/// The rank of each value, from 1 for the least.
std::vector<double> ranks_of(const std::vector<double>& values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  std::vector<double> ranks(values.size());
  for (std::size_t first = 0, last = 0; first < order.size(); first = last) {
    while (last < order.size() && values[order[last]] == values[order[first]]) ++last;
    for (std::size_t i = first; i < last; ++i) ranks[order[i]] = static_cast<double>(first + 1 + last) / 2;
  }
  return ranks;
}

/// An unordered pair has one order here; an article beside itself is left out.
ArticlePairs ordered(const ArticlePairs& pairs) {
  ArticlePairs result;
  for (const auto& [a, b] : pairs)
    if (a != b) result.insert(std::minmax(a, b));
  return result;
}

PairScores pair_scores(std::uint64_t right, std::uint64_t found, std::uint64_t gold) {
  const auto share = [](std::uint64_t part, std::uint64_t whole) {
    return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
  };
  return {.precision = share(right, found), .recall = share(right, gold), .f1 = share(2 * right, found + gold)};
}

/// How many pairs there are within groups of such sizes.
template <class Sizes>
std::uint64_t pairs_within(const Sizes& sizes) {
  std::uint64_t pairs = 0;
  for (const auto& [name, size] : sizes) pairs += size * (size - 1) / 2;
  return pairs;
}

}  // namespace

RankingScores score_ranking(const std::vector<std::string>& ranking, const std::map<std::string, int>& grades) {
  const auto relevant = std::count_if(grades.begin(), grades.end(), [](const auto& entry) { return entry.second > 0; });
  RankingScores scores;
  if (relevant == 0) return scores;
  std::size_t found = 0;
  double gain_5 = 0, gain_10 = 0;
  for (std::size_t i = 0; i < ranking.size(); ++i) {
    const auto judged = grades.find(ranking[i]);
    if (judged == grades.end() || judged->second <= 0) continue;
    ++found;
    if (found == 1) scores.reciprocal_rank = 1.0 / static_cast<double>(i + 1);
    scores.average_precision += static_cast<double>(found) / static_cast<double>(i + 1);
    if (i < 5) gain_5 += discounted(judged->second, i);
    if (i < 10) gain_10 += discounted(judged->second, i);
    if (i < 10) scores.precision_10 += 0.1;
    if (i < 100) scores.recall_100 += 1.0 / static_cast<double>(relevant);
  }
  scores.average_precision /= static_cast<double>(relevant);
  scores.ndcg_5 = gain_5 / ideal_gain(grades, 5);
  scores.ndcg_10 = gain_10 / ideal_gain(grades, 10);
  return scores;
}

RankingScores mean(const std::vector<RankingScores>& scores) {
  RankingScores sum;
  const double share = scores.empty() ? 0 : 1.0 / static_cast<double>(scores.size());
  for (const RankingScores& one : scores) {
    sum.average_precision += one.average_precision * share;
    sum.ndcg_5 += one.ndcg_5 * share;
    sum.ndcg_10 += one.ndcg_10 * share;
    sum.precision_10 += one.precision_10 * share;
    sum.reciprocal_rank += one.reciprocal_rank * share;
    sum.recall_100 += one.recall_100 * share;
  }
  return sum;
}

StoryScores score_story(const std::vector<std::string>& ranking, const std::vector<std::string>& others,
                        std::size_t depth) {
  const std::set<std::string> wanted(others.begin(), others.end());
  StoryScores scores;
  if (wanted.empty()) return scores;
  for (std::size_t i = 0; i < ranking.size(); ++i) {
    if (!wanted.contains(ranking[i])) continue;
    if (scores.reciprocal_rank == 0) scores.reciprocal_rank = 1.0 / static_cast<double>(i + 1);
    if (i < depth) scores.recall += 1.0 / static_cast<double>(wanted.size());
  }
  return scores;
}

double pearson(const std::vector<double>& a, const std::vector<double>& b) {
  const auto mean_of = [](const std::vector<double>& values) {
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
  };
  const double mean_a = mean_of(a), mean_b = mean_of(b);
  double together = 0, spread_a = 0, spread_b = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    together += (a[i] - mean_a) * (b[i] - mean_b);
    spread_a += (a[i] - mean_a) * (a[i] - mean_a);
    spread_b += (b[i] - mean_b) * (b[i] - mean_b);
  }
  return spread_a > 0 && spread_b > 0 ? together / std::sqrt(spread_a * spread_b) : 0;
}

double spearman(const std::vector<double>& a, const std::vector<double>& b) {
  return pearson(ranks_of(a), ranks_of(b));
}

PairScores score_pairs(const ArticlePairs& found, const ArticlePairs& gold) {
  const ArticlePairs one = ordered(found), other = ordered(gold);
  const auto right = std::count_if(one.begin(), one.end(), [&](const auto& pair) { return other.contains(pair); });
  return pair_scores(static_cast<std::uint64_t>(right), one.size(), other.size());
}

PairScores score_clustering(const std::map<std::string, std::string>& found,
                            const std::map<std::string, std::string>& gold) {
  std::map<std::string, std::uint64_t> gold_sizes, found_sizes;
  std::map<std::pair<std::string, std::string>, std::uint64_t> both_sizes;
  for (const auto& [article, story] : gold) {
    ++gold_sizes[story];
    const auto cluster = found.find(article);
    if (cluster == found.end()) continue;
    ++found_sizes[cluster->second];
    ++both_sizes[{story, cluster->second}];
  }
  return pair_scores(pairs_within(both_sizes), pairs_within(found_sizes), pairs_within(gold_sizes));
}

}  // namespace newssearch
