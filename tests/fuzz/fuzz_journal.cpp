#include <cstdint>
#include <cstdlib>

#include "indexer/journal.h"
#include "tests/support/temporary_folder.h"

// Whatever bytes a journal's last segment is of, it is opened or refused; opened, it is read and written to as any
// other.
namespace {

using namespace newssearch;

constexpr std::size_t kHeadBytes = 8;

/// Makes the checksums right of what can be records: none but by luck would be, and nothing behind them were ever read.
std::string signed_records(std::string bytes) {
  for (std::size_t at = kJournalMagic.size(); at + kHeadBytes < bytes.size();) {
    const std::size_t length = static_cast<unsigned char>(bytes[at]);
    const std::uint32_t crc = crc32c(std::string_view(bytes).substr(at + kHeadBytes, length));
    for (std::size_t i = 0; i < 4; ++i) bytes[at + 4 + i] = static_cast<char>(crc >> (8 * i));
    at += kHeadBytes + length;
  }
  return bytes;
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
  try {
    Journal journal(folder.path());
    const std::uint64_t last = journal.last_seq();
    if (last > segment.size() || read_all(journal) != last) std::abort();
    journal.sync(journal.append(1, "one more"));
    if (read_all(Journal(folder.path())) != last + 1) std::abort();
  } catch (const JournalDamaged&) {}
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  const std::string segment = std::string(kJournalMagic) + bytes;
  open_journal(bytes);
  open_journal(segment);
  open_journal(signed_records(segment));
  return 0;
}
