#include "server/search/open_generation.h"

#include <exception>

namespace newssearch {
namespace {

/// Opens a file derived from the database; where that fails there is nothing in it, and `damage` says so.
template <class File>
File open_derived(const Generation& generation, const char* missing, std::string& damage) {
  Result<File> file = File::open(generation.path / File::kFileName);
  if (file) return *std::move(file);
  if (!damage.empty()) damage += "; ";
  damage += generation.path.filename().string() + "/" + File::kFileName + ": " + file.error().message + ": " + missing +
            ": `newssearch reindex` makes it anew";
  return {};
}

std::string told(const std::string& damage) { return damage.empty() ? "" : damage + ": an older one answers"; }

}  // namespace

Searcher::Searcher(const Generation& generation) : database(generation.xapian().string()) {}

OpenGeneration::OpenGeneration(DataDirectory::Opened opened)
    : generation_(std::move(opened.generation)),
      damage_(told(opened.damage)),
      columns_(Xapian::Database(generation_.xapian().string())),
      lexicon_(open_derived<Lexicon>(generation_, "no spelling help", damage_)),
      positions_(open_derived<PositionsFile>(generation_, "phrases of common words may take too long", damage_)),
      suggestions_(open_derived<SuggestionFile>(generation_, "no suggestions", damage_)) {}

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
  const DateColumn& dates = columns_.published();
  if (dates.known.empty() || dates.known.front() == DateColumn::undated) return state;
  const bool only_day = dates.known.front() == DateColumn::day;
  state.newest = only_day ? format_iso(std::chrono::floor<std::chrono::days>(dates.at(0))) : format_iso(dates.at(0));
  return state;
}

std::shared_ptr<const OpenGeneration> CurrentGeneration::current() { return current(Busy::take_old); }

std::shared_ptr<const OpenGeneration> CurrentGeneration::current(Busy busy) {
  const std::optional<std::uint64_t> number = directory_.current_number();
  std::shared_ptr<const OpenGeneration> old;
  {
    const std::scoped_lock lock(mutex_);
    if (open_ && number == looked_at_) return open_;
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
      return std::make_shared<const OpenGeneration>(directory_.open_current());
    } catch (const std::exception&) {
      if (attempt == kAttempts) throw;
    }
  }
}

}  // namespace newssearch
