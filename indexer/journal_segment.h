#pragma once
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/durable_file.h"

namespace newssearch {

/// One entry of the journal.
struct JournalRecord {
  std::uint64_t seq = 0;  ///< 1, 2, 3, … without gaps
  std::uint8_t op = 0;    ///< what the payload is; the journal does not look at it
  std::string payload;
  bool operator==(const JournalRecord&) const = default;
};

/// A segment is a file of the journal: kJournalMagic, the last two bytes of which are the version, and records one
/// after the other. All numbers have their lowest byte first.
///
///   offset  bytes  what
///        0      4  length: how many bytes follow the CRC; 17 to kLongestPayload + 17
///        4      4  CRC-32C of those bytes
///        8      8  seq
///       16      8  synced: the last seq known to be on the disk when this record was written to the file
///       24      1  op
///       25      …  payload
inline constexpr std::string_view kJournalMagic = "nsjrnl02";
inline constexpr std::size_t kRecordHeadBytes = 25;
inline constexpr std::size_t kLongestPayload = 256 << 20;

/// The checksum of RFC 3720, appendix B.4.
std::uint32_t crc32c(std::string_view bytes);

/// Records as they stand in a segment, written together when all up to `synced` were known to be on the disk. Each
/// payload has kLongestPayload bytes at most.
std::string to_journal_bytes(const std::vector<JournalRecord>& records, std::uint64_t synced);

/// Reads a segment from its begin, up to where it ended when it was opened. Holds a mebibyte of it, or its longest
/// record. Each function throws std::system_error.
class JournalSegmentReader {
 public:
  explicit JournalSegmentReader(const std::filesystem::path& path);

  bool has_magic();
  /// It was just begun when the power was cut: shorter than the magic, or of zeros alone.
  bool is_blank();
  /// Nullopt where no whole record stands at offset().
  std::optional<JournalRecord> next();
  /// Where the next record begins.
  std::uint64_t offset() const { return offset_; }
  std::uint64_t bytes() const { return bytes_; }
  /// True where a whole record anywhere behind offset(), where the record `seq` should be, says that this one was
  /// synced. Takes time linear in the bytes, as a CRC is computed only where one that says so can begin. None can in a
  /// payload of text: of the eight bytes of its seq the highest are zero.
  bool says_synced(std::uint64_t seq);

 private:
  /// What stands at an offset; shorter where the segment ends. Valid until the next call.
  std::string_view view(std::uint64_t offset, std::size_t bytes);
  /// The bytes the CRC is of; empty where there is no whole record.
  std::string_view body_at(std::uint64_t offset);

  DurableFile file_;
  std::uint64_t bytes_, offset_ = kJournalMagic.size();
  std::string window_;  ///< what stands at window_begin_
  std::uint64_t window_begin_ = 0;
};

}  // namespace newssearch
