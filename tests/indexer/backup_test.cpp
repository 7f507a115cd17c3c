#include "indexer/backup.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <fstream>
#include <set>
#include <thread>

#include "common/tombstones.h"
#include "indexer/addition.h"
#include "indexer/generation_check.h"
#include "indexer/held_articles.h"
#include "indexer/journal.h"
#include "indexer/restore.h"
#include "indexer/stored_generation.h"
#include "indexer/writer_lock.h"
#include "tests/support/articles.h"
#include "tests/support/temporary_folder.h"

using namespace newssearch;
using Catch::Contains;
namespace fs = std::filesystem;

namespace {

std::vector<Article> harbour_articles() {
  std::vector<Article> articles;
  for (int i = 0; i < 12; ++i)
    articles.push_back(make_article("a" + std::to_string(i), "Harbour wall " + std::to_string(i),
                                    "They met at the harbour, article " + std::to_string(i),
                                    "2024-01-" + std::to_string(10 + i)));
  return articles;
}

/// A data directory, and a place for backups of it.
struct Archive {
  TemporaryFolder folder;
  DataDirectory directory{folder.path() / "data"};
  fs::path backup_folder = folder.path() / "backup";
  fs::path journal() const { return directory.root() / Journal::kFolderName; }
};

struct HarbourArchive : Archive {
  HarbourArchive() { publish_articles(directory, harbour_articles()); }
};

Backup backed_up(const Archive& archive, BackupOptions options = {}) {
  const Result<Backup> backup = back_up(archive.directory, archive.backup_folder, options);
  INFO((backup ? "" : backup.error().message));
  REQUIRE(backup);
  return *backup;
}

RestoreSummary restored(const Archive& from, const DataDirectory& to, RestoreOptions options = {}) {
  const Result<RestoreSummary> summary = restore(from.backup_folder, to, options);
  INFO((summary ? "" : summary.error().message));
  REQUIRE(summary);
  return *summary;
}

std::vector<Article> articles_of(const DataDirectory& directory) {
  const StoredGeneration stored(directory.open_current().generation);
  std::vector<Article> articles;
  for (const std::uint32_t rank : stored.newest_first()) articles.push_back(stored.article(rank).value());
  return articles;
}

std::set<std::string> ids_of(const DataDirectory& directory) {
  std::set<std::string> ids;
  for (const Article& article : articles_of(directory)) ids.insert(article.id);
  return ids;
}

ino_t inode(const fs::path& file) {
  struct stat status {};
  REQUIRE(::stat(file.c_str(), &status) == 0);
  return status.st_ino;
}

void flip_byte(const fs::path& file) {
  std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
  const auto middle = static_cast<std::streamoff>(fs::file_size(file) / 2);
  stream.seekg(middle);
  const char byte = static_cast<char>(stream.get());
  stream.seekp(middle);
  stream.put(static_cast<char>(byte ^ 1));
}

void write_journal(const fs::path& folder, std::uint64_t records, JournalOptions options = {}) {
  Journal journal(folder, options);
  while (records-- > 0) journal.sync(journal.append(1, "a write"));
}

/// Publishes what is added to the current generation.
void add(const DataDirectory& directory, const Addition& addition) {
  const fs::path scratch = directory.root() / "building";
  fs::create_directory(scratch);
  const UnpublishedGeneration built = build_addition(directory.open_current().generation, addition, scratch, 1);
  publish_generation(directory, built.folder, built.manifest);
  fs::remove_all(scratch);
}

std::string purge_list(const std::vector<std::string>& ids) {
  Tombstones tombstones;
  for (const std::string& id : ids) tombstones.add(id, {.purged = true, .reason = "a court"});
  return tombstones.text();
}

}  // namespace

TEST_CASE("a backup restored elsewhere is the same articles under a new number") {
  const HarbourArchive archive;
  const Backup backup = backed_up(archive, {.version = "1.2.3"});
  CHECK(backup.generation == 1);
  CHECK(backup.articles == 12);
  CHECK(backup.version == "1.2.3");
  CHECK(read_backup(archive.backup_folder).value() == backup);
  CHECK(articles_of(DataDirectory(archive.backup_folder)) == articles_of(archive.directory));
  const TemporaryFolder other;
  const DataDirectory directory(other.path() / "new");
  const RestoreSummary summary = restored(archive, directory);
  CHECK(summary.generation == 2);
  CHECK(summary.articles == 12);
  CHECK(articles_of(directory) == articles_of(archive.directory));
  CHECK(check_generation(directory.open_current().generation).empty());
  CHECK_FALSE(fs::exists(directory.root() / "building"));
}

