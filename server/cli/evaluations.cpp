#include "server/cli/evaluations.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <limits>
#include <map>

#include "server/cli/exit_code.h"
#include "server/cli/terminal.h"
#include "server/search/evaluation.h"
#include "server/search/judgements.h"

namespace newssearch {
namespace {

constexpr std::size_t kTopicDepth = 1000;  // as TREC has it
constexpr std::uint32_t kRelatedDepth = 100;
constexpr std::uint32_t kStoryDepth = 20;
constexpr std::size_t kStoryRecall = 5;

using Ranking = std::vector<SearchEngine::Ranked>;

/// What a reader makes of a file, or a message that names the file.
template <class Read>
auto read_file(const std::string& path, Read read) {
  std::ifstream file(path);
  if (!file) throw UsageError(path + ": cannot be read: check its name and permissions");
  auto result = read(file);
  if (!result) throw UsageError(path + ": " + result.error().message);
  return *std::move(result);
}

std::string count_line(const char* name, std::size_t count) {
  std::array<char, 64> line{};
  std::snprintf(line.data(), line.size(), "%-12s %zu\n", name, count);
  return line.data();
}

std::string figure_line(const char* name, double value) {
  std::array<char, 64> line{};
  std::snprintf(line.data(), line.size(), "%-12s %.4f\n", name, value);
  return line.data();
}

std::vector<std::string> ids_of(const Ranking& ranking) {
  std::vector<std::string> ids;
  for (const SearchEngine::Ranked& article : ranking) ids.push_back(article.id);
  return ids;
}

Ranking related_to(const std::string& id, std::uint32_t depth, const SearchEngine& engine) {
  const Result<RelatedResponse> related = engine.related(id, RelatedMode::related, depth);
  if (!related) throw std::runtime_error("eval: " + id + ": " + related.error().message);
  Ranking ranking;
  for (const SearchHit& hit : related->hits) ranking.push_back({hit.article.id, hit.score});
  return ranking;
}

/// Which of the articles that a file names are in the index.
class Presence {
 public:
  Presence(std::string file, const SearchEngine& engine) : file_(std::move(file)), engine_(engine) {}

  bool has(const std::string& id) {
    const auto [entry, is_new] = known_.try_emplace(id, false);
    if (is_new) {
      entry->second = engine_.article(id).has_value();
      absent_ += entry->second ? 0 : 1;
    }
    return entry->second;
  }

  /// Says once, after all of the file, what was left out.
  void report() const {
    if (absent_ == 0) return;
    if (absent_ == known_.size())
      throw UsageError(file_ + ": the index has none of its articles: index them, or name their index with --data");
    complain("eval: " + file_ + ": " + std::to_string(absent_) + " of its " + std::to_string(known_.size()) +
             " articles are not in the index, and were left out");
  }

