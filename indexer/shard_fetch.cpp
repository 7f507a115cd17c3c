#include "indexer/shard_fetch.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <set>
#include <stdexcept>

#include "common/columns_file.h"
#include "common/impacts_file.h"
#include "common/lexicon.h"
#include "common/live_file.h"
#include "common/suggestion_file.h"
#include "common/tombstones.h"
#include "indexer/publish.h"
#include "indexer/writer_lock.h"

namespace newssearch {
namespace {

namespace fs = std::filesystem;

template <class File>
File open_file(const fs::path& folder) {
  Result<File> file = File::open(folder / File::kFileName);
  if (!file) throw std::runtime_error((folder / File::kFileName).string() + ": " + file.error().message);
  return *std::move(file);
}

std::size_t next_window(std::size_t rank) { return (rank + kWindowArticles - 1) / kWindowArticles * kWindowArticles; }

/// Of all parts together, as write_joined_files has them.
void join(const fs::path& generation, const std::vector<Manifest::Part>& parts) {
  const fs::path joined = generation / Generation::kAddedFolder;
  fs::create_directories(joined);
  std::vector<ColumnsFile::Part> columns;
  std::vector<std::uint64_t> live((parts.back().first_rank + parts.back().articles + 63) / 64);
  std::vector<LiveFile::Expiry> expiries;
  for (const Manifest::Part& part : parts) {
    const fs::path folder = generation / part.folder;
    columns.push_back({open_file<ColumnsFile>(folder), part.first_rank});
    const LiveFile own = open_file<LiveFile>(folder);
    for (std::size_t rank = 0; rank < part.articles; ++rank)
      if (((own.bits()[rank / 64] >> (rank % 64)) & 1) != 0)
        live[(part.first_rank + rank) / 64] |= 1ULL << ((part.first_rank + rank) % 64);
    for (std::size_t number = 0; number < own.expiries(); ++number) {
      LiveFile::Expiry expiry = own.expiry(number);
      expiry.rank += static_cast<std::uint32_t>(part.first_rank);
      expiries.push_back(expiry);
    }
  }
  ColumnsFile::join(joined / ColumnsFile::kFileName, columns, live);
  LiveFile::write(joined / LiveFile::kFileName, live, expiries);
  const fs::path first = generation / parts.front().folder;
  fs::rename(first / Lexicon::kFileName, joined / Lexicon::kFileName);
  if (fs::exists(first / Tombstones::kFileName))
    fs::rename(first / Tombstones::kFileName, generation / Tombstones::kFileName);
  for (const Manifest::Part& part : parts)
    for (const char* const name :
         {ColumnsFile::kFileName, LiveFile::kFileName, Lexicon::kFileName, Tombstones::kFileName})
      fs::remove(generation / part.folder / name);
}

}  // namespace

std::optional<std::string> complete_set(const ShardServers& servers) {
  struct Set {
    std::string created_at;
    std::set<unsigned> numbers;
    unsigned of = 0;
  };
  std::map<std::string, Set> sets;
  for (const ShardServers::Server& server : servers.servers()) {
    if (!server.shard || !server.trouble.empty()) continue;
    Set& set = sets[server.shard->set];
    set.created_at = server.shard->created_at;
    set.of = server.shard->of;
    set.numbers.insert(server.shard->number);
  }
  std::optional<std::string> newest;
  for (const auto& [name, set] : sets)
    if (set.numbers.size() == set.of && (!newest || sets[*newest].created_at < set.created_at)) newest = name;
  return newest;
}

std::string missing_shards(const ShardServers& servers) {
  std::map<std::string, std::vector<unsigned>> missing;
  std::string told;
  for (const ShardServers::Server& server : servers.servers()) {
    if (!server.trouble.empty()) told += to_string(server.address) + ": " + server.trouble + "\n";
    if (!server.shard) continue;
    const auto [entry, fresh] = missing.try_emplace(server.shard->set);
    if (fresh)
      for (unsigned number = 1; number <= server.shard->of; ++number) entry->second.push_back(number);
    if (server.trouble.empty()) std::erase(entry->second, server.shard->number);
  }
  for (const auto& [set, numbers] : missing)
    for (const unsigned number : numbers)
      told += "shard " + std::to_string(number) + " of the set " + set + ": no server has it\n";
  return told;
}

void fetch_shards(ShardServers& servers, const std::string& set, const DataDirectory& directory) {
  fs::create_directories(directory.root());
  const WriterLock lock(directory.root(), std::chrono::seconds(0));
  const fs::path folder = directory.root() / "building";
  fs::remove_all(folder);
  Manifest manifest;
  manifest.shard_set = set;
  std::size_t ranks = 0;
  for (unsigned number = 1, of = 1; number <= of; ++number) {
    std::optional<ShardServers::Connection> connection = servers.connect(set, number);
    if (!connection) throw std::runtime_error("shard " + std::to_string(number) + " answers no more");
    const Result<ShardDescription> shard = shard::describe(connection->database);
    if (!shard) throw std::runtime_error("shard " + std::to_string(number) + ": " + shard.error().message);
    of = shard->of;
    const std::string name = "shard-" + std::to_string(number);
    fs::create_directories(folder / name);
    for (const char* const file : {ColumnsFile::kFileName, shard::kTermsFile, Lexicon::kFileName,
                                   SuggestionFile::kFileName, LiveFile::kFileName, Tombstones::kFileName})
      if (const auto stated = shard->files.find(file); stated != shard->files.end())
        shard::copy_file(connection->database, file, stated->second, folder / name / file);
    if (const Result<ColumnsFile> columns = ColumnsFile::open(folder / name / ColumnsFile::kFileName);
        !columns || columns->articles() != shard->articles)
      throw std::runtime_error(name + ": its columns are not of its " + std::to_string(shard->articles) + " articles");
    manifest.schema = shard->schema;
    manifest.created_at = shard->created_at;
    manifest.average_length = shard->average_length;
    manifest.articles += shard->articles;
    manifest.parts.push_back(
        {.folder = name, .first_rank = next_window(ranks), .articles = shard->articles, .built = 0});
    ranks = manifest.parts.back().first_rank + shard->articles;
  }
  join(folder, manifest.parts);
  publish_generation(directory, folder, std::move(manifest));
}

}  // namespace newssearch
