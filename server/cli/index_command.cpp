#include <filesystem>

#include "corpus/language.h"
#include "server/cli/build_progress.h"
#include "server/cli/commands.h"
#include "server/cli/exit_code.h"
#include "server/cli/index_report.h"
#include "server/cli/interruption.h"
#include "server/cli/terminal.h"

namespace newssearch {
namespace {

struct IndexOptions {
  std::vector<std::string> paths;
  ReadOptions read;
  std::string report = "text";
  bool replace_all = false, keep_recurring_lines = false;
  unsigned threads = 0;
  unsigned lock_timeout = 0;
};

void require_existing(const std::vector<std::string>& paths) {
  for (const std::string& path : paths)
    if (std::error_code ignored; path != "-" && !std::filesystem::exists(path, ignored))
      throw UsageError("index: " + path + ": no such file or directory: nothing was indexed");
}

/// Lines that recur on the pages of a source are told from its texts before these are read.
void learn_furniture(IndexOptions& options, ProgressBar& bar, const InterruptionWatch& watch) {
  const std::uint64_t total = total_bytes(options.paths);
  options.read.recurring = count_lines(options.paths, options.read, [&](std::uint64_t bytes) {
    watch.check();
    bar.show({"counting", Progress::Unit::bytes, bytes, total});
  });
}

/// Every record of the input is counted; every article among them is put into the build, or what it kills taken out.
IndexReport read_articles(const IndexOptions& options, IndexBuild& build, ProgressBar& bar,
                          const InterruptionWatch& watch) {
  const std::unique_ptr<ArticleSource> source = open_articles(options.paths, options.read);
  const std::uint64_t total = total_bytes(options.paths);
  IndexReport report;
  while (const std::optional<ReadArticle> record = source->next()) {
    watch.check();
    report.count(*record);
    if (record->article && record->killed)
      build.remove(*record->article);
    else if (record->article)
      build.put(*record->article);
    bar.show({"reading", Progress::Unit::bytes, source->bytes_read(), total});
  }
  watch.check();
  return report;
}

/// What the index holds, left as it is.
BuildSummary as_before(const DataDirectory& directory) {
  BuildSummary summary;
  if (!directory.current_number()) return summary;
  const Manifest manifest = directory.open_current(OlderSchema::accept).generation.manifest;
  summary.articles = manifest.articles;
  summary.generation = manifest.number;
  return summary;
}

int index(IndexOptions options, const CommonOptions& common) {
  require_existing(options.paths);
  if (options.read.lang != "auto" && !language_of_tag(options.read.lang))
    throw UsageError("index: --lang " + options.read.lang + ": names no language: write auto or a code such as en");
  const Stopwatch stopwatch;
  const InterruptionWatch watch;
  BuildOptions build_options;
  build_options.threads = options.threads;
  build_options.replace_all = options.replace_all;
  build_options.lock_timeout = std::chrono::seconds(options.lock_timeout);
  IndexBuild build(DataDirectory(common.data), build_options);
  IndexReport report;
  BuildSummary summary;
  {
    ProgressBar bar(!common.quiet);
    if (!options.keep_recurring_lines) learn_furniture(options, bar, watch);
    report = read_articles(options, build, bar, watch);
    // Where nothing could be read, --replace-all must not replace everything with nothing.
    summary = report.read() > 0 ? build.publish(shown_on(bar, watch)) : as_before(DataDirectory(common.data));
  }
  if (options.report == "json")
    write_out(report.json(summary, stopwatch.seconds()));
  else if (!common.quiet)
    write_out(report.text(summary, stopwatch.seconds()));
  if (report.read() == 0) throw UsageError("index: no article in the input: nothing was published: check --format");
  return report.rejected() ? exit_code::with_rejections : exit_code::done;
}

}  // namespace

void add_index_command(CommandLine& line) {
  const auto options = std::make_shared<IndexOptions>();
  CLI::App& command = line.add(
      {"index", kArticlesIn, "Read articles, add or replace them, publish",
       "newssearch index articles.jsonl\nnewssearch index --replace-all archive/\nzcat wire.gz | newssearch index -",
       "FILE is a file, plain, .gz or .zst; a tar archive, WARC or ARC; a directory, searched for files; or - for "
       "standard "
       "input. An article "
       "replaces the one of the same id. Searches see nothing of it until all is published.\n\n"
       "Exit status: 0 done, 1 done but some rejected, 2 usage or data, 3 another process is writing, 4 disk full or "
       "no "
       "permission, 5 index damaged."},
      [options](const CommonOptions& common) { return index(*options, common); });
  command.add_option("FILE", options->paths, "What to read")->required();
  command.add_option("--format", options->read.format, "How the articles are written down")
      ->type_name("NAME")
      ->check(CLI::IsMember(format_names()));
  command.add_option("--lang", options->read.lang, "Language of articles that state none: auto, or a code such as en")
      ->type_name("LANG");
  command.add_flag("--replace-all", options->replace_all, "Forget every article that is not in this input");
  command.add_flag("--keep-recurring-lines", options->keep_recurring_lines,
                   "Keep lines that recur on the pages of a source, such as \"Advertisement\"");
  command.add_option("--format-report", options->report, "How to report what was done")
      ->type_name("FORM")
      ->check(CLI::IsMember({"text", "json"}));
  command.add_option("--threads", options->threads, "Threads that analyse; 0: as many as there are cores")
      ->type_name("N");
  command.add_option("--lock-timeout", options->lock_timeout, "Seconds to wait for another writer")->type_name("S");
}

}  // namespace newssearch
