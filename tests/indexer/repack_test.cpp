#include "indexer/repack.h"

#include <sys/stat.h>
#include <xapian.h>

#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>
#include <map>

#include "common/columns_file.h"
#include "common/impacts_file.h"
#include "common/lexicon.h"
#include "common/positions_file.h"
#include "common/schema.h"
#include "common/stored_articles.h"
#include "common/suggestion_file.h"
#include "tests/support/articles.h"
#include "tests/support/temporary_folder.h"

using namespace newssearch;
namespace fs = std::filesystem;

namespace {

constexpr std::chrono::seconds kNow{0};
constexpr const char* kPackedFiles[] = {ImpactsFile::kFileName, ColumnsFile::kFileName, PositionsFile::kFileName,
                                        Lexicon::kFileName, SuggestionFile::kFileName};

struct Archive {
  Archive() {
    std::vector<Article> articles;
    for (int i = 0; i < 40; ++i)
      articles.push_back(make_article("a" + std::to_string(i), "Harbour wall " + std::to_string(i),
                                      "They met Theresa May in the São Tomé harbour, article " + std::to_string(i),
                                      "2024-01-" + std::to_string(10 + i % 20)));
    publish_articles(directory, articles);
  }
  fs::path current() const { return directory.open_current().generation.path; }

