#include "indexer/journal.h"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <bit>
#include <catch2/catch.hpp>
#include <csignal>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <random>
#include <thread>

#include "tests/support/temporary_folder.h"

using namespace newssearch;

namespace {

namespace fs = std::filesystem;

const std::string kFirstSegment = "0000000000000001.log";

std::vector<JournalRecord> journal_after(const Journal& journal, std::uint64_t seq) {
  std::vector<JournalRecord> records;
  journal.read(seq, [&](const JournalRecord& record) { records.push_back(record); });
  return records;
}

/// Each synced by itself.
void append_synced(Journal& journal, const std::vector<std::string>& payloads) {
  for (const std::string& payload : payloads) journal.sync(journal.append(1, payload));
}

std::string bytes_in(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

void put_bytes(const fs::path& file, const std::string& bytes) { std::ofstream(file, std::ios::binary) << bytes; }

std::vector<std::string> segments_in(const fs::path& folder) {
  std::vector<std::string> names;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) names.push_back(entry.path().filename());
  std::sort(names.begin(), names.end());
  return names;
}

/// Synced together.
void append_group(Journal& journal, const std::vector<std::string>& payloads) {
  for (const std::string& payload : payloads) journal.append(1, payload);
  journal.sync(journal.last_seq());
}

/// Of different sizes, one longer than a page.
const std::vector<std::string> kGroup = {"a ferry sank", "", std::string(300, 'x'), std::string(5000, 'y'),
                                         "ten saved"};

/// Where a record stands in the first segment.
struct Place {
  std::size_t begin = 0, bytes = 0;
};

std::vector<Place> places_of(const std::vector<JournalRecord>& records) {
  std::vector<Place> places;
  std::size_t begin = kJournalMagic.size();
  for (const JournalRecord& record : records) {
    places.push_back({begin, kRecordHeadBytes + record.payload.size()});
    begin += places.back().bytes;
  }
  return places;
}

const std::vector<std::string> kWaysToGarble = {"zeros", "ones", "anything", "first byte", "last byte"};

/// With the records garbled whose bits are set in `which`, the lowest for the record with this index.
std::string garbled(std::string bytes, const std::vector<Place>& places, std::size_t index, unsigned which,
                    const std::string& how) {
  std::mt19937 random(which);
  for (; which != 0; which >>= 1, ++index) {
    if ((which & 1) == 0) continue;
    const std::size_t begin = places[index].begin, last = begin + places[index].bytes - 1;
    if (how == "first byte") bytes[begin] = static_cast<char>(bytes[begin] ^ 1);
    if (how == "last byte") bytes[last] = static_cast<char>(bytes[last] ^ 1);
    if (how == "zeros" || how == "ones" || how == "anything")
      for (std::size_t at = begin; at <= last; ++at)
        bytes[at] = static_cast<char>(how == "zeros" ? 0 : how == "ones" ? 0xFF : random());
  }
  return bytes;
}

/// Segments so small that every synced record begins a new one.
const JournalOptions kSegmentForEach{.segment_bytes = 1};

}  // namespace

TEST_CASE("the checksum of the journal is the CRC-32C of RFC 3720") {
  std::string ascending, descending;
  for (int i = 0; i < 32; ++i) ascending += static_cast<char>(i);
  descending.assign(ascending.rbegin(), ascending.rend());
  CHECK(crc32c(std::string(32, '\0')) == 0x8A9136AAU);
  CHECK(crc32c(std::string(32, '\xFF')) == 0x62A8AB43U);
  CHECK(crc32c(ascending) == 0x46DD794EU);
  CHECK(crc32c(descending) == 0x113FDB5CU);
  CHECK(crc32c("123456789") == 0xE3069283U);
}

TEST_CASE("a record of the journal has its lowest bytes first") {
  const std::string body = std::string("\x02\x01\0\0\0\0\0\0\xFE\0\0\0\0\0\0\0\x07", 17) + "ab";
  const std::uint32_t crc = crc32c(body);
  std::string expected("\x13\0\0\0", 4);
  for (int i = 0; i < 4; ++i) expected += static_cast<char>(crc >> (8 * i));
  CHECK(to_journal_bytes({{0x102, 7, "ab"}}, 0xFE) == expected + body);
}