TEST_CASE("a backup shares files with the index, or has its own where it is told to") {
  const HarbourArchive archive;
  const Taking taking = GENERATE(Taking::link, Taking::copy);
  backed_up(archive, {.taking = taking});
  const fs::path file = fs::path("gen-000001") / "xapian" / "postlist.glass";
  CHECK((inode(archive.backup_folder / file) == inode(archive.directory.root() / file)) == (taking == Taking::link));
  const fs::path manifest = fs::path("gen-000001") / "manifest.json";
  CHECK(inode(archive.backup_folder / manifest) != inode(archive.directory.root() / manifest));
}

TEST_CASE("an index of several parts is restored as it was") {
  const HarbourArchive archive;
  add(archive.directory,
      {.put = {make_article("b", "New", "text", "2023-01-01")}, .removed = {"a3"}, .seq = 4, .files = {}});
  const std::vector<Article> articles = articles_of(archive.directory);
  CHECK(articles.size() == 12);
  CHECK(articles.back().id == "b");  // newest first, over all parts
  CHECK(backed_up(archive).seq == 4);
  const TemporaryFolder other;
  const DataDirectory directory(other.path());
  restored(archive, directory);
  CHECK(articles_of(directory) == articles);
  CHECK(directory.open_current().generation.manifest.seq == 4);
}

TEST_CASE("a backup is made in a new or empty folder, of an index that is there and whole") {
  const HarbourArchive archive;
  CHECK_THROWS_AS(back_up(DataDirectory(archive.folder.path() / "nothing"), archive.backup_folder, {}), NoIndex);
  CHECK_FALSE(fs::exists(archive.backup_folder));
  archive.folder.write("full/file", "x");
  CHECK(back_up(archive.directory, archive.folder.path() / "full", {}).error().code == "not_empty");
  CHECK(back_up(archive.directory, archive.folder.path() / "full" / "file", {}).error().code == "not_empty");
  flip_byte(archive.directory.root() / "gen-000001" / "columns");
  const Result<Backup> damaged = back_up(archive.directory, archive.backup_folder, {});
  REQUIRE_FALSE(damaged);
  CHECK(damaged.error().code == "damaged");
  CHECK_THAT(damaged.error().message, Contains("columns: the checksum differs"));
  CHECK(fs::is_empty(archive.backup_folder));
}

TEST_CASE("a backup with one flipped byte is refused by the file's name, and nothing is changed") {
  const HarbourArchive archive;
  backed_up(archive, {.taking = Taking::copy});
  const std::string file = GENERATE("columns", "xapian/docdata.glass", "positions");
  flip_byte(archive.backup_folder / "gen-000001" / file);
  const TemporaryFolder other;
  const DataDirectory directory(other.path() / "new");
  const Result<RestoreSummary> summary = restore(archive.backup_folder, directory, {});
  REQUIRE_FALSE(summary);
  CHECK(summary.error().code == "damaged");
  CHECK_THAT(summary.error().message, Contains("backup/gen-000001/" + file + ": the checksum differs"));
  CHECK_FALSE(fs::exists(directory.root()));
}

TEST_CASE("what was not finished is no backup") {
  const HarbourArchive archive;
  const TemporaryFolder other;
  const DataDirectory directory(other.path());
  CHECK(restore(archive.backup_folder, directory, {}).error().code == "no_backup");
  backed_up(archive);
  archive.folder.write("backup/backup.json", "{");
  CHECK(restore(archive.backup_folder, directory, {}).error().code == "damaged");
  fs::remove(archive.backup_folder / "backup.json");
  CHECK(restore(archive.backup_folder, directory, {}).error().code == "no_backup");
  CHECK_FALSE(directory.current_number());
}

