#include "server/cli/interruption.h"

#include <csignal>

namespace newssearch {
namespace {

volatile std::sig_atomic_t interrupted = 0;

constexpr int kSignals[] = {SIGINT, SIGTERM};

}  // namespace

InterruptionWatch::InterruptionWatch() {
  interrupted = 0;
  struct sigaction note {};
  note.sa_handler = [](int) { interrupted = 1; };
  note.sa_flags = static_cast<int>(SA_RESETHAND);
  for (const int number : kSignals) sigaction(number, &note, nullptr);
}

InterruptionWatch::~InterruptionWatch() {
  for (const int number : kSignals) std::signal(number, SIG_DFL);
}

void InterruptionWatch::check() const {
  if (interrupted) throw Interrupted();
}

}  // namespace newssearch