TEST_CASE("the records of a group say up to which one all were synced when it was written, also after opening anew") {
  const TemporaryFolder folder;
  for (const std::uint64_t first : {1, 4}) {
    Journal journal(folder.path());
    append_synced(journal, {"alone"});
    journal.append(2, "");
    CHECK(journal.append(3, "together") == first + 2);
    journal.sync(first + 1);
  }
  CHECK(bytes_in(folder.path() / kFirstSegment) == std::string(kJournalMagic) + to_journal_bytes({{1, 1, "alone"}}, 0) +
                                                       to_journal_bytes({{2, 2, ""}, {3, 3, "together"}}, 1) +
                                                       to_journal_bytes({{4, 1, "alone"}}, 3) +
                                                       to_journal_bytes({{5, 2, ""}, {6, 3, "together"}}, 4));
}

TEST_CASE("what is written to the journal is read from it, before and after it is opened anew") {
  const TemporaryFolder folder;
  const std::vector<JournalRecord> records = {{1, 1, "a ferry sank"}, {2, 255, ""}, {3, 0, std::string("\0\xFF\n", 3)}};
  {
    Journal journal(folder.path() / "journal");
    CHECK(journal.last_seq() == 0);
    for (const JournalRecord& record : records) CHECK(journal.append(record.op, record.payload) == record.seq);
    CHECK(journal.last_seq() == 3);
    CHECK(journal.synced_seq() == 0);
    journal.sync(3);
    CHECK(journal.synced_seq() == 3);
    CHECK(journal_after(journal, 0) == records);
  }
  const Journal journal(folder.path() / "journal");
  CHECK(journal.synced_seq() == 3);
  CHECK(journal_after(journal, 0) == records);
  CHECK(journal_after(journal, 2) == std::vector<JournalRecord>{records[2]});
  CHECK(journal_after(journal, 3).empty());
}

TEST_CASE("records that are not synced are not read") {
  const TemporaryFolder folder;
  Journal journal(folder.path());
  append_synced(journal, {"one"});
  journal.append(1, "two");
  CHECK(journal_after(journal, 0).size() == 1);
}

TEST_CASE("a seq that was never given cannot be waited for") {
  const TemporaryFolder folder;
  Journal journal(folder.path());
  CHECK_NOTHROW(journal.sync(0));
  CHECK_THROWS_AS(journal.sync(1), std::invalid_argument);
}

TEST_CASE("every record acknowledged to one of eight threads is there after the journal is opened anew") {
  const TemporaryFolder folder;
  const JournalOptions options{.segment_bytes = 2000};
  constexpr int kThreads = 8, kRecords = 40;
  std::vector<std::map<std::uint64_t, std::string>> acknowledged(kThreads);
  {
    Journal journal(folder.path(), options);
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < kThreads; ++thread)
      threads.emplace_back([&journal, &mine = acknowledged[static_cast<std::size_t>(thread)], thread] {
        for (int i = 0; i < kRecords; ++i) {
          const std::string payload = std::to_string(thread) + " says " + std::to_string(i);
          const std::uint64_t seq = journal.append(1, payload);
          journal.sync(seq);
          if (journal.synced_seq() >= seq) mine[seq] = payload;
        }
      });
  }
  std::map<std::uint64_t, std::string> all;
  for (auto& mine : acknowledged) all.merge(mine);
  CHECK(all.size() == kThreads * kRecords);
  std::map<std::uint64_t, std::string> found;
  for (JournalRecord& record : journal_after(Journal(folder.path(), options), 0)) found[record.seq] = record.payload;
  CHECK(found == all);
  CHECK(segments_in(folder.path()).size() > 1);
}

TEST_CASE("the journal can be read and forgotten from while it is written to") {
  const TemporaryFolder folder;
  Journal journal(folder.path(), kSegmentForEach);
  constexpr std::uint64_t kRecords = 100;
  std::jthread writer([&journal] {
    for (std::uint64_t i = 0; i < kRecords; ++i) append_synced(journal, {std::to_string(i)});
  });
  for (std::uint64_t seen = 0; seen < kRecords;) {
    const std::uint64_t before = seen;
    for (const JournalRecord& record : journal_after(journal, before)) {
      REQUIRE(record.seq == ++seen);
      REQUIRE(record.payload == std::to_string(seen - 1));
    }
    journal.forget_up_to(seen);
    std::this_thread::yield();
  }
}

