#include "common/schema.h"
#include "indexer/live_index.h"
#include "indexer/repack.h"
#include "server/cli/build_progress.h"
#include "server/cli/commands.h"
#include "server/cli/exit_code.h"
#include "server/cli/figures.h"
#include "server/cli/follow_task.h"
#include "server/cli/index_report.h"
#include "server/cli/terminal.h"
#include "server/cli/the_writer.h"

namespace newssearch {
namespace {

struct ReindexOptions {
  unsigned threads = 0;
  unsigned lock_timeout = 0;
  bool packed = false, force = false;
};

int make_packed_files(const ReindexOptions& options, const CommonOptions& common) {
  const Stopwatch stopwatch;
  const std::uint64_t generation = repack(DataDirectory(common.data), std::chrono::seconds(options.lock_timeout));
  if (!common.quiet)
    write_out("generation " + std::to_string(generation) + ": packed files made anew in " +
              milliseconds(1000 * stopwatch.seconds()) + "\n");
  return exit_code::done;
}

/// By the writer of a running server; its progress is shown as it tells it.
int ask_for_reindex(const ReindexOptions& options, const CommonOptions& common) {
  TaskState task;
  with_writer(DataDirectory(common.data), std::chrono::seconds(0), [&](WriterService& writer) {
    const Result<TaskState> begun = writer.reindex(options.force);
    if (!begun) throw UsageError("reindex: " + begun.error().message);
    ProgressBar bar(!common.quiet);
    const Result<TaskState> ended = follow_task(writer, *begun, bar);
    if (!ended) throw UsageError("reindex: " + ended.error().message);
    task = *ended;
  });
  if (task.state == TaskState::State::failed) throw UsageError("reindex: " + task.message);
  if (!common.quiet) write_out(task.message + "\n");
  return exit_code::done;
}

int reindex(const ReindexOptions& options, const CommonOptions& common) {
  const DataDirectory directory(common.data);
  if (has_writer(directory)) {
    if (options.packed)
      throw WriterBusy(common.data.string() +
                       ": `newssearch serve --admin` is writing to it: stop it for reindex --packed, or reindex all");
    return ask_for_reindex(options, common);
  }
  if (!directory.current_number() ||
      directory.open_current(OlderSchema::accept).generation.manifest.schema == schema::kVersion)
    publish_journal(directory, std::chrono::seconds(options.lock_timeout));
  if (options.packed) return make_packed_files(options, common);
  directory.open_current(OlderSchema::accept);  // throws where there is nothing to rebuild
  const Stopwatch stopwatch;
  const InterruptionWatch watch;
  BuildOptions build_options;
  build_options.threads = options.threads;
  build_options.reanalyse = true;
  build_options.lock_timeout = std::chrono::seconds(options.lock_timeout);
  IndexBuild build(directory, build_options);
  BuildSummary summary;
  {
    ProgressBar bar(!common.quiet);
    summary = build.publish(shown_on(bar, watch));
  }
  if (!common.quiet) write_out(build_text(summary, stopwatch.seconds()));
  return exit_code::done;
}

}  // namespace

void add_reindex_command(CommandLine& line) {
  const auto options = std::make_shared<ReindexOptions>();
  CLI::App& command =
      line.add({"reindex", kArticlesIn, "Rebuild the index from its stored articles", "newssearch reindex",
                "The articles stay as they are, word for word; they are analysed as this version of the "
                "program does it, checked and published. Searches go on meanwhile.\n\n"
                "Exit status: as for `newssearch index`."},
               [options](const CommonOptions& common) { return reindex(*options, common); });
  command.add_option("--threads", options->threads, "Threads that analyse; 0: as many as there are cores")
      ->type_name("N");
  command.add_flag("--packed", options->packed,
                   "Only make the packed files anew from the database: where `newssearch status` calls one damaged");
  command.add_flag(
      "--force", options->force,
      "Of a running server's index: publish it even where it answers worse or slower than the current one");
  command.add_option("--lock-timeout", options->lock_timeout, "Seconds to wait for another writer")->type_name("S");
}

}  // namespace newssearch
