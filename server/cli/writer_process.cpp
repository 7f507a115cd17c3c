#include "server/cli/writer_process.h"

#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <vector>

#include "server/http/log.h"

extern char** environ;

namespace newssearch {
namespace {

using Milliseconds = std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr Milliseconds kFirstPause(1000), kLastPause(10'000), kLook(20);
/// One that ran so long has not ended at once: the next is started soon.
constexpr std::chrono::seconds kRan(30);

}  // namespace

WriterProcess::WriterProcess(std::string data, std::string config)
    : data_(std::move(data)),
      config_(std::move(config)),
      supervisor_([this](const std::stop_token& stopped) { keep_running(stopped); }) {}

WriterProcess::~WriterProcess() {
  supervisor_.request_stop();
  if (const pid_t child = child_; child > 0) ::kill(child, SIGTERM);
  supervisor_.join();
}

pid_t WriterProcess::start() const {
  const std::string parent = std::to_string(::getpid());
  std::vector<std::string> arguments = {"newssearch", "writer", "--data", data_, "--parent", parent};
  if (!config_.empty()) arguments.insert(arguments.end(), {"--config", config_});
  std::vector<char*> pointers;
  for (std::string& argument : arguments) pointers.push_back(argument.data());
  pointers.push_back(nullptr);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t none;
  sigemptyset(&none);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
  pid_t child = 0;
  const int error = ::posix_spawn(&child, "/proc/self/exe", nullptr, &attributes, pointers.data(), environ);
  posix_spawnattr_destroy(&attributes);
  return error == 0 ? child : 0;
}

void WriterProcess::keep_running(const std::stop_token& stopped) {
  Milliseconds pause = kFirstPause;
  while (!stopped.stop_requested()) {
    const steady_clock::time_point began = steady_clock::now();
    child_ = start();
    if (stopped.stop_requested() && child_ > 0) ::kill(child_, SIGTERM);
    int status = 0;
    while (child_ > 0 && ::waitpid(child_, &status, WNOHANG) == 0) std::this_thread::sleep_for(kLook);
    child_ = 0;
    if (stopped.stop_requested()) return;
    const std::string how = WIFSIGNALED(status) ? "signal " + std::to_string(WTERMSIG(status))
                                                : "status " + std::to_string(WEXITSTATUS(status));
    log_event(LogLevel::error, "writer_ended", {{"reason", how}});
    pause = steady_clock::now() - began > kRan ? kFirstPause : pause;
    for (Milliseconds waited(0); waited < pause && !stopped.stop_requested(); waited += kLook)
      std::this_thread::sleep_for(kLook);
    pause = std::min(2 * pause, kLastPause);
  }
}

}  // namespace newssearch