TEST_CASE("a last record torn at any byte is cut off, and its seq given again") {
  const TemporaryFolder folder;
  std::size_t whole = 0;
  {
    Journal journal(folder.path() / "written");
    append_synced(journal, {"one", "two"});
    whole = bytes_in(folder.path() / "written" / kFirstSegment).size();
    append_synced(journal, {"a third that is torn"});
  }
  const std::string bytes = bytes_in(folder.path() / "written" / kFirstSegment);
  const std::string behind = GENERATE("", "zeros", "ones");
  const fs::path torn = folder.path() / "torn";
  fs::create_directory(torn);
  for (std::size_t cut = whole; cut < bytes.size(); ++cut) {
    CAPTURE(cut, behind);
    const std::string rest(behind.empty() ? 0 : 5000, behind == "zeros" ? '\0' : '\xFF');
    put_bytes(torn / kFirstSegment, bytes.substr(0, cut) + rest);
    Journal journal(torn);
    REQUIRE(journal.last_seq() == 2);
    REQUIRE(fs::file_size(torn / kFirstSegment) == whole);
    append_synced(journal, {"another third"});
    REQUIRE(journal_after(journal, 1) == std::vector<JournalRecord>{{2, 1, "two"}, {3, 1, "another third"}});
  }
}

TEST_CASE("a segment torn while it was begun is begun again") {
  const TemporaryFolder folder;
  const std::string content =
      GENERATE(std::string(), std::string("nsjr"), std::string(8, '\0'), std::string(4096, '\0'));
  CAPTURE(content);
  append_synced(*std::make_unique<Journal>(folder.path()), {"one"});
  put_bytes(folder.path() / "0000000000000002.log", content);
  {
    Journal journal(folder.path());
    CHECK(journal.last_seq() == 1);
    append_synced(journal, {"two"});
  }
  CHECK(journal_after(Journal(folder.path()), 0).size() == 2);
}

TEST_CASE("of a group torn in any way, the records before the first torn one are kept") {
  const TemporaryFolder folder;
  const std::vector<std::string> before = GENERATE(std::vector<std::string>{}, std::vector<std::string>{"one", "two"});
  const fs::path file = folder.path() / kFirstSegment;
  {
    Journal journal(folder.path());
    append_synced(journal, before);
    append_group(journal, kGroup);
  }
  const std::string bytes = bytes_in(file);
  const std::vector<JournalRecord> records = journal_after(Journal(folder.path()), 0);
  const std::vector<Place> places = places_of(records);
  const std::string how = GENERATE(from_range(kWaysToGarble));
  for (unsigned torn = 1; torn < 1U << (kGroup.size() - 1); ++torn) {
    const std::size_t kept = before.size() + static_cast<std::size_t>(std::countr_zero(torn));
    CAPTURE(before.size(), torn, how);
    put_bytes(file, garbled(bytes, places, before.size(), torn, how));
    {
      Journal journal(folder.path());
      REQUIRE(journal.last_seq() == kept);
      REQUIRE(fs::file_size(file) == places[kept].begin);
      append_synced(journal, {"one more"});
    }
    std::vector<JournalRecord> expected(records.begin(), records.begin() + static_cast<std::ptrdiff_t>(kept));
    expected.push_back({kept + 1, 1, "one more"});
    REQUIRE(journal_after(Journal(folder.path()), 0) == expected);
  }
}

TEST_CASE("a group damaged after it was synced is refused where a later one stands behind, be that torn itself") {
  const TemporaryFolder folder;
  const fs::path file = folder.path() / kFirstSegment;
  const bool later_is_torn = GENERATE(false, true);
  {
    Journal journal(folder.path());
    append_synced(journal, {"one"});
    append_group(journal, kGroup);
    append_group(journal, {"torn or not", "whole"});
  }
  std::string bytes = bytes_in(file);
  const std::vector<Place> places = places_of(journal_after(Journal(folder.path()), 0));
  if (later_is_torn) bytes = garbled(bytes, places, kGroup.size() + 1, 1, "zeros");
  const std::string how = GENERATE(from_range(kWaysToGarble));
  for (unsigned damaged = 1; damaged < 1U << kGroup.size(); ++damaged) {
    const auto first = static_cast<std::size_t>(1 + std::countr_zero(damaged));
    CAPTURE(damaged, how, later_is_torn);
    const std::string found = garbled(bytes, places, 1, damaged, how);
    put_bytes(file, found);
    REQUIRE_THROWS_WITH(Journal(folder.path()),
                        Catch::Contains("byte " + std::to_string(places[first].begin) + ":") &&
                            Catch::Contains("record " + std::to_string(first + 1) + " is damaged"));
    REQUIRE(bytes_in(file) == found);
  }
}