 private:
  const std::string file_;
  const SearchEngine& engine_;
  std::map<std::string, bool> known_;
  std::size_t absent_ = 0;
};

}  // namespace

RunFile::RunFile(const std::string& path) : path_(path) {
  if (path.empty()) return;
  file_ = std::make_unique<std::ofstream>(path);
  if (!*file_) throw UsageError(path + ": cannot be written: check its folder and permissions");
}
RunFile::~RunFile() = default;

void RunFile::write(const std::string& topic, const Ranking& ranking) {
  if (!file_) return;
  auto last = std::numeric_limits<float>::infinity();  // what reads runs may have no more precision
  for (std::size_t i = 0; i < ranking.size(); ++i) {
    last =
        std::min(static_cast<float>(ranking[i].score), std::nextafter(last, -std::numeric_limits<float>::infinity()));
    std::array<char, 32> score{};
    std::snprintf(score.data(), score.size(), "%.9g", static_cast<double>(last));
    *file_ << topic << " Q0 " << ranking[i].id << ' ' << i + 1 << ' ' << score.data() << " newssearch\n";
  }
}

void RunFile::close() {
  if (file_ && !file_->flush()) throw std::runtime_error(path_ + ": could not be written whole: is the disk full?");
}

std::string evaluate_topics(const std::string& topics, const std::string& qrels, const SearchEngine& engine,
                            RunFile& run) {
  Judgements judgements = qrels.empty() ? Judgements{} : read_file(qrels, read_qrels);
  Presence present(qrels, engine);
  for (auto& [topic, grades] : judgements)
    std::erase_if(grades, [&](const auto& entry) { return !present.has(entry.first); });
  std::erase_if(judgements, [](const auto& topic) { return topic.second.empty(); });
  std::vector<RankingScores> scores;
  for (const auto& [topic, text] : read_file(topics, read_topics)) {
    const Ranking ranking = engine.rank(text, kTopicDepth);
    run.write(topic, ranking);
    const auto judged = judgements.find(topic);
    if (judged != judgements.end()) scores.push_back(score_ranking(ids_of(ranking), judged->second));
  }
  present.report();
  const RankingScores means = mean(scores);
  return count_line("topics", scores.size()) + figure_line("MAP", means.average_precision) +
         figure_line("nDCG@10", means.ndcg_10) + figure_line("P@10", means.precision_10) +
         figure_line("MRR", means.reciprocal_rank) + figure_line("Recall@100", means.recall_100);
}

std::string evaluate_known_items(const std::string& items, const SearchEngine& engine, RunFile& run) {
  Presence present(items, engine);
  std::size_t asked = 0;
  double first = 0, among_ten = 0, reciprocal_rank = 0;
  for (const auto& [id, query] : read_file(items, read_known_items)) {
    if (!present.has(id)) continue;
    const Ranking ranking = engine.rank(query, kTopicDepth);
    run.write(id, ranking);
    const double found = score_ranking(ids_of(ranking), {{id, 1}}).reciprocal_rank;
    ++asked;
    first += found == 1 ? 1 : 0;
    among_ten += found >= 0.1 ? 1 : 0;
    reciprocal_rank += found;
  }
  present.report();
  const double share = asked == 0 ? 0 : 1.0 / static_cast<double>(asked);
  return count_line("queries", asked) + figure_line("success@1", first * share) +
         figure_line("success@10", among_ten * share) + figure_line("MRR", reciprocal_rank * share);
}

std::string evaluate_related(const std::string& qrels, const SearchEngine& engine, RunFile& run) {
  Presence present(qrels, engine);
  std::vector<RankingScores> scores;
  for (const auto& [id, grades] : read_file(qrels, read_qrels)) {
    if (!present.has(id)) continue;
    const Ranking ranking = related_to(id, kRelatedDepth, engine);
    run.write(id, ranking);
    scores.push_back(score_ranking(ids_of(ranking), grades));
  }
  present.report();
  const RankingScores means = mean(scores);
  return count_line("articles", scores.size()) + figure_line("nDCG@5", means.ndcg_5) +
         figure_line("nDCG@10", means.ndcg_10) + figure_line("P@10", means.precision_10) +
         figure_line("MAP", means.average_precision);
}

std::string evaluate_stories(const std::string& clusters, const SearchEngine& engine, RunFile& run) {
  Presence present(clusters, engine);
  std::size_t asked = 0;
  double recall = 0, reciprocal_rank = 0;
  for (auto& [story, members] : read_file(clusters, read_clusters)) {
    std::erase_if(members, [&](const std::string& id) { return !present.has(id); });
    if (members.size() < 2) continue;
    for (const std::string& id : members) {
      std::vector<std::string> others = members;
      std::erase(others, id);
      const Ranking ranking = related_to(id, kStoryDepth, engine);
      run.write(id, ranking);
      const StoryScores scores = score_story(ids_of(ranking), others, kStoryRecall);
      ++asked;
      recall += scores.recall;
      reciprocal_rank += scores.reciprocal_rank;
    }
  }
  present.report();
  const double share = asked == 0 ? 0 : 1.0 / static_cast<double>(asked);
  return count_line("articles", asked) + figure_line("recall@5", recall * share) +
         figure_line("MRR@20", reciprocal_rank * share);
}

std::string evaluate_copies(const std::string& copies, const SearchEngine& engine) {
  Presence present(copies, engine);
  const auto pair_of = [](const std::string& a, const std::string& b) { return std::minmax(a, b); };
  ArticlePairs gold, found;
  for (const auto& [a, b, resemblance] : read_file(copies, read_pairs))
    if (present.has(a) && present.has(b)) gold.insert(pair_of(a, b));
  present.report();
  for (const std::string& id : engine.copied_articles()) {
    const RelatedResponse copies_of_it = engine.related(id, RelatedMode::copies, UINT32_MAX).value();
    for (const SearchHit& copy : copies_of_it.hits) found.insert(pair_of(id, copy.article.id));
  }
  const PairScores scores = score_pairs(found, gold);
  return count_line("pairs", gold.size()) + count_line("found", found.size()) +
         figure_line("precision", scores.precision) + figure_line("recall", scores.recall);
}

std::string evaluate_threads(const std::string& clusters, const SearchEngine& engine) {
  Presence present(clusters, engine);
  std::size_t pairs[2] = {}, together[2] = {};  // both dated; one of them undated
  for (const auto& [story, members] : read_file(clusters, read_clusters)) {
    struct Member {
      std::string thread;
      bool dated;
    };
    std::vector<Member> threaded;
    for (const std::string& id : members)
      if (present.has(id))
        threaded.push_back({engine.story_of(id).value().id, engine.article(id)->published.has_value()});
    for (std::size_t i = 0; i < threaded.size(); ++i)
      for (std::size_t j = 0; j < i; ++j) {
        const std::size_t kind = threaded[i].dated && threaded[j].dated ? 0 : 1;
        ++pairs[kind];
        together[kind] += threaded[i].thread == threaded[j].thread ? 1 : 0;
      }
  }
  present.report();
  const auto share = [](std::size_t part, std::size_t whole) {
    return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
  };
  return count_line("dated pairs", pairs[0]) + figure_line("recall", share(together[0], pairs[0])) +
         count_line("others", pairs[1]) + figure_line("recall", share(together[1], pairs[1]));
}

std::string evaluate_pairs(const std::string& pairs, const SearchEngine& engine) {
  Presence present(pairs, engine);
  std::vector<double> given, found;
  for (const auto& [a, b, similarity] : read_file(pairs, read_pairs)) {
    if (!present.has(a) || !present.has(b)) continue;
    given.push_back(similarity);
    found.push_back(engine.similarity(a, b).value());
  }
  present.report();
  return count_line("pairs", given.size()) + figure_line("Pearson", pearson(given, found)) +
         figure_line("Spearman", spearman(given, found));
}

}  // namespace newssearch
