#include "server/search/open_generation.h"

#include <algorithm>
#include <chrono>
#include <exception>
#include <filesystem>

namespace newssearch {
namespace {

void add_damage(std::string& damage, const Generation& generation, const std::string& file, const std::string& what,
                const char* missing) {
  if (!damage.empty()) damage += "; ";
  damage += generation.path.filename().string() + "/" + file + ": " + what + ": " + missing +
            ": `newssearch reindex` makes it anew";
}

/// Opens a file of a folder if it is as large as the manifest says: that of another generation is another one. Code
/// "damaged".
template <class File>
Result<File> open_file(const Generation& generation, const std::string& name) {
  const std::filesystem::path path = generation.path / name;
  Result<File> file = File::open(path);
  if (!file) return file;
  const auto stated = generation.manifest.files.find(name);
  std::error_code unknown;
  if (stated == generation.manifest.files.end() || std::filesystem::file_size(path, unknown) != stated->second.bytes)
    return Error{"damaged", "it is not the file that belongs to this generation"};
  return file;
}

std::string name_in(const std::string& folder, const char* file) {
  return folder.empty() ? std::string(file) : folder + "/" + file;
}

/// Opens a file derived from a database; where that fails there is nothing in it, and `damage` says so.
template <class File>
File open_derived(const Generation& generation, const std::string& folder, const char* missing, std::string& damage) {
  const std::string name = name_in(folder, File::kFileName);
  Result<File> file = open_file<File>(generation, name);
  if (file) return *std::move(file);
  add_damage(damage, generation, name, file.error().message, missing);
  return {};
}

/// The folder of files of all parts together.
std::string joined_folder(const Generation& generation) {
  return generation.manifest.parts.empty() ? "" : Generation::kAddedFolder;
}

/// Which terms a shard has lists of: without that nothing is found in it.
Lexicon open_terms(const Generation& generation, const std::string& folder) {
  const Result<Lexicon> terms = Lexicon::open(generation.path / folder / shard::kTermsFile);
  if (!terms)
    throw NoIndex((generation.path / folder / shard::kTermsFile).string() + ": " + terms.error().message + ": remove " +
                  generation.path.parent_path().string() + ", and it is fetched anew");
  return *terms;
}

std::vector<OpenGeneration::Part> open_parts(const Generation& generation, Engine engine, std::string& damage) {
  std::vector<OpenGeneration::Part> parts;
  for (const Manifest::Part& part : generation.parts()) {
    const std::string& folder = part.folder;
    parts.push_back({.first_rank = part.first_rank,
                     .articles = part.articles,
                     .impacts = {},
                     .positions = {},
                     .suggestions = {},
                     .shard = nullptr});
    if (generation.is_in_shards()) {
      parts.back().suggestions = open_derived<SuggestionFile>(generation, folder, "no suggestions", damage);
      parts.back().shard = std::make_unique<const ShardLists>(open_terms(generation, folder));
      continue;
    }
    if (engine == Engine::packed)
      parts.back().impacts = open_derived<ImpactsFile>(generation, folder, "answers take longer", damage);
    parts.back().positions =
        open_derived<PositionsFile>(generation, folder, "phrases of common words may take too long", damage);
    parts.back().suggestions = open_derived<SuggestionFile>(generation, folder, "no suggestions", damage);
  }
  return parts;
}

std::size_t ranks_of(const Generation& generation) {
  const Manifest::Part last = generation.parts().back();
  return last.first_rank + last.articles;
}

std::optional<LiveFile> open_live(const Generation& generation) {
  if (generation.manifest.parts.empty()) return std::nullopt;
  Result<LiveFile> file = open_file<LiveFile>(generation, name_in(Generation::kAddedFolder, LiveFile::kFileName));
  if (!file) throw NoIndex(generation.path.string() + ": " + LiveFile::kFileName + ": " + file.error().message);
  // A bit that has changed might bring back what was taken out: this small file is read whole before it is believed.
  const std::string name = name_in(Generation::kAddedFolder, LiveFile::kFileName);
  if (sha256_file(generation.path / name) != generation.manifest.files.at(name).sha256)
    throw NoIndex(generation.path.string() + "/" + name + ": the checksum differs: run `newssearch restore`");
  return *std::move(file);
}

/// Without them what was taken out might be said never to have been.
std::shared_ptr<const Tombstones> open_tombstones(const Generation& generation) {
  const auto tombstones =
      std::make_shared<const Result<Tombstones>>(Tombstones::open(generation.path / Tombstones::kFileName));
  if (!*tombstones) throw NoIndex(generation.path.string() + ": " + tombstones->error().message);
  return {tombstones, &tombstones->value()};
}

std::vector<LiveFile::Expiry> expiries_of(const std::optional<LiveFile>& file) {
  std::vector<LiveFile::Expiry> expiries;
  for (std::size_t number = 0; file && number < file->expiries(); ++number) expiries.push_back(file->expiry(number));
  return expiries;
}

DocSet live_of(const Generation& generation, const std::optional<LiveFile>& file) {
  const std::size_t ranks = ranks_of(generation);
  if (!file) return DocSet(ranks, true);
  DocSet live(ranks);
  const PackedOffsets bits = file->bits();
  for (std::size_t rank = 0; rank < ranks; ++rank)
    if (((bits[rank / 64] >> (rank % 64)) & 1) != 0) live.insert(rank);
  return live;
}

ColumnsFile columns_of_databases(const Generation& generation, const DocSet& live) {
  std::vector<ColumnsFile::Part> parts;
  for (const Manifest::Part& part : generation.parts())
    parts.push_back(
        {ColumnsFile::of(Xapian::Database((generation.path / part.folder / "xapian").string())), part.first_rank});
  if (generation.manifest.parts.empty()) return parts.front().columns;
  return ColumnsFile::joined(parts, live.bits());
}

ColumnsFile columns_file(const Generation& generation, Engine engine, const DocSet& live, std::string& damage) {
  if (engine == Engine::packed || generation.is_in_shards()) {
    const std::string name = name_in(joined_folder(generation), ColumnsFile::kFileName);
    const Result<ColumnsFile> file = open_file<ColumnsFile>(generation, name);
    if (file && file->articles() == live.articles()) return *file;
    if (generation.is_in_shards())
      throw NoIndex((generation.path / name).string() + " is damaged: remove " +
                    generation.path.parent_path().string() + ", and it is fetched anew");
    add_damage(damage, generation, name,
               file ? "it is of " + std::to_string(file->articles()) + " articles" : file.error().message,
               "read from the database");
  }
  return columns_of_databases(generation, live);
}

std::vector<RankRange> ranks_of_parts(const Generation& generation) {
  std::vector<RankRange> ranges;
  for (const Manifest::Part& part : generation.parts())
    ranges.push_back({part.first_rank, part.first_rank + part.articles});
  return ranges;
}

/// Those that are of a source that is hidden.
DocSet hidden_articles(const HiddenSources& hidden, const ColumnsFile& columns, const DocSet& live) {
  DocSet articles(live.articles());
  if (hidden.empty()) return articles;
  Analyzer analyzer;
  const ValueColumn sources = columns.values(schema::Slot::source);
  const std::vector<bool> is_hidden = hidden.names().values_of(sources, analyzer);
  live.for_each([&](std::size_t rank) {
    const PackedNumbers numbers = sources.of(rank);
    for (const std::uint32_t number : numbers)
      if (number < is_hidden.size() && is_hidden[number]) articles.insert(rank);
  });
  return articles;
}

Instant now() { return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()); }

std::string told(const DataDirectory::Opened& opened) {
  if (!opened.damage.empty()) return opened.damage + ": an older one answers";
  if (opened.generation.manifest.schema == schema::kVersion) return "";
  return opened.generation.path.filename().string() +
         " was written by an older newssearch: it answers until it is built anew, as a server with --admin does by "
         "itself, or `newssearch reindex`";
}

}  // namespace