TEST_CASE("a journal with a flipped bit in a group before the last is refused, with file, byte and remedy") {
  const TemporaryFolder folder;
  std::size_t first_end = 0, second_end = 0;
  const fs::path file = folder.path() / kFirstSegment;
  const bool synced_together = GENERATE(false, true);
  {
    Journal journal(folder.path());
    append_synced(journal, {"one"});
    first_end = bytes_in(file).size();
    second_end = first_end + to_journal_bytes({{2, 1, "two"}}, 1).size();
    journal.append(1, "two");
    if (!synced_together) journal.sync(2);
    append_synced(journal, {"three", "four"});
  }
  const std::string bytes = bytes_in(file);
  for (std::size_t at = first_end; at < second_end; ++at) {
    CAPTURE(at);
    std::string flipped = bytes;
    flipped[at] = static_cast<char>(flipped[at] ^ 0x10);
    put_bytes(file, flipped);
    REQUIRE_THROWS_AS(Journal(folder.path()), JournalDamaged);
    REQUIRE_THROWS_WITH(Journal(folder.path()),
                        Catch::Contains(kFirstSegment + ": byte " + std::to_string(first_end)) &&
                            Catch::Contains("record 2") && Catch::Contains("truncate"));
    REQUIRE(bytes_in(file) == flipped);
  }
}

TEST_CASE("a record damaged while the journal is open is not read") {
  const TemporaryFolder folder;
  Journal journal(folder.path());
  append_synced(journal, {"one", "two"});
  std::string bytes = bytes_in(folder.path() / kFirstSegment);
  bytes.back() ^= 1;
  put_bytes(folder.path() / kFirstSegment, bytes);
  CHECK_THROWS_AS(journal_after(journal, 0), JournalDamaged);
}

TEST_CASE("a segment before the last that is cut short is refused") {
  const TemporaryFolder folder;
  append_synced(*std::make_unique<Journal>(folder.path(), kSegmentForEach), {"one", "two"});
  const fs::path file = folder.path() / kFirstSegment;
  const std::uintmax_t bytes = fs::file_size(file);
  for (std::uintmax_t cut = 0; cut < bytes; ++cut) {
    fs::resize_file(file, bytes - 1 - cut);
    CAPTURE(cut);
    REQUIRE_THROWS_AS(Journal(folder.path()), JournalDamaged);
  }
}

TEST_CASE("a journal with a gap is refused") {
  const TemporaryFolder folder;
  append_synced(*std::make_unique<Journal>(folder.path(), kSegmentForEach), {"one", "two", "three"});
  fs::remove(folder.path() / "0000000000000002.log");
  CHECK_THROWS_WITH(Journal(folder.path()), Catch::Contains("0000000000000003.log: byte 0: record 3 follows record 1"));
}

TEST_CASE("a record with another seq than the next is refused") {
  const TemporaryFolder folder;
  const std::uint64_t seq = GENERATE(1, 3);
  append_synced(*std::make_unique<Journal>(folder.path()), {"one"});
  const fs::path file = folder.path() / kFirstSegment;
  put_bytes(file, bytes_in(file) + to_journal_bytes({{seq, 1, "two"}}, 1));
  CHECK_THROWS_WITH(Journal(folder.path()), Catch::Contains("record " + std::to_string(seq) + " follows record 1"));
}

TEST_CASE("a file that is no segment, or of another version, is refused") {
  const TemporaryFolder folder;
  const std::string records = to_journal_bytes({{1, 1, "one"}}, 0);
  const std::string begin = GENERATE(std::string("nsjrnl01"), std::string("nsjrnl03"), std::string(8, '\0'),
                                     std::string("a letter to the editor"));
  CAPTURE(begin);
  put_bytes(folder.path() / kFirstSegment, begin + records);
  CHECK_THROWS_WITH(Journal(folder.path()), Catch::Contains("no segment of a journal"));
}

TEST_CASE("files of other names are left alone") {
  const TemporaryFolder folder;
  folder.write("README", "notes");
  folder.write("1.log", "a log");
  append_synced(*std::make_unique<Journal>(folder.path()), {"one"});
  CHECK(segments_in(folder.path()) == std::vector<std::string>{kFirstSegment, "1.log", "README"});
}

