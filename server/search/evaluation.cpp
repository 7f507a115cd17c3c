#include "server/search/evaluation.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <sstream>

namespace newssearch {
namespace {

Error bad_line(std::string code, std::size_t line, std::string_view expected) {
  return Error{std::move(code), "line " + std::to_string(line) + ": expected " + std::string(expected)};
}

double discounted(int grade, std::size_t position) { return grade / std::log2(static_cast<double>(position) + 2); }

double ideal_gain(const std::map<std::string, int>& grades, std::size_t depth) {
  std::vector<int> best;
  for (const auto& [article, grade] : grades) best.push_back(std::max(0, grade));
  std::sort(best.rbegin(), best.rend());
  double gain = 0;
  for (std::size_t i = 0; i < std::min(depth, best.size()); ++i) gain += discounted(best[i], i);
  return gain;
}

}  // namespace

Result<std::vector<std::pair<std::string, std::string>>> read_topics(std::istream& lines) {
  std::vector<std::pair<std::string, std::string>> topics;
  std::size_t number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    if (line.empty()) continue;
    const std::size_t tab = line.find('\t');
    if (tab == std::string::npos || tab == 0) return bad_line("bad_topics", number, "id<TAB>text");
    topics.emplace_back(line.substr(0, tab), line.substr(tab + 1));
  }
  return topics;
}

Result<Judgements> read_qrels(std::istream& lines) {
  Judgements judgements;
  std::size_t number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    if (line.empty()) continue;
    std::istringstream fields(line);
    std::string topic, iteration, article;
    int grade = 0;
    if (!(fields >> topic >> iteration >> article >> grade))
      return bad_line("bad_qrels", number, "topic iteration article grade");
    judgements[topic][article] = grade;
  }
  return judgements;
}

Result<std::map<std::string, std::vector<std::string>>> read_clusters(std::istream& lines) {
  std::map<std::string, std::vector<std::string>> stories;
  std::size_t number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    if (line.empty()) continue;
    std::istringstream fields(line);
    std::string article, story;
    if (!(fields >> article >> story)) return bad_line("bad_clusters", number, "article story");
    stories[story].push_back(article);
  }
  return stories;
}

RankingScores score_ranking(const std::vector<std::string>& ranking, const std::map<std::string, int>& grades) {
  const auto relevant = std::count_if(grades.begin(), grades.end(), [](const auto& entry) { return entry.second > 0; });
  RankingScores scores;
  if (relevant == 0) return scores;
  std::size_t found = 0;
  double gain = 0;
  for (std::size_t i = 0; i < ranking.size(); ++i) {
    const auto judged = grades.find(ranking[i]);
    if (judged == grades.end() || judged->second <= 0) continue;
    ++found;
    if (found == 1) scores.reciprocal_rank = 1.0 / static_cast<double>(i + 1);
    scores.average_precision += static_cast<double>(found) / static_cast<double>(i + 1);
    if (i < 10) gain += discounted(judged->second, i);
    if (i < 10) scores.precision_10 += 0.1;
    if (i < 100) scores.recall_100 += 1.0 / static_cast<double>(relevant);
  }
  scores.average_precision /= static_cast<double>(relevant);
  scores.ndcg_10 = gain / ideal_gain(grades, 10);
  return scores;
}

RankingScores mean(const std::vector<RankingScores>& scores) {
  RankingScores sum;
  const double share = scores.empty() ? 0 : 1.0 / static_cast<double>(scores.size());
  for (const RankingScores& one : scores) {
    sum.average_precision += one.average_precision * share;
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

}  // namespace newssearch