Searcher::Searcher(const Generation& generation, ShardServers* shards) : made_at(shards ? shards->changes() : 0) {
  for (const Manifest::Part& part : generation.parts()) {
    if (!generation.is_in_shards()) {
      parts.emplace_back(Part(Xapian::Database((generation.path / part.folder / "xapian").string())));
      continue;
    }
    if (!shards)
      throw NoIndex(generation.path.string() + ": its articles lie in shards: ask the server that searches them");
    const auto number = static_cast<unsigned>(parts.size() + 1);
    parts.push_back(part_of_shard(*shards, generation.manifest.shard_set, number));
    if (!parts.back()) missing.push_back(number);
  }
}

/// Of the first server that has it and can be read; nullopt where none can.
std::optional<Searcher::Part> Searcher::part_of_shard(ShardServers& shards, const std::string& set, unsigned number) {
  while (std::optional<ShardServers::Connection> connection = shards.connect(set, number)) {
    try {
      return Part(std::move(connection->database), connection->server);
    } catch (const Xapian::Error& error) {
      shards.failed(connection->server, error.get_msg());
    }
  }
  return std::nullopt;
}

OpenGeneration::OpenGeneration(const DataDirectory::Opened& opened, Engine engine, ShardServers* shards)
    : OpenGeneration(opened, engine, open_live(opened.generation), shards) {}

