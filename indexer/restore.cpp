#include "indexer/restore.h"

#include <algorithm>
#include <map>
#include <optional>
#include <stdexcept>
#include <utility>

#include "common/schema.h"
#include "common/tombstones.h"
#include "indexer/addition.h"
#include "indexer/durable_file.h"
#include "indexer/held_articles.h"
#include "indexer/journal.h"
#include "indexer/publish.h"
#include "indexer/stored_generation.h"
#include "indexer/writer_lock.h"

namespace newssearch {
namespace {

namespace fs = std::filesystem;

/// The folder it is put together in, removed with what is left there.
class Building {
 public:
  explicit Building(const fs::path& root) : path_(root / "building") {
    fs::remove_all(path_);
    fs::create_directories(generation());
    fs::create_directory(addition());
    fs::create_directory(journal());
  }
  ~Building() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  Building(const Building&) = delete;
  fs::path generation() const { return path_ / "restored"; }
  fs::path addition() const { return path_ / "addition"; }
  fs::path journal() const { return path_ / "journal"; }
  fs::path journal_before() const { return path_ / "journal-before"; }

 private:
  const fs::path path_;
};

/// What the backup holds, each byte of it looked at.
struct CheckedBackup {
  Backup backup;
  Generation generation;
  JournalContent journal;
};

Result<CheckedBackup> check(const fs::path& folder) try {
  const Result<Backup> backup = read_backup(folder);
  if (!backup) return backup.error();
  Result<Generation> generation = DataDirectory(folder).open(backup->generation, OlderSchema::accept);
  if (!generation)
    return Error{generation.error().code == "newer_schema" ? "newer_schema" : "damaged",
                 folder.string() + ": " + generation.error().message};
  if (const std::vector<std::string> wrong = verify_checksums(*generation); !wrong.empty())
    return Error{"damaged", (folder / wrong.front()).string()};
  return CheckedBackup{*backup, *std::move(generation), read_journal(folder / Journal::kFolderName)};
} catch (const JournalDamaged& e) {
  return Error{"damaged", e.message};
}

/// What was purged here, as far as any generation knows: the current one may be what is damaged.
Result<Tombstones> purged_in(const DataDirectory& directory) {
  Tombstones purged;
  for (const std::uint64_t number : directory.generations()) {
    const fs::path file = directory.generation_path(number) / Tombstones::kFileName;
    const Result<Tombstones> tombstones = Tombstones::open(file);
    if (!tombstones)
      return Error{"damaged", file.string() + ": " + tombstones.error().message +
                                  ": what was purged cannot be kept out: move its generation away to do without"};
    purged.merge(tombstones->purged());
  }
  return purged;
}

/// The ids of its articles that are purged.
std::vector<std::string> purged_articles(const Generation& generation, const Tombstones& purged) {
  std::vector<std::string> ids;
  if (purged.size() == 0) return ids;
  const StoredGeneration stored(generation);
  stored.for_each([&](const std::string& id_term, std::uint32_t rank) {
    std::string id = id_term.substr(1);
    if (schema::id_term(id) != id_term || id.starts_with('#')) {  // it may stand for a longer one
      const Result<Article> article = stored.article(rank);
      if (!article) throw Xapian::DatabaseCorruptError(article.error().message);
      id = article->id;
    }
    if (purged.find(id)) ids.push_back(std::move(id));
  });
  return ids;
}

/// The files of the generation that purges change, by name; empty ones are not to be there.
Result<std::map<std::string, std::string>> files_without(const Generation& generation, const Tombstones& purged) {
  std::map<std::string, std::string> files;
  if (purged.size() == 0) return files;
  Result<Tombstones> tombstones = Tombstones::open(generation.path / Tombstones::kFileName);
  if (!tombstones) return tombstones.error();
  tombstones->merge(purged);
  files[Tombstones::kFileName] = tombstones->text();
  HeldArticles held = HeldArticles::open(generation.path / HeldArticles::kFileName);
  for (const std::string& id : held.ids())
    if (purged.find(id)) held.remove(id);
  files[HeldArticles::kFileName] = held.text();
  return files;
}

void put_files(const std::map<std::string, std::string>& files, UnpublishedGeneration& generation) {
  for (const auto& [name, content] : files) {
    fs::remove(generation.folder / name);  // a link to the backup's: it is not to be written to
    generation.manifest.files.erase(name);
    if (!content.empty()) write_durably(generation.folder / name, content);
  }
}

/// The backup's generation without what is purged; the number of articles left out is added to `summary`.
Result<UnpublishedGeneration> put_together(const CheckedBackup& checked, const Tombstones& purged,
                                           const Building& building, const RestoreOptions& options,
                                           RestoreSummary& summary) {
  take_files(checked.generation, building.generation(), options.taking, options.progress);
  UnpublishedGeneration restored{building.generation(), checked.generation.manifest};
  const Generation generation{restored.folder, restored.manifest};
  Result<std::map<std::string, std::string>> files = files_without(generation, purged);
  if (!files) return files.error();
  const std::vector<std::string> removed = purged_articles(generation, purged);
  summary.purged = removed.size();
  if (removed.empty()) {
    put_files(*files, restored);
    return restored;
  }
  if (generation.manifest.schema < schema::kVersion)
    return Error{"older_schema",
                 "an older newssearch wrote the backup, and articles of it were purged since: restore it into an empty "
                 "directory and run `newssearch reindex` there first"};
  return build_addition(generation,
                        {.put = {}, .removed = removed, .seq = generation.manifest.seq, .files = *std::move(files)},
                        building.addition(), options.threads);
}

/// Which journal there will be is known before anything is changed.
void choose_journal(const CheckedBackup& checked, const JournalContent& own, RestoreSummary& summary) {
  const std::uint64_t seq = checked.backup.seq;
  summary.journal_kept = !own.segments.empty() && own.last_seq >= std::max(checked.journal.last_seq, seq);
  const JournalContent& journal = summary.journal_kept ? own : checked.journal;
  if (journal.segments.empty() || journal.last_seq <= seq) return;
  const std::uint64_t first = std::max(journal.segments.front(), seq + 1);
  summary.missing_records = first - (seq + 1);
  summary.to_replay = journal.last_seq + 1 - first;
}

void put_journal_in_place(const fs::path& backup, const CheckedBackup& checked, const DataDirectory& directory,
                          const Building& building) {
  for (const std::uint64_t first : checked.journal.segments)
    take_file(journal_segment(backup / Journal::kFolderName, first), journal_segment(building.journal(), first),
              Taking::copy);
  sync_folder(building.journal());
  const fs::path journal = directory.root() / Journal::kFolderName;
  if (fs::exists(journal)) fs::rename(journal, building.journal_before());
  fs::rename(building.journal(), journal);
  sync_folder(directory.root());
}

}  // namespace

Result<RestoreSummary> restore(const fs::path& backup, const DataDirectory& directory,
                               const RestoreOptions& options) try {
  Result<CheckedBackup> checked = check(backup);
  if (!checked) return checked.error();
  fs::create_directories(directory.root());
  const WriterLock lock(directory.root(), options.lock_timeout);
  if (!options.force && (directory.current_number() || !directory.generations().empty()))
    return Error{"not_empty", directory.root().string() + ": there is an index: --force puts the backup in its place"};
  const JournalContent own = read_journal(directory.root() / Journal::kFolderName);  // none is lost that is damaged
  const Result<Tombstones> purged = purged_in(directory);
  if (!purged) return purged.error();

  RestoreSummary summary{.backup = checked->backup};
  choose_journal(*checked, own, summary);
  const Building building(directory.root());
  Result<UnpublishedGeneration> restored = put_together(*checked, *purged, building, options, summary);
  if (!restored) return restored.error();
  restored->manifest.before = directory.current_number().value_or(0);
  const Manifest published = publish_generation(directory, restored->folder, restored->manifest);
  if (!summary.journal_kept) put_journal_in_place(backup, *checked, directory, building);
  for (const std::string& name : options.beside)
    if (fs::exists(backup / name) && !fs::exists(directory.root() / name))
      take_file(backup / name, directory.root() / name, Taking::copy);
  sync_folder(directory.root());
  summary.generation = published.number;
  summary.articles = published.articles;
  return summary;
} catch (const JournalDamaged& e) {
  return Error{"damaged", e.message};
}

}  // namespace newssearch