TEST_CASE("an index is replaced by a backup only when that is asked for, and can be rolled back to") {
  const HarbourArchive archive;
  backed_up(archive);
  publish_articles(archive.directory, {make_article("b", "New", "text", "2025-01-01")});
  CHECK(restore(archive.backup_folder, archive.directory, {}).error().code == "not_empty");
  CHECK(archive.directory.current_number() == 2);
  CHECK(restored(archive, archive.directory, {.force = true}).generation == 3);
  CHECK(ids_of(archive.directory).contains("b") == false);
  CHECK(rollback(archive.directory).value() == 2);
  CHECK(ids_of(archive.directory).contains("b"));
}

TEST_CASE("restoring is writing: another writer is waited for, and not longer than allowed") {
  const HarbourArchive archive;
  backed_up(archive);
  const WriterLock writer(archive.directory.root(), std::chrono::seconds(0));
  CHECK_THROWS_AS(restore(archive.backup_folder, archive.directory, {.force = true}), WriterBusy);
}

TEST_CASE("what was purged since the backup stays purged") {
  const HarbourArchive archive;
  const std::string long_id(300, 'x');
  HeldArticles held;
  for (const char* id : {"h1", "h2"}) held.add(make_article(id, "Held", "text"));
  add(archive.directory, {.put = {make_article(long_id, "Long", "text"), make_article("#", "Sign", "text")},
                          .removed = {},
                          .seq = 2,
                          .files = {{HeldArticles::kFileName, held.text()}}});
  backed_up(archive);
  add(archive.directory, {.put = {},
                          .removed = {"a3", "a4", long_id},
                          .seq = 3,
                          .files = {{Tombstones::kFileName, purge_list({"a3", long_id, "h1", "never there"})}}});
  const RestoreSummary summary = restored(archive, archive.directory, {.force = true});
  CHECK(summary.purged == 2);
  CHECK(summary.articles == 12);
  const std::set<std::string> ids = ids_of(archive.directory);
  CHECK_FALSE(ids.contains("a3"));
  CHECK_FALSE(ids.contains(long_id));
  CHECK(ids.contains("a4"));  // taken out, not purged
  CHECK(ids.contains("#"));
  const Generation generation = archive.directory.open_current().generation;
  CHECK(check_generation(generation).empty());
  const Tombstones tombstones = Tombstones::open(generation.path / Tombstones::kFileName).value();
  for (const std::string& id : {std::string("a3"), long_id, std::string("h1"), std::string("never there")})
    CHECK(tombstones.find(id)->purged);
  CHECK(HeldArticles::open(generation.path / HeldArticles::kFileName).ids() == std::vector<std::string>{"h2"});
  CHECK(check_generation(DataDirectory(archive.backup_folder).open_current().generation).empty());
}

TEST_CASE("a purge of what the backup does not hold is remembered all the same") {
  const HarbourArchive archive;
  backed_up(archive);
  add(archive.directory, {.put = {}, .removed = {}, .seq = 1, .files = {{Tombstones::kFileName, purge_list({"z"})}}});
  CHECK(restored(archive, archive.directory, {.force = true}).purged == 0);
  const Generation generation = archive.directory.open_current().generation;
  CHECK(generation.manifest.parts.empty());
  CHECK(check_generation(generation).empty());
  CHECK(Tombstones::open(generation.path / Tombstones::kFileName)->find("z")->purged);
}

TEST_CASE("the journal goes along from the generation on, and its writer applies it") {
  const HarbourArchive archive;
  add(archive.directory, {.put = {}, .removed = {"a1"}, .seq = 5, .files = {}});
  write_journal(archive.journal(), 9, {.segment_bytes = 60});
  const Backup backup = backed_up(archive);
  CHECK(backup.seq == 5);
  CHECK(backup.journal_seq == 9);
  CHECK(journal_segments(archive.backup_folder / Journal::kFolderName).front() > 1);
  const TemporaryFolder other;
  const DataDirectory directory(other.path());
  const RestoreSummary summary = restored(archive, directory);
  CHECK(summary.to_replay == 4);
  CHECK_FALSE(summary.journal_kept);
  CHECK(summary.missing_records == 0);
  const Journal journal(directory.root() / Journal::kFolderName, {.first_seq = 6});
  std::vector<std::uint64_t> seqs;
  journal.read(5, [&](const JournalRecord& record) { seqs.push_back(record.seq); });
  CHECK(seqs == std::vector<std::uint64_t>{6, 7, 8, 9});
}

