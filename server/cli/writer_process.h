#pragma once
#include <atomic>
#include <string>
#include <thread>

namespace newssearch {

/// `newssearch writer` beside this process, of the same data and --config: started, started again when it ends
/// (after a second, then later and later, up to ten), and stopped with this. What it says goes to this process's
/// standard error.
class WriterProcess {
 public:
  /// `config` is empty where none was named: the writer looks for the usual one itself, which may come and go.
  WriterProcess(std::string data, std::string config);
  ~WriterProcess();
  WriterProcess(const WriterProcess&) = delete;
  WriterProcess& operator=(const WriterProcess&) = delete;

 private:
  void keep_running(const std::stop_token& stopped);
  pid_t start() const;

  const std::string data_, config_;
  std::atomic<pid_t> child_{0};
  std::jthread supervisor_;
};

}  // namespace newssearch
