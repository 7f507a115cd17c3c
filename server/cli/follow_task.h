#pragma once
#include <set>
#include <string>

#include "common/generation.h"
#include "common/write_protocol.h"
#include "server/cli/progress_bar.h"

namespace newssearch {

/// Waits until a task of a writer has ended, and gives it back as it is then. Code "not_found".
Result<TaskState> follow_task(WriterService& writer, TaskState task, ProgressBar& bar);

/// The erasing that purges bring about: the index built anew without their words. Made before the purge is asked for,
/// so that what was erased before is not taken for it.
class Erasure {
 public:
  Erasure(WriterService& writer, DataDirectory directory);
  /// Waits until what was purged by the journal's record `seq` is in no file of the directory. Throws
  /// std::runtime_error where the index cannot be built anew.
  void follow(std::uint64_t seq, ProgressBar& bar);

 private:
  bool is_forgotten(std::uint64_t seq) const;

  WriterService& writer_;
  const DataDirectory directory_;
  std::set<std::string> begun_before_;
};

}  // namespace newssearch
