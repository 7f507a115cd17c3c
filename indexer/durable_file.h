#pragma once
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string_view>

namespace newssearch {

/// An open file whose bytes are to survive a power cut. Each function throws std::system_error, naming the file. Once
/// one has thrown, the file is not to be synced again: Linux drops what it failed to write, and the next sync would say
/// that all is well.
class DurableFile {
 public:
  /// Flags and mode of open(2).
  DurableFile(const std::filesystem::path& path, int flags, unsigned mode = 0600);
  ~DurableFile();
  DurableFile(const DurableFile&) = delete;
  DurableFile& operator=(const DurableFile&) = delete;

  std::uint64_t size() const;
  /// Up to `bytes` bytes; fewer only where the file ends. Returns how many.
  std::size_t read_at(std::uint64_t offset, char* to, std::size_t bytes) const;
  void write_at(std::uint64_t offset, std::string_view bytes);
  void truncate(std::uint64_t bytes);
  /// Returns when all that was written, and the file's size, are on the disk.
  void sync();

 private:
  std::filesystem::path path_;
  int file_;
};

/// Makes a file of this content, or gives it to the one that is there; it is on the disk when this returns, its name
/// may not be. Throws std::system_error.
void write_durably(const std::filesystem::path& path, std::string_view content);

/// Returns when the names of the files in it are on the disk. Throws std::system_error.
void sync_folder(const std::filesystem::path& folder);

}  // namespace newssearch
