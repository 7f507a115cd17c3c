#include <filesystem>
#include <set>
#include <utility>

#include "corpus/article_json.h"
#include "corpus/language.h"
#include "indexer/live_index.h"
#include "indexer/stored_generation.h"
#include "server/cli/build_progress.h"
#include "server/cli/commands.h"
#include "server/cli/exit_code.h"
#include "server/cli/index_report.h"
#include "server/cli/interruption.h"
#include "server/cli/terminal.h"
#include "server/cli/the_writer.h"

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

/// The same, by the writer of a running server.
class HandedOver {
 public:
  HandedOver(const IndexOptions& options, WriterService& writer) : options_(options), writer_(writer) {}

  IndexReport read(ProgressBar& bar, const InterruptionWatch& watch) {
    const std::unique_ptr<ArticleSource> source = open_articles(options_.paths, options_.read);
    const std::uint64_t total = total_bytes(options_.paths);
    IndexReport report;
    while (const std::optional<ReadArticle> record = source->next()) {
      watch.check();
      report.count(*record);
      if (record->article) {
        if (options_.replace_all) ids_.insert(record->article->id);
        add(*record->article, record->killed);
      }
      bar.show({"handing over", Progress::Unit::bytes, source->bytes_read(), total});
    }
    send();
    return report;
  }

  /// What the index holds and the input did not goes.
  void drop_others(const DataDirectory& directory) {
    const StoredGeneration stored(directory.open_current().generation);
    stored.for_each([&](const std::string&, std::uint32_t rank) {
      const Result<Article> article = stored.article(rank);
      if (article && !ids_.contains(article->id)) add(*article, true);
    });
    send();
  }

  BuildSummary publish() {
    const WriteAnswer answer = writer_.publish();
    const WriterState state = writer_.state();
    if (!answer.searchable)
      throw std::runtime_error("index: all is written down, but not published yet" +
                               (state.failure.empty() ? ": it will be" : ": " + state.failure));
    summary_.generation = answer.generation;
    summary_.published = true;
    return summary_;
  }

 private:
  static constexpr std::size_t kMostOrders = 500, kMostBytes = 4 << 20;

  void add(const Article& article, bool killed) {
    orders_.push_back({.op = killed ? WriteOrder::Op::remove : WriteOrder::Op::put,
                       .id = article.id,
                       .article = killed ? "" : to_json_line(article),
                       .if_revision = {},
                       .reason = {}});
    bytes_ += orders_.back().article.size();
    if (orders_.size() >= kMostOrders || bytes_ >= kMostBytes) send();
  }

  void send() {
    if (orders_.empty()) return;
    const WriteAnswer answer = writer_.write(std::exchange(orders_, {}), WriteWait::durable);
    bytes_ = 0;
    for (const WriteOutcome& outcome : answer.outcomes) count(outcome);
  }

  void count(const WriteOutcome& outcome) {
    using Kind = WriteOutcome::Kind;
    switch (outcome.kind) {
      case Kind::created:
      case Kind::held:
        return void(++summary_.added);
      case Kind::replaced:
        return void(++summary_.replaced);
      case Kind::unchanged:
        return void(++summary_.unchanged);
      case Kind::outdated:
        return void(++summary_.superseded);
      case Kind::removed:
        return void(++summary_.dropped);
      case Kind::gone:
        return void(++summary_.purged);
      case Kind::missing:
        return;
      case Kind::rejected:
      case Kind::conflict:
        complain("index: " + outcome.id + ": " + outcome.error.message);
    }
  }

  const IndexOptions& options_;
  WriterService& writer_;
  std::set<std::string> ids_;  ///< of the input, where others are to go
  std::vector<WriteOrder> orders_;
  std::size_t bytes_ = 0;
  BuildSummary summary_;
};

/// What the index holds, left as it is.
BuildSummary as_before(const DataDirectory& directory) {
  BuildSummary summary;
  if (!directory.current_number()) return summary;
  const Manifest manifest = directory.open_current(OlderSchema::accept).generation.manifest;
  summary.articles = manifest.articles;
  summary.generation = manifest.number;
  return summary;
}

int tell(const IndexOptions& options, const CommonOptions& common, const IndexReport& report,
         const BuildSummary& summary, double seconds) {
  if (options.report == "json")
    write_out(report.json(summary, seconds));
  else if (!common.quiet)
    write_out(report.text(summary, seconds));
  if (report.read() == 0) throw UsageError("index: no article in the input: nothing was published: check --format");
  return report.rejected() ? exit_code::with_rejections : exit_code::done;
}

int index(IndexOptions options, const CommonOptions& common) {
  require_existing(options.paths);
  if (options.read.lang != "auto" && !language_of_tag(options.read.lang))
    throw UsageError("index: --lang " + options.read.lang + ": names no language: write auto or a code such as en");
  const Stopwatch stopwatch;
  const InterruptionWatch watch;
  const DataDirectory directory(common.data);
  IndexReport report;
  BuildSummary summary;
  if (has_writer(directory)) {
    with_writer(directory, std::chrono::seconds(options.lock_timeout), [&](WriterService& writer) {
      ProgressBar bar(!common.quiet);
      if (!options.keep_recurring_lines) learn_furniture(options, bar, watch);
      HandedOver handed_over(options, writer);
      report = handed_over.read(bar, watch);
      summary = handed_over.publish();
      // Where nothing could be read, --replace-all must not replace everything with nothing.
      if (!options.replace_all || report.read() == 0) return;
      handed_over.drop_others(directory);
      summary = handed_over.publish();
    });
    summary.articles = as_before(directory).articles;
    return tell(options, common, report, summary, stopwatch.seconds());
  }
  publish_journal(directory, std::chrono::seconds(options.lock_timeout));
  BuildOptions build_options;
  build_options.threads = options.threads;
  build_options.replace_all = options.replace_all;
  build_options.lock_timeout = std::chrono::seconds(options.lock_timeout);
  IndexBuild build(directory, build_options);
  {
    ProgressBar bar(!common.quiet);
    if (!options.keep_recurring_lines) learn_furniture(options, bar, watch);
    report = read_articles(options, build, bar, watch);
    summary = report.read() > 0 ? build.publish(shown_on(bar, watch)) : as_before(directory);
  }
  return tell(options, common, report, summary, stopwatch.seconds());
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
