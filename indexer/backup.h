#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "common/generation.h"
#include "common/result.h"
#include "indexer/generation_files.h"

namespace newssearch {

/// A copy of an index: a data directory with one generation, the records of the journal that came after it, and
/// backup.json, written last: what has none is no backup. Searches can read it where it lies.
struct Backup {
  static constexpr const char* kFileName = "backup.json";

  std::string created_at;         ///< ISO 8601, UTC
  std::string version;            ///< of the program
  std::uint64_t generation = 0;   ///< its number
  std::uint64_t articles = 0;     ///< in the generation
  std::uint64_t bytes = 0;        ///< of the generation's files
  std::uint64_t seq = 0;          ///< of the journal, up to which the generation has it
  std::uint64_t journal_seq = 0;  ///< of the last record of the journal in it; seq where there is none
  bool operator==(const Backup&) const = default;
};
std::string to_json(const Backup& backup);
/// Code "damaged".
Result<Backup> parse_backup(std::string_view json);
/// Codes "no_backup", "damaged".
Result<Backup> read_backup(const std::filesystem::path& folder);

struct BackupOptions {
  Taking taking = Taking::link;
  std::string version = {};              ///< of the program, for backup.json
  std::vector<std::string> beside = {};  ///< files beside the index that go along, where there are any: "synonyms.txt"
  TakingProgress progress = {};
};

/// Makes a backup in a folder that is new or empty, while others search and write: where the generation is replaced and
/// removed meanwhile, it begins anew with the next. Its files are read whole and compared with their checksums. All is
/// on the disk when this returns; where it fails, the folder is empty. Codes: "not_empty", "damaged". Throws NoIndex or
/// std::system_error.
Result<Backup> back_up(const DataDirectory& directory, const std::filesystem::path& folder,
                       const BackupOptions& options);

}  // namespace newssearch
