#include "indexer/restore.h"

#include <algorithm>
#include <thread>

#include "indexer/index_build.h"
#include "server/cli/commands.h"
#include "server/cli/exit_code.h"
#include "server/cli/interruption.h"
#include "server/cli/progress_bar.h"
#include "server/cli/terminal.h"
#include "server/cli/terminal_text.h"
#include "server/search/rule_files.h"
#include "server/web/wording.h"

namespace newssearch {
namespace {

struct RestoreCommandOptions {
  std::string folder;
  bool force = false, copy = false;
  unsigned lock_timeout = 0;
};

std::string summary_text(const RestoreSummary& summary) {
  std::string text = "generation " + std::to_string(summary.generation) +
                     " is current: " + counted(summary.articles, "article") + ", as backed up " +
                     printable(summary.backup.created_at) + "\n";
  if (summary.purged)
    text += counted(summary.purged, "article") +
            " purged since: left out; `newssearch reindex` takes their words out of its files too\n";
  if (summary.to_replay)
    text += counted(summary.to_replay, "write") + " after it" +
            (summary.journal_kept ? ", in the journal there was" : "") + ": applied when the writer starts\n";
  if (summary.missing_records)
    text +=
        counted(summary.missing_records, "write") + " before these are in neither journal: index those articles anew\n";
  return text;
}

int restore_backup(const RestoreCommandOptions& options, const CommonOptions& common) {
  const InterruptionWatch watch;
  std::optional<Result<RestoreSummary>> restored;
  {
    ProgressBar bar(!common.quiet);
    bar.show({"checking", Progress::Unit::bytes, 0, 0});
    restored = restore(options.folder, DataDirectory(common.data),
                       {.force = options.force,
                        .taking = options.copy ? Taking::copy : Taking::link,
                        .threads = std::max(1U, std::thread::hardware_concurrency()),
                        .lock_timeout = std::chrono::seconds(options.lock_timeout),
                        .beside = RuleFiles::names(),
                        .progress = [&](std::uint64_t done, std::uint64_t total) {
                          watch.check();
                          bar.show({"copying", Progress::Unit::bytes, done, total});
                        }});
  }
  if (!*restored) {
    const std::string message = "restore: " + restored->error().message;
    if (restored->error().code == "damaged") throw IndexDamaged(message + ": nothing was changed");
    throw UsageError(message);
  }
  if (!common.quiet) write_out(summary_text(**restored));
  return exit_code::done;
}

}  // namespace

void add_restore_command(CommandLine& line) {
  const auto options = std::make_shared<RestoreCommandOptions>();
  CLI::App& command = line.add(
      {"restore", kCare, "Put a backup in place as the current index",
       "newssearch restore /backups/monday\nnewssearch restore --force /backups/monday",
       "Every file of the backup is compared with its checksum before anything is changed. What was purged from the "
       "index there is stays purged. The generation that was current is kept for `newssearch rollback`. Stop what "
       "writes "
       "first; searches go on.\n\n"
       "Exit status: 0 done, 2 no backup, or there is an index and no --force, 3 another process is writing, 4 disk "
       "full "
       "or no permission, 5 the backup is damaged."},
      [options](const CommonOptions& common) { return restore_backup(*options, common); });
  command.add_option("DIR", options->folder, "What `newssearch backup` made")->required();
  command.add_flag("--force", options->force, "Even where there is an index, in its place");
  command.add_flag("--copy", options->copy, "Copy every byte, even where hard links would do");
  command.add_option("--lock-timeout", options->lock_timeout, "Seconds to wait for another writer")->type_name("S");
}

}  // namespace newssearch
