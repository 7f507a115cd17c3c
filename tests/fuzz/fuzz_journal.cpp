#include <cstdint>
#include <cstdlib>

#include "indexer/journal.h"
#include "tests/support/temporary_folder.h"

// Whatever bytes a journal's last segment is of, it is opened with the records before the first that is not whole, or
// refused, as the plain reading here says; opened, it is read and written to as any other.
namespace {

using namespace newssearch;

constexpr std::size_t kLengthAndCrcBytes = 8;

std::uint64_t number_at(std::string_view bytes, std::size_t at, std::size_t size) {
  std::uint64_t number = 0;
  for (std::size_t i = size; i-- > 0;) number = number << 8 | static_cast<unsigned char>(bytes[at + i]);
  return number;
}

/// Makes the checksums right of what can be records: none but by luck would be, and nothing behind them were ever read.
/// `but_of` is the index of the one whose checksum is made wrong.
std::string signed_records(std::string bytes, std::size_t but_of) {
  std::size_t index = 0;
  for (std::size_t at = kJournalMagic.size(); at + kLengthAndCrcBytes < bytes.size(); ++index) {
    const std::size_t length = static_cast<unsigned char>(bytes[at]);
    const std::uint32_t crc =
        crc32c(std::string_view(bytes).substr(at + kLengthAndCrcBytes, length)) ^ (index == but_of ? 1U : 0U);
    for (std::size_t i = 0; i < 4; ++i) bytes[at + 4 + i] = static_cast<char>(crc >> (8 * i));
    at += kLengthAndCrcBytes + length;
  }
  return bytes;
}

/// How long the whole record at an offset is; 0 where none stands there.
std::size_t record_bytes(std::string_view segment, std::size_t at) {
  if (segment.size() < kRecordHeadBytes || at > segment.size() - kRecordHeadBytes) return 0;
  const std::uint64_t bytes = kLengthAndCrcBytes + number_at(segment, at, 4);
  if (bytes < kRecordHeadBytes || bytes > segment.size() - at) return 0;
  const std::string_view body = segment.substr(at + kLengthAndCrcBytes, bytes - kLengthAndCrcBytes);
  return crc32c(body) == number_at(segment, at + 4, 4) ? bytes : 0;
}

struct Expected {
  std::uint64_t last = 0;
  bool refused = false;
};

/// Of a segment that begins with the magic.
Expected expected_of(std::string_view segment) {
  Expected expected;
  std::size_t end = kJournalMagic.size();
  for (std::size_t bytes; (bytes = record_bytes(segment, end)) != 0; end += bytes, ++expected.last)
    if (number_at(segment, end + 8, 8) != expected.last + 1) return {.refused = true};
  for (std::size_t at = end + 1; at < segment.size(); ++at) {
    if (record_bytes(segment, at) == 0) continue;
    const std::uint64_t seq = number_at(segment, at + 8, 8), synced = number_at(segment, at + 16, 8);
    const bool can_be = synced < seq && seq <= expected.last + 1 + (at - end) / kRecordHeadBytes;
    expected.refused = expected.refused || (can_be && synced > expected.last);
  }
  return expected;
}

std::uint64_t read_all(const Journal& journal) {
  std::uint64_t last = 0;
  journal.read(0, [&](const JournalRecord& record) {
    if (record.seq != last + 1) std::abort();
    last = record.seq;
  });
  return last;
}

void open_journal(const std::string& segment) {
  static const TemporaryFolder folder;
  folder.write("0000000000000001.log", segment);
  const bool begins = segment.starts_with(kJournalMagic);
  const Expected expected = begins ? expected_of(segment) : Expected();
  try {
    Journal journal(folder.path());
    const std::uint64_t last = journal.last_seq();
    if (expected.refused || last != expected.last || read_all(journal) != last) std::abort();
    journal.sync(journal.append(1, "one more"));
    if (read_all(Journal(folder.path())) != last + 1) std::abort();
  } catch (const JournalDamaged&) {
    if (begins && !expected.refused) std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  const std::string segment = std::string(kJournalMagic) + bytes;
  constexpr std::size_t kNone = ~std::size_t{0};
  open_journal(bytes);
  open_journal(segment);
  open_journal(signed_records(segment, kNone));
  open_journal(signed_records(segment, size % 3));
  return 0;
}
