#include "indexer/backup.h"

#include "indexer/index_build.h"
#include "server/cli/commands.h"
#include "server/cli/exit_code.h"
#include "server/cli/figures.h"
#include "server/cli/interruption.h"
#include "server/cli/progress_bar.h"
#include "server/cli/terminal.h"
#include "server/cli/terminal_text.h"
#include "server/search/rule_files.h"
#include "server/web/wording.h"

namespace newssearch {
namespace {

struct BackupCommandOptions {
  std::string folder;
  bool copy = false;
};

int make_backup(const BackupCommandOptions& options, const CommonOptions& common) {
  const InterruptionWatch watch;
  std::optional<Result<Backup>> made;
  {
    ProgressBar bar(!common.quiet);
    made = back_up(DataDirectory(common.data), options.folder,
                   {.taking = options.copy ? Taking::copy : Taking::link,
                    .version = NEWSSEARCH_VERSION,
                    .beside = RuleFiles::names(),
                    .progress = [&](std::uint64_t done, std::uint64_t total) {
                      watch.check();
                      bar.show({"copying", Progress::Unit::bytes, done, total});
                    }});
  }
  if (!*made) {
    const std::string message = "backup: " + made->error().message;
    if (made->error().code == "damaged") throw IndexDamaged(message + ": run `newssearch status --check`");
    throw UsageError(message);
  }
  const Backup& backup = **made;
  const std::uint64_t records = backup.journal_seq - backup.seq;
  if (!common.quiet)
    write_out(printable("generation " + std::to_string(backup.generation) + ", " + counted(backup.articles, "article") +
                        ", " + file_size(static_cast<double>(backup.bytes)) +
                        (records ? ", and " + counted(records, "write") + " after it" : "") + ": backed up to " +
                        options.folder) +
              "\n");
  return exit_code::done;
}

}  // namespace

void add_backup_command(CommandLine& line) {
  const auto options = std::make_shared<BackupCommandOptions>();
  CLI::App& command = line.add(
      {"backup", kCare, "Copy the index, while it is searched and written to",
       "newssearch backup /backups/monday\nnewssearch backup --copy /mnt/other-disk/monday",
       "Copied are the current generation, each file of it compared with its checksum, what the journal of writes has "
       "after it, synonyms.txt, stopwords.txt, pins.txt and hidden.txt. On one file system the files of the generation "
       "are hard links, which "
       "take no space and no time; --copy makes them files of their own, which outlive a bad sector. On another file "
       "system they always are. Searches can read a backup where it lies (`--data DIR`).\n\n"
       "Exit status: 0 done, 2 DIR is not empty or there is no index, 4 disk full or no permission, 5 index damaged."},
      [options](const CommonOptions& common) { return make_backup(*options, common); });
  command.add_option("DIR", options->folder, "Where to: a new or empty folder")->required();
  command.add_flag("--copy", options->copy, "Copy every byte, even where hard links would do");
}

}  // namespace newssearch
