#pragma once
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "common/write_protocol.h"
#include "tests/support/temporary_folder.h"

namespace newssearch {

/// A writer that notes what it is asked and answers what it was told to.
class FakeWriter : public WriterService {
 public:
  /// The outcome of one order: the article is new, unless the test says otherwise.
  std::function<WriteOutcome(const WriteOrder&)> outcome = [](const WriteOrder& order) {
    return WriteOutcome{WriteOutcome::Kind::created, order.id, 1, 7, {}};
  };
  std::function<void()> before_write = [] {};
  Result<TaskState> task_answer =
      TaskState{"reindex-7", "reindex", TaskState::State::running, "indexing", 3, 10, 1.5, 3.5, "", 0};
  Result<std::uint64_t> rollback_answer = std::uint64_t{41};
  WriterState state_answer;

  WriteAnswer write(std::vector<WriteOrder> orders, WriteWait wait) override {
    before_write();
    const bool searchable = wait == WriteWait::searchable;
    WriteAnswer answer{{}, 7, searchable, searchable ? std::uint64_t{42} : 0};
    const std::lock_guard lock(mutex_);
    for (auto& order : orders) {
      answer.outcomes.push_back(outcome(order));
      orders_.push_back(std::move(order));
    }
    return answer;
  }
  WriteAnswer publish() override { return {{}, 7, true, 42}; }
  Result<TaskState> reindex(bool force) override {
    forced = force;
    return task_answer;
  }
  Result<std::uint64_t> rollback() override { return rollback_answer; }
  Result<TaskState> task(const std::string& id) override {
    if (task_answer && id == task_answer->id) return task_answer;
    return Error{"not_found", "there is no task '" + id + "'"};
  }
  WriterState state() override { return state_answer; }

  std::vector<WriteOrder> orders() const {
    const std::lock_guard lock(mutex_);
    return orders_;
  }
  bool forced = false;

 private:
  mutable std::mutex mutex_;
  std::vector<WriteOrder> orders_;
};

/// A service behind a socket of its own, for as long as this lives.
class ListeningWriter {
 public:
  explicit ListeningWriter(WriterService& service)
      : listener_(writer_socket(folder_.path()), service), thread_([this] { listener_.run(); }) {}
  ~ListeningWriter() { stop(); }

  std::filesystem::path socket() const { return writer_socket(folder_.path()); }
  void stop() {
    listener_.stop();
    if (thread_.joinable()) thread_.join();
  }

 private:
  TemporaryFolder folder_;
  WriterListener listener_;
  std::thread thread_;
};

}  // namespace newssearch
