#include "server/search/open_generation.h"

#include <exception>
#include <filesystem>

namespace newssearch {
namespace {

void add_damage(std::string& damage, const Generation& generation, const char* file, const std::string& what,
                const char* missing) {
  if (!damage.empty()) damage += "; ";
  damage += generation.path.filename().string() + "/" + file + ": " + what + ": " + missing +
            ": `newssearch reindex` makes it anew";
}

/// Opens a file if it is as large as the manifest says: that of another generation is another one. Code "damaged".
template <class File>
Result<File> open_file(const Generation& generation) {
  const std::filesystem::path path = generation.path / File::kFileName;
  Result<File> file = File::open(path);
  if (!file) return file;
  const auto stated = generation.manifest.files.find(File::kFileName);
  std::error_code unknown;
  if (stated == generation.manifest.files.end() || std::filesystem::file_size(path, unknown) != stated->second.bytes)
    return Error{"damaged", "it is not the file that belongs to this generation"};
  return file;
}

/// Opens a file derived from the database; where that fails there is nothing in it, and `damage` says so.
template <class File>
File open_derived(const Generation& generation, const char* missing, std::string& damage) {
  Result<File> file = open_file<File>(generation);
  if (file) return *std::move(file);
  add_damage(damage, generation, File::kFileName, file.error().message, missing);
  return {};
}

/// The same of those that answer in the database's stead.
template <class File>
File open_packed(const Generation& generation, Engine engine, const char* missing, std::string& damage) {
  return engine == Engine::packed ? open_derived<File>(generation, missing, damage) : File();
}

ColumnsFile open_columns(const Generation& generation, Engine engine, std::string& damage) {
  if (engine == Engine::packed) {
    const Result<ColumnsFile> file = open_file<ColumnsFile>(generation);
    if (file && file->articles() == generation.manifest.articles) return *file;
    add_damage(damage, generation, ColumnsFile::kFileName,
               file ? "it is of " + std::to_string(file->articles()) + " articles" : file.error().message,
               "read from the database");
  }
  return ColumnsFile::of(Xapian::Database(generation.xapian().string()));
}

std::string told(const std::string& damage) { return damage.empty() ? "" : damage + ": an older one answers"; }

}  // namespace

Searcher::Searcher(const Generation& generation) : database(generation.xapian().string()), articles(database) {}

OpenGeneration::OpenGeneration(DataDirectory::Opened opened, Engine engine)
    : generation_(std::move(opened.generation)),
      damage_(told(opened.damage)),
      columns_(open_columns(generation_, engine, damage_)),
      lexicon_(open_derived<Lexicon>(generation_, "no spelling help", damage_)),
      impacts_(open_packed<ImpactsFile>(generation_, engine, "answers take longer", damage_)),
      positions_(open_derived<PositionsFile>(generation_, "phrases of common words may take too long", damage_)),
      suggestions_(open_derived<SuggestionFile>(generation_, "no suggestions", damage_)) {}

std::shared_ptr<const ArchiveDays> OpenGeneration::days(DateField field, const std::string& time_zone,
                                                        const Calendar& calendar) const {
  constexpr std::size_t kMostZones = 16;
  const std::pair key{field, time_zone};
  {
    const std::scoped_lock lock(mutex_);
    if (const auto known = days_.find(key); known != days_.end()) return known->second;
  }
  const DateColumn& dates = field == DateField::published ? columns_.published() : columns_.updated();
  auto days = std::make_shared<const ArchiveDays>(dates, calendar);
  const std::scoped_lock lock(mutex_);
  if (days_.size() >= kMostZones) days_.clear();
  return days_.emplace(key, std::move(days)).first->second;
}

std::unique_ptr<Searcher> OpenGeneration::take() const {
  {
    const std::scoped_lock lock(mutex_);
    if (!idle_.empty()) {
      std::unique_ptr<Searcher> searcher = std::move(idle_.back());
      idle_.pop_back();
      return searcher;
    }
  }
  return std::make_unique<Searcher>(generation_);
}

void OpenGeneration::give_back(std::unique_ptr<Searcher> searcher) const {
  const std::scoped_lock lock(mutex_);
  idle_.push_back(std::move(searcher));
}

IndexState OpenGeneration::state() const {
  IndexState state{generation_.manifest.number, generation_.manifest.articles, ""};
  if (columns_.published().dated() > 0) state.newest = iso_date(columns_.published(), 0);
  return state;
}

std::shared_ptr<const OpenGeneration> CurrentGeneration::current() { return current(Busy::take_old); }

std::shared_ptr<const OpenGeneration> CurrentGeneration::current(Busy busy) {
  const std::optional<DataDirectory::Stamp> stamp = directory_.current_stamp();  // before reading: a change shows next
  {
    const std::scoped_lock lock(mutex_);
    if (open_ && stamp && stamp == seen_) return open_;
  }
  const std::optional<std::uint64_t> number = directory_.current_number();
  std::shared_ptr<const OpenGeneration> old;
  {
    const std::scoped_lock lock(mutex_);
    if (open_ && number == looked_at_) {
      seen_ = stamp;
      return open_;
    }
    old = open_;
  }
  std::unique_lock opening(opening_, std::defer_lock);
  if (!old || busy == Busy::wait)
    opening.lock();
  else if (!opening.try_lock())
    return old;
  {
    const std::scoped_lock lock(mutex_);
    if (open_ && number == looked_at_) return open_;  // another thread was faster
  }
  std::shared_ptr<const OpenGeneration> fresh;
  try {
    fresh = open_current();
  } catch (const std::exception&) {
    if (!old) throw;
    fresh = old;  // what was whole a moment ago still answers, until `current` changes again
  }
  const std::scoped_lock lock(mutex_);
  open_ = fresh;
  looked_at_ = number;
  seen_ = stamp;
  return fresh;
}

Lease CurrentGeneration::lease() {
  std::shared_ptr<const OpenGeneration> generation = current();
  try {
    std::unique_ptr<Searcher> searcher = generation->take();
    return {std::move(generation), std::move(searcher)};
  } catch (const Xapian::DatabaseError&) {
    // Removed since, two generations having been published: the newest is on its way in, or here.
    generation = current(Busy::wait);
    std::unique_ptr<Searcher> searcher = generation->take();
    return {std::move(generation), std::move(searcher)};
  }
}

/// A writer may remove the generation `current` named a moment ago, having published two more: look again.
std::shared_ptr<const OpenGeneration> CurrentGeneration::open_current() const {
  constexpr int kAttempts = 5;
  for (int attempt = 1;; ++attempt) {
    try {
      return std::make_shared<const OpenGeneration>(directory_.open_current(), engine_);
    } catch (const std::exception&) {
      if (attempt == kAttempts) throw;
    }
  }
}

}  // namespace newssearch
