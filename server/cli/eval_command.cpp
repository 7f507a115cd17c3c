#include <cstdio>
#include <fstream>

#include "server/cli/commands.h"
#include "server/cli/exit_code.h"
#include "server/cli/terminal.h"
#include "server/cli/vocabulary_options.h"
#include "server/search/evaluation.h"
#include "server/search/search_engine.h"

namespace newssearch {
namespace {

constexpr std::size_t kTopicDepth = 1000;  // as TREC has it
constexpr std::uint32_t kStoryDepth = 20;
constexpr std::size_t kStoryRecall = 5;

struct EvalOptions {
  std::string topics, qrels, run, clusters;
};

/// What a reader makes of a file, or a message that names the file.
template <class Read>
auto read_file(const std::string& path, Read read) {
  std::ifstream file(path);
  if (!file) throw UsageError(path + ": cannot be read: check its name and permissions");
  auto result = read(file);
  if (!result) throw UsageError(path + ": " + result.error().message);
  return *std::move(result);
}

std::string figure(const char* name, double value) {
  std::array<char, 64> line{};
  std::snprintf(line.data(), line.size(), "%-12s %.4f\n", name, value);
  return line.data();
}

void write_run(std::ostream& run, const std::string& topic, const std::vector<SearchEngine::Ranked>& ranking) {
  for (std::size_t i = 0; i < ranking.size(); ++i)
    run << topic << " Q0 " << ranking[i].id << ' ' << i + 1 << ' ' << ranking[i].score << " newssearch\n";
}

std::string evaluate_topics(const EvalOptions& options, const SearchEngine& engine) {
  const auto topics = read_file(options.topics, read_topics);
  const Judgements judgements = options.qrels.empty() ? Judgements{} : read_file(options.qrels, read_qrels);
  std::ofstream run;
  if (!options.run.empty()) {
    run.open(options.run);
    if (!run) throw UsageError(options.run + ": cannot be written: check its folder and permissions");
  }
  std::vector<RankingScores> scores;
  for (const auto& [topic, text] : topics) {
    const std::vector<SearchEngine::Ranked> ranking = engine.rank(text, kTopicDepth);
    if (run.is_open()) write_run(run, topic, ranking);
    const auto judged = judgements.find(topic);
    if (judged == judgements.end()) continue;
    std::vector<std::string> ids;
    for (const SearchEngine::Ranked& article : ranking) ids.push_back(article.id);
    scores.push_back(score_ranking(ids, judged->second));
  }
  const RankingScores means = mean(scores);
  return "topics       " + std::to_string(scores.size()) + "\n" + figure("MAP", means.average_precision) +
         figure("nDCG@10", means.ndcg_10) + figure("P@10", means.precision_10) + figure("MRR", means.reciprocal_rank) +
         figure("Recall@100", means.recall_100);
}

/// Each article of a story is asked for its related ones. Of a story only the articles the index has count, and only
/// stories with two of them.
std::string evaluate_stories(const EvalOptions& options, const SearchEngine& engine) {
  std::size_t asked = 0;
  double recall = 0, reciprocal_rank = 0;
  for (const auto& [story, members] : read_file(options.clusters, read_clusters)) {
    std::vector<std::string> present;
    for (const std::string& id : members)
      if (engine.article(id)) present.push_back(id);
    if (present.size() < 2) continue;
    for (const std::string& id : present) {
      std::vector<std::string> others = present, ranking;
      std::erase(others, id);
      const Result<RelatedResponse> related = engine.related(id, RelatedMode::related, kStoryDepth);
      if (!related) continue;
      for (const SearchHit& hit : related->hits) ranking.push_back(hit.article.id);
      const StoryScores scores = score_story(ranking, others, kStoryRecall);
      ++asked;
      recall += scores.recall;
      reciprocal_rank += scores.reciprocal_rank;
    }
  }
  const double share = asked == 0 ? 0 : 1.0 / static_cast<double>(asked);
  return "articles     " + std::to_string(asked) + "\n" + figure("recall@5", recall * share) +
         figure("MRR@20", reciprocal_rank * share);
}

int eval(const EvalOptions& options, const CommonOptions& common) {
  if (options.topics.empty() == options.clusters.empty())
    throw UsageError("eval: give either --topics or --clusters: see `newssearch eval --help`");
  const SearchEngine engine(DataDirectory(common.data), engine_options(common));
  write_out(options.topics.empty() ? evaluate_stories(options, engine) : evaluate_topics(options, engine));
  return exit_code::done;
}

}  // namespace

void add_eval_command(CommandLine& line) {
  const auto options = std::make_shared<EvalOptions>();
  CLI::App& command =
      line.add({"eval", kCare, "Measure relevance on judged topics or known stories",
                "newssearch eval --topics topics.tsv --qrels qrels.txt --run out.run\n"
                "newssearch eval --clusters stories.tsv",
                "Topic text is read as plain words, any of which will do, to a depth of 1000. Of stories "
                "only the articles the index has count. Exit status: 0 done, 2 usage or data."},
               [options](const CommonOptions& common) { return eval(*options, common); });
  command.add_option("--topics", options->topics, "Topics to search for: id<TAB>text a line")->type_name("FILE");
  command.add_option("--qrels", options->qrels, "TREC judgements: topic 0 article grade a line")->type_name("FILE");
  command.add_option("--run", options->run, "Write the rankings there, as a TREC run")->type_name("FILE");
  command
      .add_option("--clusters", options->clusters,
                  "Known stories to ask related articles for: article<TAB>story a line")
      ->type_name("FILE");
}

}  // namespace newssearch
