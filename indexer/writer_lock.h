#pragma once
#include <chrono>
#include <exception>
#include <filesystem>
#include <string>

namespace newssearch {

/// Another process is writing to this data directory.
struct WriterBusy : std::exception {
  explicit WriterBusy(std::string what) : message(std::move(what)) {}
  const char* what() const noexcept override { return message.c_str(); }
  std::string message;
};

/// The right to write to a data directory, one at a time. It lies on an open file (writer.lock) and ends with the
/// process, however that ends.
class WriterLock {
 public:
  /// Waits up to `timeout` for another writer; throws WriterBusy, naming its process, or std::system_error.
  WriterLock(const std::filesystem::path& directory, std::chrono::seconds timeout);
  ~WriterLock();
  WriterLock(const WriterLock&) = delete;
  WriterLock& operator=(const WriterLock&) = delete;

 private:
  int file_;
};

}  // namespace newssearch
