#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <thread>

#include "indexer/live_index.h"
#include "server/cli/candidate_check.h"
#include "server/cli/commands.h"
#include "server/cli/exit_code.h"
#include "server/cli/takedown_log.h"
#include "server/cli/terminal.h"

namespace newssearch {
namespace {

struct WriterOptions {
  int parent = 0;
  unsigned threads = 0;
  unsigned interval = 1000;
};

WriterListener* listener_to_stop = nullptr;

void stop_listener(int) {
  if (listener_to_stop) listener_to_stop->stop();
}

/// Ends with the process that started it, however that ends.
void end_with(int parent) {
  if (parent == 0) return;
  ::prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (::getppid() != parent) throw UsageError("writer: the process that started it is gone");
}

int write_until_stopped(const WriterOptions& options, const CommonOptions& common) {
  end_with(options.parent);
  LiveOptions live;
  live.threads = options.threads;
  live.interval = std::chrono::milliseconds(options.interval);
  live.verify = check_candidate;
  LiveIndex index(DataDirectory(common.data), std::move(live));
  TakedownLog logged(index);
  WriterListener listener(writer_socket(common.data), logged);
  listener_to_stop = &listener;
  ::signal(SIGTERM, stop_listener);
  ::signal(SIGINT, stop_listener);
  // A journal that cannot be written is opened anew by the next writer.
  std::jthread watch([&](const std::stop_token& ended) {
    while (!ended.stop_requested() && !index.failed()) std::this_thread::sleep_for(std::chrono::milliseconds(100));
    index.stop();
    listener.stop();
  });
  listener.run();
  const bool failed = index.failed();
  watch.request_stop();
  index.stop();
  watch.join();
  listener_to_stop = nullptr;
  if (!failed) return exit_code::done;
  complain("writer: the journal cannot be written: free space on the disk, or look at its health");
  return exit_code::io;
}

}  // namespace

void add_writer_command(CommandLine& line) {
  const auto options = std::make_shared<WriterOptions>();
  CLI::App& command =
      line.add({"writer", kCare, "Take articles over DATA/writer.sock and publish them", "newssearch writer",
                "What `newssearch serve --admin` starts and starts again: it keeps the journal, publishes what is "
                "written within a second or so, and builds the index anew when much was added. One at a time.\n\n"
                "Exit status: 0 stopped, 2 usage, 3 another process is writing, 4 disk full or failing, 5 index "
                "or journal damaged."},
               [options](const CommonOptions& common) { return write_until_stopped(*options, common); });
  command.add_option("--parent", options->parent, "End with this process, which must be the parent")
      ->type_name("PID")
      ->configurable(false);
  command.add_option("--threads", options->threads, "Threads that analyse; 0: as many as there are cores")
      ->type_name("N");
  command
      .add_option("--interval", options->interval,
                  "Milliseconds between two generations at the least, but for writes that wait; else 1000")
      ->type_name("MS");
}

}  // namespace newssearch
