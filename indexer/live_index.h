#pragma once
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "common/generation.h"
#include "common/write_protocol.h"

namespace newssearch {

struct LiveOptions {
  std::chrono::milliseconds interval{1000};  ///< a generation is published so often at the most
  unsigned threads = 0;                      ///< that analyse; 0: as many as there are cores
  std::size_t pending_bytes =
      64 << 20;                ///< of articles not yet published; beyond it, or what takes half a second, writes wait
  double rebuilt_share = 0.1;  ///< where more than this of the articles was added, all is built anew
  std::size_t rebuilt_least = 5000;         ///< and at least so many
  std::chrono::seconds rebuilt_after{600};  ///< or so long ago, but no more than a twentieth of the time is spent on it
  /// Why an index built anew is not to take the place of the current one; nullopt: it may. `candidate` is a data
  /// directory with it.
  std::function<std::optional<std::string>(const DataDirectory& candidate, const DataDirectory& current)> verify;
};

/// The writer of a data directory, for as long as it lives: holds the WriterLock, keeps the journal, publishes what is
/// written as small parts beside the index (addition.h), and builds that anew when they have become many, when asked
/// to, after a purge, and where an older newssearch wrote it. Safe to share between threads.
///
/// A write is answered when its record is synced (journal.h). It is published in order, with all before it: a
/// generation's seq says how far it goes, and what the journal has beyond is done again when the writer starts. Where
/// publishing fails (disk full), it is tried again, and what waits is kept.
class LiveIndex : public WriterService {
 public:
  /// Throws WriterBusy, JournalDamaged, IndexDamaged or std::system_error.
  explicit LiveIndex(DataDirectory directory, LiveOptions options = {});
  ~LiveIndex() override;  ///< what is not published yet is in the journal
  LiveIndex(const LiveIndex&) = delete;
  LiveIndex& operator=(const LiveIndex&) = delete;

  /// Throws std::runtime_error where the journal cannot be written: make a new LiveIndex then.
  WriteAnswer write(std::vector<WriteOrder> orders, WriteWait wait) override;
  WriteAnswer publish() override;
  Result<TaskState> reindex(bool force) override;
  Result<std::uint64_t> rollback() override;
  Result<TaskState> task(const std::string& id) override;
  WriterState state() override;

  /// Lets calls that wait return.
  void stop();
  /// The journal cannot be written any more, or has to be read anew.
  bool failed() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// Publishes what a writer that is gone has left in the journal, if anything. Throws as LiveIndex does.
void publish_journal(const DataDirectory& directory, std::chrono::seconds lock_timeout);

}  // namespace newssearch