  TemporaryFolder folder;
  DataDirectory directory{folder.path()};
};

std::string content(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

void overwrite(const fs::path& file, const std::string& bytes) {
  std::fstream(file, std::ios::binary | std::ios::in | std::ios::out) << bytes;
}

std::map<std::string, std::string> packed_files(const fs::path& generation) {
  std::map<std::string, std::string> files;
  for (const char* name : kPackedFiles) files[name] = content(generation / name);
  return files;
}

std::vector<std::string> records(const fs::path& generation) {
  const Xapian::Database database((generation / "xapian").string());
  std::vector<std::string> records;
  for (Xapian::docid docid = 1; docid <= database.get_lastdocid(); ++docid)
    records.push_back(StoredArticles(database).record(docid).value());
  return records;
}

ino_t inode(const fs::path& file) {
  struct stat status {};
  REQUIRE(::stat(file.c_str(), &status) == 0);
  return status.st_ino;
}

/// The same number of bytes, none of them Xapian's.
void scribble_database(const fs::path& generation) {
  for (const char* name : {"docdata.glass", "termlist.glass", "postlist.glass"})
    if (const fs::path file = generation / "xapian" / name; fs::exists(file))
      overwrite(file, std::string(fs::file_size(file), '\x5A'));
}

}  // namespace

TEST_CASE("a repacked generation is a new one of the same articles, whose database is that of the old") {
  const Archive archive;
  const fs::path before = archive.current();
  const auto files = packed_files(before);
  CHECK(repack(archive.directory, kNow) == 2);
  const fs::path after = archive.current();
  CHECK(after.filename() == "gen-000002");
  CHECK(records(after) == records(before));
  CHECK(packed_files(after) == files);
  std::size_t shared = 0;
  for (const fs::directory_entry& file : fs::directory_iterator(before / "xapian")) {
    CHECK(inode(file.path()) == inode(after / "xapian" / file.path().filename()));
    ++shared;
  }
  CHECK(shared > 3);
  const Generation generation = archive.directory.open_current().generation;
  CHECK(generation.manifest.articles == 40);
  CHECK(generation.manifest.number == 2);
  CHECK(verify_checksums(generation).empty());
  CHECK_FALSE(fs::exists(archive.folder.path() / "building"));
}

TEST_CASE("a packed file that is missing, cut short or scribbled upon is made as it was") {
  const auto* const name = GENERATE(from_range(std::begin(kPackedFiles), std::end(kPackedFiles)));
  const auto how = GENERATE(0, 1, 2, 3);
  CAPTURE(name, how);
  const Archive archive;
  const fs::path file = archive.current() / name;
  const std::string whole = content(file);
  if (how == 0) fs::remove(file);
  if (how == 1) fs::resize_file(file, whole.size() / 2);
  if (how == 2) overwrite(file, std::string(whole.size(), '\xFF'));
  if (how == 3) overwrite(file, whole.substr(0, whole.size() / 2) + std::string(whole.size() - whole.size() / 2, '7'));
  repack(archive.directory, kNow);
  CHECK((content(archive.current() / name) == whole));
  CHECK(verify_checksums(archive.directory.open_current().generation).empty());
}

TEST_CASE("all packed files missing are all made again") {
  const Archive archive;
  const auto whole = packed_files(archive.current());
  for (const char* name : kPackedFiles) fs::remove(archive.current() / name);
  repack(archive.directory, kNow);
  CHECK(packed_files(archive.current()) == whole);
}

TEST_CASE("repacked again and again, two generations are kept and the database is still the first") {
  const Archive archive;
  const auto files = packed_files(archive.current());
  const ino_t first = inode(archive.current() / "xapian" / "postlist.glass");
  for (std::uint64_t number = 2; number <= 5; ++number) CHECK(repack(archive.directory, kNow) == number);
  CHECK(archive.directory.generations() == std::vector<std::uint64_t>{4, 5});
  CHECK(inode(archive.current() / "xapian" / "postlist.glass") == first);
  CHECK(packed_files(archive.current()) == files);
  CHECK(rollback(archive.directory).value() == 4);
  CHECK(packed_files(archive.current()) == files);
}

TEST_CASE("an index built upon a repacked generation holds its articles, and leaves that one's database alone") {
  const Archive archive;
  repack(archive.directory, kNow);
  const fs::path repacked = archive.current();
  const std::vector<std::string> before = records(repacked);
  publish_articles(archive.directory, {make_article("new", "New", "text", "2025-01-01")});
  CHECK(records(archive.current()).size() == 41);
  CHECK(records(repacked) == before);
  CHECK(verify_checksums(archive.directory.open(2).value()).empty());
}

TEST_CASE("where the database is damaged nothing is repacked, and the old generation stays current") {
  const Archive archive;
  scribble_database(archive.current());
  CHECK_THROWS_AS(repack(archive.directory, kNow), Xapian::Error);
  CHECK(archive.directory.current_number() == 1);
  CHECK(archive.directory.generations() == std::vector<std::uint64_t>{1});
  CHECK_FALSE(fs::exists(archive.folder.path() / "building"));
}

TEST_CASE("where the current generation is not whole, the one before it is not repacked in its place") {
  const Archive archive;
  publish_articles(archive.directory, {make_article("new", "New", "text", "2025-01-01")});
  fs::resize_file(archive.current() / "xapian" / "postlist.glass", 100);
  CHECK_THROWS_AS(repack(archive.directory, kNow), IndexDamaged);
  CHECK(archive.directory.current_number() == 2);
  CHECK(archive.directory.generations() == std::vector<std::uint64_t>{1, 2});
}

TEST_CASE("without an index there is nothing to repack") {
  const TemporaryFolder folder;
  CHECK_THROWS_AS(repack(DataDirectory(folder.path()), kNow), NoIndex);
  CHECK_FALSE(fs::exists(folder.path() / "building"));
}

TEST_CASE("an index of no articles can be repacked") {
  const Archive archive;
  publish_articles(archive.directory, {}, {.replace_all = true});
  const auto files = packed_files(archive.current());
  CHECK(repack(archive.directory, kNow) == 3);
  CHECK(packed_files(archive.current()) == files);
}

TEST_CASE("what a killed writer left in building/ is swept, not taken in") {
  const Archive archive;
  archive.folder.write("building/generation/xapian/postlist.glass", "half");
  archive.folder.write("building/parts/0", "half");
  CHECK(repack(archive.directory, kNow) == 2);
  CHECK(verify_checksums(archive.directory.open_current().generation).empty());
  CHECK(records(archive.current()).size() == 40);
  CHECK_FALSE(fs::exists(archive.folder.path() / "building"));
}

TEST_CASE("repacking is writing: another writer is waited for, and not longer than allowed") {
  const Archive archive;
  {
    const WriterLock writer(archive.folder.path(), kNow);
    CHECK_THROWS_AS(repack(archive.directory, kNow), WriterBusy);
    CHECK(archive.directory.current_number() == 1);
  }
  CHECK(repack(archive.directory, kNow) == 2);
}
