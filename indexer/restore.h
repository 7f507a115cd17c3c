#pragma once
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "common/generation.h"
#include "common/result.h"
#include "indexer/backup.h"
#include "indexer/generation_files.h"

namespace newssearch {

struct RestoreOptions {
  bool force = false;  ///< even where there is an index
  Taking taking = Taking::link;
  unsigned threads = 1;
  std::chrono::seconds lock_timeout{0};  ///< how long to wait for another writer
  std::vector<std::string> beside = {};  ///< files beside the index that go along, where there are none: "synonyms.txt"
  TakingProgress progress = {};
};

struct RestoreSummary {
  Backup backup;
  std::uint64_t generation = 0;       ///< published
  std::uint64_t articles = 0;         ///< in it
  std::uint64_t purged = 0;           ///< articles of the backup that were left out
  std::uint64_t to_replay = 0;        ///< records of the journal that came after the generation, for its writer
  bool journal_kept = false;          ///< the data directory's own was the newer one
  std::uint64_t missing_records = 0;  ///< which neither has, between the generation and the journal kept
};

/// Makes the generation of a backup the current one of a data directory, under a number above all there are, and the
/// backup's journal its journal, unless it has a newer one. Each file is read whole and compared with its checksum
/// before anything is changed. What was purged in the data directory stays purged: the tombstones of all its
/// generations that are for good are those of the restored one too, and it holds no such article. The generation that
/// was current stays, for rollback. Codes: "no_backup", "not_empty", "damaged", "older_schema", "newer_schema". Throws
/// WriterBusy, std::system_error or Xapian::Error; what was current then stays so.
Result<RestoreSummary> restore(const std::filesystem::path& backup, const DataDirectory& directory,
                               const RestoreOptions& options);

}  // namespace newssearch
