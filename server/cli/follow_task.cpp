#include "server/cli/follow_task.h"

#include <chrono>
#include <stdexcept>
#include <thread>

#include "indexer/journal.h"

namespace newssearch {
namespace {

constexpr std::chrono::milliseconds kBetweenLooks{100};

void show_task(const TaskState& task, ProgressBar& bar) {
  bar.show({task.phase, Progress::Unit::articles, task.total > 0 ? task.done : 0, task.total});
}

}  // namespace

Result<TaskState> follow_task(WriterService& writer, TaskState task, ProgressBar& bar) {
  while (task.state == TaskState::State::running) {
    show_task(task, bar);
    std::this_thread::sleep_for(kBetweenLooks);
    Result<TaskState> now = writer.task(task.id);
    if (!now) return now;
    task = *std::move(now);
  }
  return task;
}

Erasure::Erasure(WriterService& writer, DataDirectory directory) : writer_(writer), directory_(std::move(directory)) {
  for (const TaskState& task : writer_.state().tasks) begun_before_.insert(task.id);
}

void Erasure::follow(std::uint64_t seq, ProgressBar& bar) {
  for (;;) {
    for (const TaskState& task : writer_.state().tasks) {
      if (task.state == TaskState::State::running) show_task(task, bar);
      if (task.kind != "erase" || begun_before_.contains(task.id)) continue;
      if (task.state == TaskState::State::done) return;
      if (task.state == TaskState::State::failed) throw std::runtime_error(task.message);
    }
    if (is_forgotten(seq)) return;  // another task than one of its own has erased it
    std::this_thread::sleep_for(kBetweenLooks);
  }
}

/// A writer keeps a purge in its journal until the words are erased.
bool Erasure::is_forgotten(std::uint64_t seq) const {
  const std::vector<std::uint64_t> segments = journal_segments(directory_.root() / Journal::kFolderName);
  return segments.empty() || segments.front() > seq;
}

}  // namespace newssearch
