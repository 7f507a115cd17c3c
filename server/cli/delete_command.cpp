#include <algorithm>
#include <chrono>
#include <thread>

#include "server/cli/commands.h"
#include "server/cli/exit_code.h"
#include "server/cli/terminal.h"
#include "server/cli/the_writer.h"

namespace newssearch {
namespace {

struct DeleteOptions {
  std::vector<std::string> ids;
  std::string reason;
  unsigned lock_timeout = 0;
};

/// Waits until the index was built anew without what was purged, and says what became of it.
void wait_for_erasure(WriterService& writer) {
  for (;;) {
    const WriterState state = writer.state();
    const auto erasing = std::find_if(state.tasks.rbegin(), state.tasks.rend(),
                                      [](const TaskState& task) { return task.kind == "erase"; });
    if (erasing != state.tasks.rend() && erasing->state == TaskState::State::done) return;
    if (erasing != state.tasks.rend() && erasing->state == TaskState::State::failed)
      throw std::runtime_error("purge: the words are still in the files: " + erasing->message +
                               ": it is tried again with the next purge or reindex");
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
}

int take_out(const DeleteOptions& options, WriteOrder::Op op, const CommonOptions& common) {
  const DataDirectory directory(common.data);
  const std::string command = op == WriteOrder::Op::purge ? "purge" : "delete";
  if (!directory.current_number()) directory.open_current();  // throws
  std::vector<WriteOrder> orders;
  for (const std::string& id : options.ids)
    orders.push_back({.op = op, .id = id, .article = {}, .if_revision = {}, .reason = options.reason});
  std::size_t missing = 0;
  with_writer(directory, std::chrono::seconds(options.lock_timeout), [&](WriterService& writer) {
    const WriteAnswer answer = writer.write(std::move(orders), WriteWait::searchable);
    if (!answer.searchable)
      throw std::runtime_error(command + ": written down, but not published yet: " + writer.state().failure);
    for (const WriteOutcome& outcome : answer.outcomes) {
      if (outcome.kind == WriteOutcome::Kind::missing) {
        ++missing;
        complain(command + ": " + outcome.id + ": there is no such article");
      } else if (!common.quiet) {
        write_out(outcome.id + (outcome.kind == WriteOutcome::Kind::gone ? ": purged before\n" : ": taken out\n"));
      }
    }
    if (op == WriteOrder::Op::purge) wait_for_erasure(writer);
  });
  if (op == WriteOrder::Op::purge && !common.quiet)
    write_out("the index was built anew: the words are in none of its files; backups made before still have them\n");
  return missing > 0 ? exit_code::with_rejections : exit_code::done;
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
