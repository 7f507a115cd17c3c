#include <algorithm>
#include <array>
#include <chrono>

#include "server/cli/commands.h"
#include "server/cli/evaluations.h"
#include "server/cli/exit_code.h"
#include "server/cli/rule_options.h"
#include "server/cli/terminal.h"

namespace newssearch {
namespace {

struct EvalOptions {
  std::string topics, qrels, known_items, related, clusters, stories, copies, pairs, run;
};

void check(const EvalOptions& options) {
  const std::array inputs{&options.topics,  &options.known_items, &options.related, &options.clusters,
                          &options.stories, &options.copies,      &options.pairs};
  if (std::count_if(inputs.begin(), inputs.end(), [](const std::string* path) { return !path->empty(); }) != 1)
    throw UsageError(
        "eval: give one of --topics, --known-items, --related, --clusters, --stories, --copies and --pairs: see "
        "`newssearch eval --help`");
  if (!options.qrels.empty() && options.topics.empty())
    throw UsageError("eval: --qrels judges --topics: give both, or judgements of related articles with --related");
  if (!options.run.empty() && !(options.pairs + options.stories + options.copies).empty())
    throw UsageError("eval: --stories, --copies and --pairs rank nothing that --run could hold: leave one of them out");
}

int eval(const EvalOptions& options, const CommonOptions& common) {
  check(options);
  EngineOptions engine_choice = engine_options(common);
  engine_choice.time_limit = std::chrono::hours(1);  // what is asked here has no limits
  const SearchEngine engine(DataDirectory(common.data), engine_choice);
  RunFile run(options.run);
  const std::string figures = !options.topics.empty() ? evaluate_topics(options.topics, options.qrels, engine, run)
                              : !options.known_items.empty() ? evaluate_known_items(options.known_items, engine, run)
                              : !options.related.empty()     ? evaluate_related(options.related, engine, run)
                              : !options.clusters.empty()    ? evaluate_stories(options.clusters, engine, run)
                              : !options.stories.empty()     ? evaluate_threads(options.stories, engine)
                              : !options.copies.empty()      ? evaluate_copies(options.copies, engine)
                                                             : evaluate_pairs(options.pairs, engine);
  run.close();
  write_out(figures);
  return exit_code::done;
}

}  // namespace

void add_eval_command(CommandLine& line) {
  const auto options = std::make_shared<EvalOptions>();
  CLI::App& command =
      line.add({"eval", kCare, "Measure relevance on what people judged",
                "newssearch eval --topics topics.tsv --qrels qrels.txt --run out.run\n"
                "newssearch eval --known-items items.tsv\n"
                "newssearch eval --related qrels.txt\n"
                "newssearch eval --clusters stories.tsv\n"
                "newssearch eval --stories stories.tsv\n"
                "newssearch eval --copies copies.tsv\n"
                "newssearch eval --pairs pairs.tsv",
                "Topics and the texts of known items are read as plain words, any of which will do, to a depth of "
                "1000; --related goes to 100, --clusters to 20. Articles that the index does not have are left out. "
                "Exit status: 0 done, 2 usage or data."},
               [options](const CommonOptions& common) { return eval(*options, common); });
  const auto add = [&](const char* name, std::string& path, const char* says) {
    command.add_option(name, path, says)->type_name("FILE");
  };
  add("--topics", options->topics, "Topics to search for: id<TAB>text a line");
  add("--qrels", options->qrels, "TREC judgements of the topics: topic 0 article grade a line");
  add("--known-items", options->known_items, "Articles to be found by a text: article<TAB>text a line");
  add("--related", options->related,
      "TREC judgements of related articles, whose topics are articles: article 0 article grade a line");
  add("--clusters", options->clusters, "Known stories to ask related articles for: article<TAB>story a line");
  add("--stories", options->stories, "Known stories that the index should have as such: article<TAB>story a line");
  add("--copies", options->copies, "All near copies there are: article<TAB>article<TAB>resemblance a line");
  add("--pairs", options->pairs, "How alike two articles are to people: article<TAB>article<TAB>similarity a line");
  add("--run", options->run, "Write the rankings there, as a TREC run");
}

}  // namespace newssearch
