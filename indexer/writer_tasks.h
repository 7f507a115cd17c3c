#pragma once
#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "common/result.h"
#include "common/write_protocol.h"

namespace newssearch {

/// Long work of a writer: what runs, and the last twenty that were begun. Safe to share between threads.
class WriterTasks {
 public:
  TaskState begin(const std::string& kind);
  void set(const std::string& id, const std::function<void(TaskState&)>& set);
  void end(const std::string& id, TaskState::State state, const std::string& message);
  /// Code "not_found".
  Result<TaskState> find(const std::string& id) const;
  std::vector<TaskState> all() const;  ///< the latest last

 private:
  struct Task {
    TaskState state;
    std::chrono::steady_clock::time_point began;
    TaskState now() const;
  };
  mutable std::mutex mutex_;
  std::deque<Task> tasks_;
  std::uint64_t begun_ = 0;
};

}  // namespace newssearch