OpenGeneration::OpenGeneration(const DataDirectory::Opened& opened, Engine engine, const std::optional<LiveFile>& live,
                               ShardServers* shards)
    : generation_(opened.generation),
      shards_(shards),
      damage_(told(opened)),
      expiries_(expiries_of(live)),
      live_(live_of(generation_, live)),
      columns_(columns_file(generation_, engine, live_, damage_)),
      lexicon_(open_derived<Lexicon>(generation_, joined_folder(generation_), "no spelling help", damage_)),
      parts_(open_parts(generation_, engine, damage_)),
      tombstones_(open_tombstones(generation_)) {}

std::shared_ptr<const ShownArticles> OpenGeneration::shown(const HiddenSources& hidden,
                                                           const std::vector<unsigned>& missing) const {
  const std::scoped_lock lock(showing_);
  if (!shown_ || hidden_ != hidden.revision() || missing_ != missing) {
    shown_ = but_for(hidden, missing);
    hidden_ = hidden.revision();
    missing_ = missing;
  }
  return shown_;
}

std::shared_ptr<const ShownArticles> OpenGeneration::but_for(const HiddenSources& hidden,
                                                             const std::vector<unsigned>& missing) const {
  DocSet hidden_ones = hidden_articles(hidden, columns_, live_);
  for (const unsigned number : missing) {
    const Part& part = parts_[number - 1];
    for (std::size_t rank = part.first_rank; rank < part.first_rank + part.articles; ++rank)
      if (live_.contains(rank)) hidden_ones.insert(rank);
  }
  const bool shows_all = hidden_ones.next(0) == hidden_ones.articles();
  DocSet shown = live_;
  shown -= hidden_ones;
  const std::optional<double> average_length =
      generation_.manifest.parts.empty() ? std::nullopt : std::optional(generation_.manifest.average_length);
  Columns columns(columns_, ranks_of_parts(generation_), shown, average_length,
                  shows_all ? Columns::Live::all : Columns::Live::some);
  return std::make_shared<const ShownArticles>(std::move(columns), std::move(shown), expiries_);
}

std::vector<const SuggestionFile*> Lease::suggestions() const {
  std::vector<const SuggestionFile*> files;
  for (const OpenGeneration::Part& part : generation_->parts()) files.push_back(&part.suggestions);
  return files;
}

SearchedIndex Lease::index(std::vector<std::string> languages) const {
  std::vector<IndexPart> parts;
  for (std::size_t number = 0; number < searcher_->parts.size(); ++number) {
    const OpenGeneration::Part& files = generation_->parts()[number];
    const std::optional<Searcher::Part>& own = searcher_->parts[number];
    if (own)
      parts.push_back({files.first_rank, files.articles, own->database, own->articles, files.impacts, files.positions,
                       files.shard.get()});
  }
  return {std::move(parts), columns(), *live_, lexicon(), analyzer(), std::move(languages)};
}

IndexState Lease::state() const {
  IndexState state = generation_->state(*shown_, now_);
  if (generation_->generation().is_in_shards()) state.shards = static_cast<unsigned>(searcher_->parts.size());
  state.missing_shards = searcher_->missing;
  return state;
}

