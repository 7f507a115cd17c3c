#include "indexer/generation_files.h"

#include <fcntl.h>

#include "indexer/durable_file.h"

namespace newssearch {
namespace {

namespace fs = std::filesystem;

void sync_folders(const fs::path& folder) {
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_directory()) sync_folder(entry.path());
  sync_folder(folder);
}

}  // namespace

void take_file(const fs::path& file, const fs::path& to, Taking taking) {
  std::error_code cannot_link = std::make_error_code(std::errc::cross_device_link);
  if (taking == Taking::link) fs::create_hard_link(file, to, cannot_link);
  if (cannot_link) fs::copy_file(file, to);
  DurableFile(to, O_RDONLY).sync();
}

void take_files(const Generation& generation, const fs::path& folder, Taking taking, const TakingProgress& progress) {
  std::uint64_t total = 0, done = 0;
  for (const auto& [name, file] : generation.manifest.files) total += file.bytes;
  for (const auto& [name, file] : generation.manifest.files) {
    fs::create_directories((folder / name).parent_path());
    take_file(generation.path / name, folder / name, taking);
    done += file.bytes;
    if (progress) progress(done, total);
  }
  sync_folders(folder);
}

}  // namespace newssearch