TEST_CASE("segments are forgotten as soon as nothing in them is newer, but never the one written to") {
  const TemporaryFolder folder;
  Journal journal(folder.path(), kSegmentForEach);
  append_synced(journal, {"one", "two", "three", "four"});
  CHECK(segments_in(folder.path()).size() == 4);
  journal.forget_up_to(0);
  CHECK(segments_in(folder.path()).size() == 4);
  journal.forget_up_to(2);
  CHECK(segments_in(folder.path()) == std::vector<std::string>{"0000000000000003.log", "0000000000000004.log"});
  CHECK(journal_after(journal, 0) == std::vector<JournalRecord>{{3, 1, "three"}, {4, 1, "four"}});
  journal.forget_up_to(4);
  CHECK(segments_in(folder.path()) == std::vector<std::string>{"0000000000000004.log"});
}

TEST_CASE("numbering goes on where it ended, whatever was forgotten") {
  const TemporaryFolder folder;
  {
    Journal journal(folder.path(), kSegmentForEach);
    append_synced(journal, {"one", "two"});
    journal.forget_up_to(2);
  }
  {
    Journal journal(folder.path(), kSegmentForEach);
    CHECK(journal.append(1, "three") == 3);
    journal.sync(3);
    journal.forget_up_to(3);
  }
  fs::resize_file(folder.path() / "0000000000000003.log", kJournalMagic.size());
  CHECK(Journal(folder.path(), kSegmentForEach).append(1, "three again") == 3);
}

TEST_CASE("an empty journal begins with the first seq asked for") {
  const TemporaryFolder folder;
  const JournalOptions options{.first_seq = 43};
  {
    Journal journal(folder.path(), options);
    CHECK(journal.last_seq() == 42);
    CHECK(journal.append(1, "an article") == 43);
    journal.sync(43);
  }
  CHECK(segments_in(folder.path()) == std::vector<std::string>{"000000000000002b.log"});
  CHECK(Journal(folder.path(), options).last_seq() == 43);
}

TEST_CASE("a journal that ends before the first seq asked for is forgotten, and begins there") {
  const TemporaryFolder folder;
  append_synced(*std::make_unique<Journal>(folder.path(), kSegmentForEach), {"one", "two"});
  const Journal journal(folder.path(), {.first_seq = 10});
  CHECK(journal.last_seq() == 9);
  CHECK(segments_in(folder.path()) == std::vector<std::string>{"000000000000000a.log"});
}

TEST_CASE("a payload of 16 MB is kept, one over the limit refused") {
  const TemporaryFolder folder;
  std::string payload(16 << 20, 'x');
  for (std::size_t i = 0; i < payload.size(); i += 1000) payload[i] = static_cast<char>(i / 1000);
  append_synced(*std::make_unique<Journal>(folder.path()), {"before", payload, "after"});
  Journal journal(folder.path());
  const std::vector<JournalRecord> records = journal_after(journal, 0);
  REQUIRE(records.size() == 3);
  CHECK((records[1].payload == payload));
  CHECK_THROWS_AS(journal.append(1, std::string(kLongestPayload + 1, 'x')), std::length_error);
  CHECK(journal.append(1, "goes on") == 4);
}

TEST_CASE("a disk that takes no more fails the journal, and loses nothing acknowledged") {
  const TemporaryFolder folder;
  const pid_t child = ::fork();
  if (child == 0) {
    ::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{.rlim_cur = 4000, .rlim_max = 4000};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    int acknowledged = 0, refused = 0;
    Journal journal(folder.path());
    for (int i = 0; i < 6; ++i) try {
        journal.sync(journal.append(1, std::string(1000, static_cast<char>('a' + i))));
        ++acknowledged;
      } catch (const std::system_error&) {
        refused += journal.failed() ? 1 : 0;
      }
    journal.sync(static_cast<std::uint64_t>(acknowledged));  // what is on the disk stays there
    ::_exit(acknowledged * 10 + refused);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  REQUIRE(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 33);
  Journal journal(folder.path());
  CHECK(journal.last_seq() == 3);
  append_synced(journal, {"four"});
  const std::vector<JournalRecord> records = journal_after(journal, 0);
  REQUIRE(records.size() == 4);
  for (std::size_t i = 0; i < 3; ++i) CHECK(records[i].payload == std::string(1000, static_cast<char>('a' + i)));
  CHECK(records[3].payload == "four");
}
