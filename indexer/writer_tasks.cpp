#include "indexer/writer_tasks.h"

namespace newssearch {
namespace {

constexpr std::size_t kTasksKept = 20;

}  // namespace

TaskState WriterTasks::Task::now() const {
  TaskState task = state;
  if (task.state == TaskState::State::running)
    task.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  return task;
}

TaskState WriterTasks::begin(const std::string& kind) {
  const std::scoped_lock lock(mutex_);
  TaskState task;
  task.id = kind + "-" + std::to_string(++begun_);
  task.kind = kind;
  task.phase = "beginning";
  tasks_.push_back({task, std::chrono::steady_clock::now()});
  if (tasks_.size() > kTasksKept) tasks_.pop_front();
  return task;
}

void WriterTasks::set(const std::string& id, const std::function<void(TaskState&)>& set) {
  const std::scoped_lock lock(mutex_);
  for (Task& task : tasks_) {
    if (task.state.id != id) continue;
    task.state = task.now();
    set(task.state);
  }
}

void WriterTasks::end(const std::string& id, TaskState::State state, const std::string& message) {
  set(id, [&](TaskState& task) {
    task.state = state;
    task.message = message;
    task.phase = "";
    task.eta.reset();
  });
}

Result<TaskState> WriterTasks::find(const std::string& id) const {
  const std::scoped_lock lock(mutex_);
  for (const Task& task : tasks_)
    if (task.state.id == id) return task.now();
  return Error{"not_found", "there is no task '" + id + "'"};
}

std::vector<TaskState> WriterTasks::all() const {
  const std::scoped_lock lock(mutex_);
  std::vector<TaskState> all;
  for (const Task& task : tasks_) all.push_back(task.now());
  return all;
}

}  // namespace newssearch
