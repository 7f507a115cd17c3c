#include "indexer/publish.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace newssearch {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const fs::path& path) { throw std::system_error(errno, std::generic_category(), path.string()); }

/// A file descriptor that is closed, whatever happens.
class OpenFile {
 public:
  OpenFile(const fs::path& path, int flags) : path_(path), file_(::open(path.c_str(), flags | O_CLOEXEC, 0644)) {
    if (file_ < 0) fail(path);
  }
  ~OpenFile() { ::close(file_); }
  OpenFile(const OpenFile&) = delete;

  void write(std::string_view text) {
    while (!text.empty()) {
      const ssize_t bytes = ::write(file_, text.data(), text.size());
      if (bytes < 0 && errno == EINTR) continue;
      if (bytes < 0) fail(path_);
      text.remove_prefix(static_cast<std::size_t>(bytes));
    }
  }
  void sync() {
    if (::fsync(file_) != 0) fail(path_);
  }

 private:
  fs::path path_;
  int file_;
};

void sync_directory(const fs::path& directory) { OpenFile(directory, O_RDONLY | O_DIRECTORY).sync(); }

void write_synced(const fs::path& path, std::string_view text) {
  OpenFile file(path, O_WRONLY | O_CREAT | O_TRUNC);
  file.write(text);
  file.sync();
}

void name_current(const DataDirectory& directory, std::uint64_t number) {
  const fs::path beside = directory.root() / "current.tmp";
  write_synced(beside, directory.generation_path(number).filename().string() + "\n");
  fs::rename(beside, directory.root() / "current");
  sync_directory(directory.root());
}

/// What was never published (its writer was killed just before) goes too: it must not pass for the one before.
void remove_others(const DataDirectory& directory, std::uint64_t current, std::optional<std::uint64_t> previous) {
  for (const std::uint64_t number : directory.generations()) {
    if (number == current || number == previous) continue;
    std::error_code ignored;  // a folder that stays costs space, not answers; the next publish tries again
    fs::remove_all(directory.generation_path(number), ignored);
  }
}

}  // namespace

Manifest publish_generation(const DataDirectory& directory, const fs::path& finished, Manifest manifest) {
  std::vector<fs::path> folders = {finished};
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(finished)) {
    if (entry.is_directory()) {
      folders.push_back(entry.path());
      continue;
    }
    OpenFile(entry.path(), O_RDONLY).sync();
    manifest.files[entry.path().lexically_relative(finished).string()] = {entry.file_size(), sha256_file(entry.path())};
  }
  const std::vector<std::uint64_t> existing = directory.generations();
  const std::optional<std::uint64_t> previous = directory.current_number();
  manifest.number = std::max(existing.empty() ? 0 : existing.back(), previous.value_or(0)) + 1;
  write_synced(finished / "manifest.json", to_json(manifest));
  for (const fs::path& folder : folders) sync_directory(folder);
  fs::rename(finished, directory.generation_path(manifest.number));
  sync_directory(directory.root());
  name_current(directory, manifest.number);
  remove_others(directory, manifest.number, previous);
  return manifest;
}

Result<std::uint64_t> rollback(const DataDirectory& directory) {
  const std::optional<std::uint64_t> current = directory.current_number();
  if (!current) return Error{"no_index", directory.root().string() + ": no index here"};
  std::optional<std::uint64_t> previous;
  for (const std::uint64_t number : directory.generations())
    if (number < *current && directory.open(number)) previous = number;
  if (!previous)
    return Error{"nothing_to_roll_back",
                 directory.root().string() + ": no whole generation before " + std::to_string(*current)};
  name_current(directory, *previous);
  return *previous;
}

}  // namespace newssearch