/// A connection that lay idle may have been closed by the server: only one that is new tells of it.
bool Lease::has_lost(const Xapian::Error& error) const {
  ShardServers* const shards = generation_->shards();
  if (!generation_->generation().is_in_shards()) return false;
  searcher_->lost = true;
  if (searcher_->used) {
    generation_->drop_idle();
    return true;
  }
  const std::vector<ShardServers::Server> servers = shards->servers();
  for (const std::optional<Searcher::Part>& part : searcher_->parts) {
    if (!part) continue;
    const ShardAddress& address = servers[part->server].address;
    const std::string name = "remote:tcp(" + address.host + ":" + std::to_string(address.port) + ")";
    if (error.get_context() != name) continue;
    shards->failed(part->server, error.get_msg());
    return true;
  }
  return false;
}

std::unique_ptr<Searcher> OpenGeneration::take() const {
  {
    const std::uint64_t changes = shards_ ? shards_->changes() : 0;
    const std::scoped_lock lock(mutex_);
    while (!idle_.empty()) {
      std::unique_ptr<Searcher> searcher = std::move(idle_.back());
      idle_.pop_back();
      if (searcher->made_at == changes) return searcher;
    }
  }
  return std::make_unique<Searcher>(generation_, shards_);
}

void OpenGeneration::give_back(std::unique_ptr<Searcher> searcher) const {
  searcher->used = true;
  const std::scoped_lock lock(mutex_);
  idle_.push_back(std::move(searcher));
}

void OpenGeneration::drop_idle() const {
  const std::scoped_lock lock(mutex_);
  idle_.clear();
}

IndexState OpenGeneration::state(const ShownArticles& shown, Instant now) const {
  IndexState state{generation_.manifest.number, shown.count(now), "", shown.expired(now)};
  for (const Manifest::Part& part : generation_.manifest.parts)
    if (!part.folder.empty() && !generation_.is_in_shards()) state.added += part.articles;
  const PublishedDates& dates = shown.columns().published();
  if (const std::size_t newest = dates.newest(); newest != SIZE_MAX) {
    state.newest = iso_date(dates, newest);
    state.newest_time = dates.at(newest);
  }
  return state;
}

std::shared_ptr<const OpenGeneration> CurrentGeneration::current(const HiddenSources& hidden) {
  return current(hidden, Busy::take_old);
}

std::shared_ptr<const OpenGeneration> CurrentGeneration::current(const HiddenSources& hidden, Busy busy) {
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
    fresh = open_current(hidden);
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

Lease CurrentGeneration::lease(const HiddenSources& hidden) {
  std::shared_ptr<const OpenGeneration> generation = current(hidden);
  std::unique_ptr<Searcher> searcher;
  try {
    searcher = generation->take();
  } catch (const Xapian::DatabaseError&) {
    // Removed since, two generations having been published: the newest is on its way in, or here.
    generation = current(hidden, Busy::wait);
    searcher = generation->take();
  }
  if (std::none_of(searcher->parts.begin(), searcher->parts.end(), [](const auto& part) { return part.has_value(); }))
    throw ShardsMissing("none of the shards answers: start their servers, or name others with --shards");
  std::shared_ptr<const ShownArticles> shown = generation->shown(hidden, searcher->missing);
  return {std::move(generation), std::move(shown), std::move(searcher), now()};
}

/// A writer may remove the generation `current` named a moment ago, having published two more: look again.
std::shared_ptr<const OpenGeneration> CurrentGeneration::open_current(const HiddenSources& hidden) const {
  if (shards_ && !directory_.current_number())
    throw ShardsMissing(
        "the servers that --shards names have served no whole set of shards yet: see that they serve each "
        "that `newssearch shard` wrote");
  constexpr int kAttempts = 5;
  for (int attempt = 1;; ++attempt) {
    try {
      auto generation = std::make_shared<const OpenGeneration>(directory_.open_current(), engine_, shards_);
      generation->shown(hidden);
      return generation;
    } catch (const std::exception&) {
      if (attempt == kAttempts) throw;
    }
  }
}

}  // namespace newssearch
