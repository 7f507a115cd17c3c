#include "indexer/writer_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>
#include <thread>

namespace newssearch {
namespace {

std::string holder(int file) {
  std::array<char, 32> text{};
  const ssize_t bytes = ::pread(file, text.data(), text.size() - 1, 0);
  return bytes > 0 ? " (process " + std::string(text.data(), static_cast<std::size_t>(bytes)) + ")" : "";
}

}  // namespace

WriterLock::WriterLock(const std::filesystem::path& directory, std::chrono::seconds timeout) {
  const std::filesystem::path path = directory / "writer.lock";
  file_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (file_ < 0) throw std::system_error(errno, std::generic_category(), path.string());
  const auto deadline = std::chrono::steady_clock::now() + timeout;
  while (::flock(file_, LOCK_EX | LOCK_NB) != 0) {
    if (std::chrono::steady_clock::now() >= deadline) {
      const std::string who = holder(file_);
      ::close(file_);
      throw WriterBusy(directory.string() + ": another newssearch is writing to it" + who +
                       ": wait for it, or give --lock-timeout SECONDS");
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  const std::string pid = std::to_string(::getpid());
  if (::ftruncate(file_, 0) != 0 || ::pwrite(file_, pid.data(), pid.size(), 0) < 0) {
    const int error = errno;
    ::close(file_);
    throw std::system_error(error, std::generic_category(), path.string());
  }
}

WriterLock::~WriterLock() { ::close(file_); }

}  // namespace newssearch
