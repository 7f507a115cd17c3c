#include "indexer/durable_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace newssearch {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail_on(const fs::path& path) {
  throw std::system_error(errno, std::generic_category(), path.string());
}

}  // namespace

DurableFile::DurableFile(const fs::path& path, int flags, unsigned mode)
    : path_(path), file_(::open(path.c_str(), flags | O_CLOEXEC, mode)) {
  if (file_ < 0) fail_on(path_);
}

DurableFile::~DurableFile() { ::close(file_); }

std::uint64_t DurableFile::size() const {
  struct stat status {};
  if (::fstat(file_, &status) != 0) fail_on(path_);
  return static_cast<std::uint64_t>(status.st_size);
}

std::size_t DurableFile::read_at(std::uint64_t offset, char* to, std::size_t bytes) const {
  std::size_t done = 0;
  while (done < bytes) {
    const ssize_t count = ::pread(file_, to + done, bytes - done, static_cast<off_t>(offset + done));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) fail_on(path_);
    if (count == 0) break;
    done += static_cast<std::size_t>(count);
  }
  return done;
}

void DurableFile::write_at(std::uint64_t offset, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::pwrite(file_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (count < 0 && errno == EINTR) continue;
    if (count == 0) errno = EIO;
    if (count <= 0) fail_on(path_);
    offset += static_cast<std::uint64_t>(count);
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
}

void DurableFile::truncate(std::uint64_t bytes) {
  if (::ftruncate(file_, static_cast<off_t>(bytes)) != 0) fail_on(path_);
}

void DurableFile::sync() {
  if (::fdatasync(file_) != 0) fail_on(path_);
}

void write_durably(const fs::path& path, std::string_view content) {
  DurableFile file(path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
  file.write_at(0, content);
  file.sync();
}

void sync_folder(const fs::path& folder) {
  const fs::path path = folder.empty() ? fs::path(".") : folder;
  const int file = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (file < 0) fail_on(path);
  const int error = ::fsync(file) == 0 ? 0 : errno;
  ::close(file);
  errno = error;
  if (error != 0) fail_on(path);
}

}  // namespace newssearch
