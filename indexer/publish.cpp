#include "indexer/publish.h"

#include <fcntl.h>

#include <algorithm>

#include "indexer/durable_file.h"

namespace newssearch {
namespace {

namespace fs = std::filesystem;

void name_current(const DataDirectory& directory, std::uint64_t number) {
  const fs::path beside = directory.root() / "current.tmp";
  write_durably(beside, directory.generation_path(number).filename().string() + "\n");
  fs::rename(beside, directory.root() / "current");
  sync_folder(directory.root());
}

constexpr std::string_view kRemovedPrefix = "removed-";

/// What was never published (its writer was killed just before) goes too: it must not pass for the one before. So does
/// what was being removed when the power was cut.
void remove_others(const DataDirectory& directory, const std::vector<std::uint64_t>& kept) {
  for (const std::uint64_t number : directory.generations())
    if (std::find(kept.begin(), kept.end(), number) == kept.end()) remove_generation(directory, number);
  std::error_code ignored;
  std::vector<fs::path> half_removed;
  for (const fs::directory_entry& entry : fs::directory_iterator(directory.root(), ignored))
    if (entry.path().filename().string().starts_with(kRemovedPrefix)) half_removed.push_back(entry.path());
  for (const fs::path& folder : half_removed) fs::remove_all(folder, ignored);
}

}  // namespace

void remove_generation(const DataDirectory& directory, std::uint64_t number) {
  const fs::path removed = directory.root() / (std::string(kRemovedPrefix) + std::to_string(number));
  std::error_code ignored;
  fs::rename(directory.generation_path(number), removed, ignored);
  fs::remove_all(removed, ignored);
}

void make_durable(const fs::path& finished, Manifest& manifest) {
  std::vector<fs::path> folders = {finished};
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(finished)) {
    if (entry.is_directory()) {
      folders.push_back(entry.path());
      continue;
    }
    const std::string name = entry.path().lexically_relative(finished).string();
    if (manifest.files.contains(name)) continue;
    DurableFile(entry.path(), O_RDONLY).sync();
    manifest.files[name] = {entry.file_size(), sha256_file(entry.path())};
  }
  for (const fs::path& folder : folders) sync_folder(folder);
}

Manifest publish_generation(const DataDirectory& directory, const fs::path& finished, Manifest manifest,
                            const std::vector<std::uint64_t>& keep) {
  make_durable(finished, manifest);
  const std::vector<std::uint64_t> existing = directory.generations();
  const std::optional<std::uint64_t> previous = directory.current_number();
  manifest.number = std::max({existing.empty() ? 0 : existing.back(), previous.value_or(0), manifest.number}) + 1;
  write_durably(finished / "manifest.json", to_json(manifest));
  sync_folder(finished);
  fs::rename(finished, directory.generation_path(manifest.number));
  sync_folder(directory.root());
  name_current(directory, manifest.number);
  std::vector<std::uint64_t> kept = keep;
  kept.insert(kept.end(), {manifest.number, previous.value_or(0), manifest.before});
  remove_others(directory, kept);
  return manifest;
}

std::map<std::string, Manifest::File> link_files(const Generation& generation, const fs::path& finished,
                                                 const std::function<bool(const std::string&)>& wanted) {
  std::map<std::string, Manifest::File> linked;
  for (const auto& [name, file] : generation.manifest.files) {
    if (!wanted(name)) continue;
    fs::create_directories((finished / name).parent_path());
    fs::create_hard_link(generation.path / name, finished / name);
    linked[name] = file;
  }
  return linked;
}

Result<std::uint64_t> rollback(const DataDirectory& directory) {
  const std::optional<std::uint64_t> current = directory.current_number();
  if (!current) return Error{"no_index", directory.root().string() + ": no index here"};
  std::optional<std::uint64_t> previous;
  const Result<Generation> generation = directory.open(*current);
  if (generation && generation->manifest.before != 0) {
    if (directory.open(generation->manifest.before)) previous = generation->manifest.before;
  } else if (!generation || generation->manifest.parts.empty()) {
    for (const std::uint64_t number : directory.generations())
      if (number < *current && directory.open(number)) previous = number;
  }
  if (!previous)
    return Error{"nothing_to_roll_back",
                 directory.root().string() + ": no whole generation before " + std::to_string(*current)};
  name_current(directory, *previous);
  return *previous;
}

}  // namespace newssearch
