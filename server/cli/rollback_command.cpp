#include "indexer/index_build.h"
#include "server/cli/commands.h"
#include "server/cli/exit_code.h"
#include "server/cli/terminal.h"
#include "server/cli/the_writer.h"

namespace newssearch {
namespace {

int roll_back(const CommonOptions& common) {
  const DataDirectory directory(common.data);
  if (!directory.current_number()) directory.open_current();  // throws
  std::optional<Result<std::uint64_t>> now;
  with_writer(directory, std::chrono::seconds(0), [&](WriterService& writer) {
    now = writer.rollback();
    if (*now) writer.publish();  // what was written since is written again
  });
  if (!*now) throw UsageError("rollback: " + now->error().message);
  if (!common.quiet) write_out("generation " + std::to_string(**now) + " is current again\n");
  return exit_code::done;
}

}  // namespace

void add_rollback_command(CommandLine& line) {
  line.add({"rollback", kCare, "Make the generation before the current one current again", "newssearch rollback",
            "That is the one before the last one built anew. What was written since is written again. Searches answer "
            "from it at "
            "once. Exit status: 0 done, 2 there is none, 3 another process is writing."},
           roll_back);
}

}  // namespace newssearch
