#pragma once
#include <condition_variable>
#include <cstdint>
#include <exception>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "indexer/durable_file.h"
#include "indexer/journal_segment.h"

namespace newssearch {

/// The journal is not what was written: records that may have been acknowledged cannot be read. The message names the
/// file, the byte and what to do.
struct JournalDamaged : std::exception {
  JournalDamaged(const std::filesystem::path& file, std::uint64_t offset, const std::string& what);
  const char* what() const noexcept override { return message.c_str(); }
  std::string message;
};

/// What the folder of a journal holds, read through without a change.
struct JournalContent {
  std::vector<std::uint64_t> segments;  ///< their first seqs, ascending
  std::uint64_t last_seq = 0;           ///< of the last whole record; 0 where there is no segment
  std::uint64_t last_bytes = 0;         ///< of the last segment: where its whole records end
};
/// Nothing where there is no such folder. Throws JournalDamaged or std::system_error.
JournalContent read_journal(const std::filesystem::path& folder);
/// The first seqs of its segments alone, ascending.
std::vector<std::uint64_t> journal_segments(const std::filesystem::path& folder);
std::filesystem::path journal_segment(const std::filesystem::path& folder, std::uint64_t first);

struct JournalOptions {
  std::uint64_t segment_bytes = 64 << 20;  ///< a segment that has grown to this is followed by a new one
  std::uint64_t first_seq = 1;             ///< the least seq to give: the seq of the current generation + 1
};

/// What a data directory's writer has been told to do, on disk before anybody is told that it will be done. The folder
/// holds segments named by the first seq in them, 0000000000000001.log (journal_segment.h has their format). Only the
/// process that holds the WriterLock may open it.
///
/// A record is acknowledged when sync() has returned for it. What is promised, under kill -9, power cuts, a full disk
/// and a failing one:
///
/// - An acknowledged record survives. sync() returns after fdatasync has said so for every byte up to its last, and the
///   name of a segment and its first bytes are synced before a record is written to it.
/// - One not acknowledged may survive or not; where it survives, all before it do. What is found whole on opening, with
///   all before it, is as good as acknowledged: it may only be in the page cache, as Linux takes pages it failed to
///   write for clean. It is therefore written again in its place, and synced, before the constructor returns. That
///   concerns the last segment alone, as a segment is begun only when all of the one before is synced.
/// - No seq is given to two acknowledged records. Numbering goes on after the last whole record, which is none before
///   the last acknowledged one: a seq given again was that of a record never acknowledged, and gone.
/// - After a write or sync that failed nothing is written or synced any more through this object, see failed(). No sync
///   is tried a second time: the first may have dropped the bytes, and the second would not tell.
///
/// Opening reads all segments. The records that wait are written as a group and synced with one call: of a group not
/// yet synced, a power cut or a failed write may leave any records whole, and others not. Every record says up to which
/// one all were synced when its group was written. A record that is not whole, and all after it, are therefore cut off
/// where they can be such a group: in the last segment, with no whole record behind that says it was synced. Everything
/// else that is not right is JournalDamaged.
///
/// Damage to the group written last, after its sync has succeeded, cannot be told from that: nothing behind it says
/// that it was synced. It is cut off, acknowledged or not. Such damage is no power cut's, but of a disk that lies or
/// decays.
///
/// append, sync, failed and the two seqs may be called from any thread; read and forget_up_to from one thread at a
/// time, beside those.
class Journal {
 public:
  static constexpr const char* kFolderName = "journal";  ///< in a data directory

  /// Makes the folder where there is none. Where all records are before first_seq, they are forgotten. Throws
  /// JournalDamaged or std::system_error.
  explicit Journal(std::filesystem::path folder, JournalOptions options = {});
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;

  /// Gives the record its seq and keeps it for the next sync; syncs itself where 8 MB wait for one. Throws
  /// std::length_error for more than kLongestPayload bytes, std::system_error where the journal has failed.
  std::uint64_t append(std::uint8_t op, std::string_view payload);

  /// Returns when all records up to this one are on the disk. One thread at a time writes and syncs what all have
  /// appended until then, the others wait for it. Throws std::system_error where the record may not be there, now or
  /// ever; std::invalid_argument for a seq never given.
  void sync(std::uint64_t seq);

  /// The last seq given; first_seq - 1 where none was.
  std::uint64_t last_seq() const;
  /// All records up to this one are on the disk.
  std::uint64_t synced_seq() const;
  /// A write or sync has failed: what is not on the disk will not be. Open the journal anew.
  bool failed() const;

  /// Visits the records after a seq, in order, as far as they are synced when it is called. Throws JournalDamaged or
  /// std::system_error.
  void read(std::uint64_t after, const std::function<void(const JournalRecord&)>& visit) const;

  /// Begins a new segment, so that all records there are can be forgotten. Throws std::system_error.
  void begin_anew();

  /// Deletes the segments that hold no record after this seq, but for the one being written to. One after the other is
  /// gone for good before the next is touched: whenever the power is cut, no gap is left. Throws std::system_error.
  void forget_up_to(std::uint64_t seq);

 private:
  std::filesystem::path path_of(std::uint64_t first) const;
  void make_durable(std::uint64_t bytes);
  void forget_first_segment();
  void begin_segment(std::uint64_t first);
  void write_waiting(std::unique_lock<std::mutex>& lock);
  std::error_code written(std::vector<JournalRecord> group, std::uint64_t synced) noexcept;
  void throw_if_failed() const;

  const std::filesystem::path folder_;
  const JournalOptions options_;

  // Of the thread that writes, or of the constructor.
  std::optional<DurableFile> segment_;
  std::uint64_t segment_bytes_ = 0;

  mutable std::mutex mutex_;  ///< guards what follows
  std::condition_variable wrote_;
  std::vector<std::uint64_t> segments_;  ///< their first seqs, ascending; the last is the one being written to
  std::vector<JournalRecord> waiting_;   ///< given a seq and not yet written
  std::size_t waiting_bytes_ = 0;        ///< what they will take in a segment
  std::uint64_t last_ = 0, synced_ = 0;
  bool writing_ = false;
  std::error_code failure_;
};

}  // namespace newssearch
