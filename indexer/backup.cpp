#include "indexer/backup.h"

#include <fcntl.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <optional>
#include <system_error>

#include "common/date.h"
#include "indexer/durable_file.h"
#include "indexer/journal.h"

namespace newssearch {
namespace {

namespace fs = std::filesystem;

/// Of a writer that publishes faster than files can be linked there is none.
constexpr int kMostTries = 100;
constexpr std::uint64_t kCopiedBytes = 1 << 20;

void make_empty(const fs::path& folder) {
  std::error_code ignored;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, ignored))
    fs::remove_all(entry.path(), ignored);
}

/// A folder that is empty again unless it comes to a backup.
class NewFolder {
 public:
  explicit NewFolder(const fs::path& path) : path_(path) { fs::create_directories(path_); }
  ~NewFolder() {
    if (!finished_) make_empty(path_);
  }
  NewFolder(const NewFolder&) = delete;
  void finish() { finished_ = true; }

 private:
  const fs::path path_;
  bool finished_ = false;
};

/// What is appended to it from now on is not copied.
void copy_growing_file(const fs::path& file, const fs::path& to) {
  const DurableFile from(file, O_RDONLY);
  DurableFile copy(to, O_WRONLY | O_CREAT | O_EXCL);
  const std::uint64_t bytes = from.size();
  std::string block;
  for (std::uint64_t at = 0; at < bytes; at += block.size()) {
    block.resize(std::min(kCopiedBytes, bytes - at));
    block.resize(from.read_at(at, block.data(), block.size()));
    if (block.empty()) break;
    copy.write_at(at, block);
  }
  copy.sync();
}

/// Copies the segments with records after a seq. False where the journal has forgotten some of these.
bool copy_journal(const fs::path& journal, const fs::path& to, std::uint64_t seq) {
  std::vector<std::uint64_t> segments = journal_segments(journal);
  while (segments.size() >= 2 && segments[1] <= seq + 1) segments.erase(segments.begin());
  if (segments.empty()) return true;
  fs::create_directory(to);
  for (const std::uint64_t first : segments)
    copy_growing_file(journal_segment(journal, first), journal_segment(to, first));
  sync_folder(to);
  return segments.front() <= seq + 1;
}

/// One try. Nullopt where it was overtaken by a writer.
std::optional<Result<Backup>> take(const DataDirectory& directory, std::uint64_t number, const fs::path& folder,
                                   const BackupOptions& options) {
  const Result<Generation> generation = directory.open(number, OlderSchema::accept);
  if (!generation) return Error{"damaged", generation.error().message};
  const DataDirectory copy(folder);
  const Generation taken{copy.generation_path(number), generation->manifest};
  fs::create_directory(taken.path);
  take_files(*generation, taken.path, options.taking, options.progress);
  write_durably(taken.path / "manifest.json", to_json(taken.manifest));
  sync_folder(taken.path);
  const Manifest& manifest = taken.manifest;
  if (!copy_journal(directory.root() / Journal::kFolderName, folder / Journal::kFolderName, manifest.seq) &&
      directory.current_number() != number)
    return std::nullopt;
  if (const std::vector<std::string> wrong = verify_checksums(taken); !wrong.empty())
    return Error{"damaged", wrong.front()};
  for (const std::string& name : options.beside)
    if (fs::exists(directory.root() / name)) take_file(directory.root() / name, folder / name, Taking::copy);
  write_durably(folder / "current", taken.path.filename().string() + "\n");
  Backup backup{.created_at = format_iso(std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now())),
                .version = options.version,
                .generation = number,
                .articles = manifest.articles,
                .seq = manifest.seq,
                .journal_seq = std::max(manifest.seq, read_journal(folder / Journal::kFolderName).last_seq)};
  for (const auto& [name, file] : manifest.files) backup.bytes += file.bytes;
  return backup;
}

}  // namespace

std::string to_json(const Backup& backup) {
  return nlohmann::ordered_json{
             {"created_at", backup.created_at},  {"version", backup.version}, {"generation", backup.generation},
             {"articles", backup.articles},      {"bytes", backup.bytes},     {"seq", backup.seq},
             {"journal_seq", backup.journal_seq}}
             .dump(2) +
         "\n";
}

Result<Backup> parse_backup(std::string_view text) try {
  const auto json = nlohmann::json::parse(text);
  Backup backup;
  json.at("created_at").get_to(backup.created_at);
  json.at("version").get_to(backup.version);
  json.at("generation").get_to(backup.generation);
  json.at("articles").get_to(backup.articles);
  json.at("bytes").get_to(backup.bytes);
  json.at("seq").get_to(backup.seq);
  json.at("journal_seq").get_to(backup.journal_seq);
  return backup;
} catch (const nlohmann::json::exception&) {
  return Error{"damaged", "backup.json does not describe a backup"};
}

Result<Backup> read_backup(const fs::path& folder) {
  std::ifstream stream(folder / Backup::kFileName, std::ios::binary);
  if (!stream) return Error{"no_backup", folder.string() + ": no backup here, or one that was not finished"};
  const Result<Backup> backup = parse_backup(std::string(std::istreambuf_iterator<char>(stream), {}));
  if (!backup) return Error{backup.error().code, folder.string() + ": " + backup.error().message};
  return backup;
}

Result<Backup> back_up(const DataDirectory& directory, const fs::path& folder, const BackupOptions& options) {
  if (!directory.current_number()) directory.open_current();  // throws NoIndex
  if (fs::exists(folder) && !(fs::is_directory(folder) && fs::is_empty(folder)))
    return Error{"not_empty", folder.string() + ": it is not empty: choose a new folder"};
  NewFolder new_folder(folder);
  for (int tried = 1;; ++tried) {
    const std::uint64_t number = directory.current_number().value_or(0);
    const auto overtaken = [&] { return directory.current_number() != number && tried < kMostTries; };
    try {
      const std::optional<Result<Backup>> made = take(directory, number, folder, options);
      if (made && *made) {
        write_durably(folder / Backup::kFileName, to_json(**made));
        sync_folder(folder);
        sync_folder(fs::absolute(folder).lexically_normal().parent_path());
        new_folder.finish();
        return **made;
      }
      if (made && !overtaken()) return made->error();
    } catch (const std::system_error&) {
      if (!overtaken()) throw;
    } catch (const JournalDamaged& e) {
      return Error{"damaged", e.message};
    }
    make_empty(folder);
  }
}

}  // namespace newssearch
