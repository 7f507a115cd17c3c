#include <pwd.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>

#include "server/cli/commands.h"
#include "server/cli/exit_code.h"
#include "server/cli/follow_task.h"
#include "server/cli/terminal.h"
#include "server/cli/the_writer.h"

namespace newssearch {
namespace {

struct DeleteOptions {
  std::vector<std::string> ids;
  std::string reason;
  unsigned lock_timeout = 0;
};

/// "user alice", for the writer's log.
std::string this_user() {
  const passwd* entry = ::getpwuid(::getuid());
  return "user " + (entry ? std::string(entry->pw_name) : std::to_string(::getuid()));
}

/// Says what became of an order. Returns false where there was nothing to take out.
bool tell_outcome(const WriteOutcome& outcome, const std::string& command, bool quiet) {
  if (outcome.kind == WriteOutcome::Kind::missing) {
    complain(command + ": " + outcome.id + ": there is no such article");
    return false;
  }
  const bool purged_before = outcome.kind == WriteOutcome::Kind::gone;
  if (!quiet) write_out(outcome.id + (purged_before ? ": purged before\n" : ": taken out: not found from now on\n"));
  return true;
}

/// Waits until the words are in no file.
void await_erasure(Erasure& erasure, std::uint64_t seq, bool quiet) {
  try {
    ProgressBar bar(!quiet);
    erasure.follow(seq, bar);
  } catch (const std::runtime_error& error) {
    throw std::runtime_error("purge: the words are still in the files: " + std::string(error.what()) +
                             ": it is tried again with the next purge or reindex");
  }
  if (!quiet)
    write_out("the index was built anew: the words are in none of its files; backups made before still have them\n");
}

int take_out(const DeleteOptions& options, WriteOrder::Op op, const CommonOptions& common) {
  const DataDirectory directory(common.data);
  const std::string command = op == WriteOrder::Op::purge ? "purge" : "delete";
  if (!directory.current_number()) directory.open_current();  // throws
  std::vector<WriteOrder> orders;
  for (const std::string& id : options.ids) orders.push_back({op, id, "", {}, options.reason, this_user()});
  bool all = true;
  with_writer(directory, std::chrono::seconds(options.lock_timeout), [&](WriterService& writer) {
    Erasure erasure(writer, directory);
    const WriteAnswer answer = writer.write(std::move(orders), WriteWait::searchable);
    if (!answer.searchable)
      throw std::runtime_error(command + ": written down, but not published yet: " + writer.state().failure);
    std::uint64_t last = 0;  // of the records that were written
    for (const WriteOutcome& outcome : answer.outcomes) {
      all = tell_outcome(outcome, command, common.quiet) && all;
      last = std::max(last, outcome.seq);
    }
    if (op == WriteOrder::Op::purge && last > 0) await_erasure(erasure, last, common.quiet);
  });
  return all ? exit_code::done : exit_code::with_rejections;
}

void add_options(CLI::App& command, const std::shared_ptr<DeleteOptions>& options) {
  command.add_option("ID", options->ids, "Articles, by their ids")->required();
  command.add_option("--lock-timeout", options->lock_timeout, "Seconds to wait for another writer")->type_name("S");
}

constexpr const char* kExitStatus =
    "Exit status: 0 done, 1 some there was no such article, 2 usage or no index, 3 another process is writing, 4 disk "
    "full, 5 index damaged.";

}  // namespace

void add_delete_command(CommandLine& line) {
  const auto options = std::make_shared<DeleteOptions>();
  CLI::App& command = line.add(
      {"delete", kCare, "Take articles out of the index", "newssearch delete 4711 4712",
       std::string("Searches find them no more, and their addresses answer 410 Gone. They may be indexed again. A "
                   "running `newssearch serve --admin` is asked to do it.\n\n") +
           kExitStatus},
      [options](const CommonOptions& common) { return take_out(*options, WriteOrder::Op::remove, common); });
  add_options(command, options);
}

void add_purge_command(CommandLine& line) {
  const auto options = std::make_shared<DeleteOptions>();
  CLI::App& command = line.add(
      {"purge", kCare, "Take articles out for good", "newssearch purge 4711 --reason 'court order 7 O 12/26'",
       std::string("As delete, but they are not taken in again, whoever sends them; and the index is built anew, so "
                   "that their words are in none of its files. Their ids are kept as hashes.\n\n") +
           kExitStatus},
      [options](const CommonOptions& common) { return take_out(*options, WriteOrder::Op::purge, common); });
  add_options(command, options);
  command.add_option("--reason", options->reason, "Kept with the record of the purge")->type_name("TEXT");
}

}  // namespace newssearch