TEST_CASE("a torn last record of the journal is none, a damaged one before the last costs the backup") {
  const HarbourArchive archive;
  write_journal(archive.journal(), 3);
  const fs::path segment = journal_segment(archive.journal(), 1);
  fs::resize_file(segment, fs::file_size(segment) - 2);
  CHECK(backed_up(archive).journal_seq == 2);
  const TemporaryFolder other;
  CHECK(restored(archive, DataDirectory(other.path())).to_replay == 2);
  fs::remove_all(archive.backup_folder);
  std::fstream(segment, std::ios::in | std::ios::out | std::ios::binary).seekp(12) << "damage";
  CHECK(back_up(archive.directory, archive.backup_folder, {}).error().code == "damaged");
}

TEST_CASE("a journal newer than the backup's stays, and what neither has is counted") {
  const HarbourArchive archive;
  write_journal(archive.journal(), 4);
  backed_up(archive);
  write_journal(archive.journal(), 2);
  const RestoreSummary kept = restored(archive, archive.directory, {.force = true});
  CHECK(kept.journal_kept);
  CHECK(kept.to_replay == 6);
  CHECK(kept.missing_records == 0);
  fs::remove_all(archive.journal());
  write_journal(archive.journal(), 2, {.first_seq = 8});
  const RestoreSummary torn = restored(archive, archive.directory, {.force = true});
  CHECK(torn.journal_kept);
  CHECK(torn.to_replay == 2);
  CHECK(torn.missing_records == 7);
}

TEST_CASE("a backup made while generations are published one after the other is one of them, whole") {
  const HarbourArchive archive;
  std::atomic<bool> done = false;
  std::jthread writer([&] {
    Journal journal(archive.journal(), {.segment_bytes = 60});
    for (int i = 0; !done; ++i) {
      const std::uint64_t seq = journal.append(1, "a write");
      journal.sync(seq);
      add(archive.directory, {.put = {make_article("n" + std::to_string(seq), "New", "text " + std::to_string(i))},
                              .removed = {"n" + std::to_string(seq - 2)},
                              .seq = seq,
                              .files = {}});
      journal.forget_up_to(seq);
    }
  });
  for (int i = 0; i < 10; ++i) {
    const Result<Backup> backup = back_up(archive.directory, archive.backup_folder, {});
    INFO((backup ? "" : backup.error().message));
    if (!backup) done = true;
    REQUIRE(backup);
    const DataDirectory copy(archive.backup_folder);
    const Generation generation = copy.open_current().generation;
    CHECK(check_generation(generation).empty());
    CHECK(ids_of(copy).contains("a0"));
    if (generation.manifest.seq > 0) CHECK(ids_of(copy).contains("n" + std::to_string(generation.manifest.seq)));
    const JournalContent journal = read_journal(archive.backup_folder / Journal::kFolderName);
    CHECK((journal.segments.empty() || journal.segments.front() <= generation.manifest.seq + 1));
    fs::remove_all(archive.backup_folder);
  }
  done = true;
}

TEST_CASE("files beside the index go along, and replace none") {
  const HarbourArchive archive;
  archive.folder.write("data/synonyms.txt", "car, automobile");
  backed_up(archive, {.beside = {"synonyms.txt", "stopwords.txt"}});
  CHECK_FALSE(fs::exists(archive.backup_folder / "stopwords.txt"));
  const TemporaryFolder other;
  restored(archive, DataDirectory(other.path()), {.beside = {"synonyms.txt", "stopwords.txt"}});
  CHECK(fs::file_size(other.path() / "synonyms.txt") == 15);
}

TEST_CASE("a generation's damage says what can be made anew") {
  const HarbourArchive archive;
  const Generation generation = archive.directory.open_current().generation;
  CHECK(check_generation(generation).empty());
  flip_byte(generation.path / "columns");
  CHECK(check_generation(generation) == std::vector<Damage>{{"gen-000001/columns: the checksum differs", true}});
  std::ofstream(generation.path / "xapian" / "postlist.glass", std::ios::binary | std::ios::in | std::ios::out)
      << std::string(8192, '\x5A');
  const std::vector<Damage> damage = check_generation(generation);
  REQUIRE(damage.size() == 3);
  CHECK_FALSE(damage[1].is_derived);
  CHECK_THAT(damage[2].what, Catch::StartsWith("gen-000001/xapian: "));
}
