#include "indexer/journal_segment.h"

#include <fcntl.h>

#include <algorithm>
#include <boost/crc.hpp>

namespace newssearch {
namespace {

constexpr std::size_t kWindowBytes = 1 << 20;
constexpr std::size_t kLengthAndCrcBytes = 8, kLeastLength = kRecordHeadBytes - kLengthAndCrcBytes;

template <class Number>
void put_number(std::string& bytes, Number number) {
  for (std::size_t i = 0; i < sizeof number; ++i) bytes += static_cast<char>(number >> (8 * i));
}

template <class Number>
Number number_at(std::string_view bytes, std::size_t at) {
  Number number = 0;
  for (std::size_t i = 0; i < sizeof number; ++i)
    number |= static_cast<Number>(Number{static_cast<unsigned char>(bytes[at + i])} << (8 * i));
  return number;
}

bool can_be_length(std::uint32_t length) { return length >= kLeastLength && length <= kLongestPayload + kLeastLength; }

}  // namespace

std::uint32_t crc32c(std::string_view bytes) {
  boost::crc_optimal<32, 0x1EDC6F41, 0xFFFFFFFF, 0xFFFFFFFF, true, true> crc;
  crc.process_bytes(bytes.data(), bytes.size());
  return crc.checksum();
}

std::string to_journal_bytes(const std::vector<JournalRecord>& records, std::uint64_t synced) {
  std::size_t size = 0;
  for (const JournalRecord& record : records) size += kRecordHeadBytes + record.payload.size();
  std::string bytes;
  bytes.reserve(size);
  for (const JournalRecord& record : records) {
    put_number(bytes, static_cast<std::uint32_t>(kLeastLength + record.payload.size()));
    const std::size_t crc_at = bytes.size();
    put_number(bytes, std::uint32_t{0});
    const std::size_t body_at = bytes.size();
    put_number(bytes, record.seq);
    put_number(bytes, synced);
    put_number(bytes, record.op);
    bytes += record.payload;
    std::string crc;
    put_number(crc, crc32c(std::string_view(bytes).substr(body_at)));
    bytes.replace(crc_at, crc.size(), crc);
  }
  return bytes;
}

JournalSegmentReader::JournalSegmentReader(const std::filesystem::path& path)
    : file_(path, O_RDONLY), bytes_(file_.size()) {}

bool JournalSegmentReader::has_magic() { return view(0, kJournalMagic.size()) == kJournalMagic; }

bool JournalSegmentReader::is_blank() {
  if (bytes_ < kJournalMagic.size()) return true;
  for (std::uint64_t at = 0; at < bytes_; at += kWindowBytes)
    if (view(at, kWindowBytes).find_first_not_of('\0') != std::string_view::npos) return false;
  return true;
}

std::optional<JournalRecord> JournalSegmentReader::next() {
  const std::string_view body = body_at(offset_);
  if (body.empty()) return std::nullopt;
  offset_ += kLengthAndCrcBytes + body.size();
  return JournalRecord{number_at<std::uint64_t>(body, 0), static_cast<std::uint8_t>(body[16]),
                       std::string(body.substr(kLeastLength))};
}

bool JournalSegmentReader::says_synced(std::uint64_t seq) {
  for (std::uint64_t at = offset_ + 1; at + kRecordHeadBytes <= bytes_; ++at) {
    const std::string_view head = view(at, kRecordHeadBytes);
    if (head.size() < kRecordHeadBytes) return false;
    if (!can_be_length(number_at<std::uint32_t>(head, 0))) continue;
    const auto found = number_at<std::uint64_t>(head, 8), synced = number_at<std::uint64_t>(head, 16);
    const std::uint64_t most_between = (at - offset_) / kRecordHeadBytes;
    if (synced >= seq && synced < found && found - seq <= most_between && !body_at(at).empty()) return true;
  }
  return false;
}

std::string_view JournalSegmentReader::view(std::uint64_t offset, std::size_t bytes) {
  if (offset >= bytes_) return {};
  bytes = static_cast<std::size_t>(std::min<std::uint64_t>(bytes, bytes_ - offset));
  if (offset < window_begin_ || offset + bytes > window_begin_ + window_.size()) {
    window_.resize(static_cast<std::size_t>(std::min<std::uint64_t>(std::max(bytes, kWindowBytes), bytes_ - offset)));
    window_begin_ = offset;
    window_.resize(file_.read_at(offset, window_.data(), window_.size()));
  }
  return std::string_view(window_).substr(static_cast<std::size_t>(offset - window_begin_), bytes);
}

std::string_view JournalSegmentReader::body_at(std::uint64_t offset) {
  const std::string_view head = view(offset, kLengthAndCrcBytes);
  if (head.size() < kLengthAndCrcBytes) return {};
  const auto length = number_at<std::uint32_t>(head, 0), crc = number_at<std::uint32_t>(head, 4);
  if (!can_be_length(length) || length > bytes_ - offset - kLengthAndCrcBytes) return {};
  const std::string_view body = view(offset + kLengthAndCrcBytes, length);
  return body.size() == length && crc32c(body) == crc ? body : std::string_view();
}

}  // namespace newssearch
