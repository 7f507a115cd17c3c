#include "indexer/repack.h"

#include <xapian.h>

#include <string>
#include <vector>

#include "common/analyzer.h"
#include "common/columns_file.h"
#include "common/impacts_file.h"
#include "common/lexicon.h"
#include "common/positions_file.h"
#include "common/schema.h"
#include "common/stored_articles.h"
#include "common/suggestion_file.h"
#include "indexer/derived_files.h"
#include "indexer/index_build.h"
#include "indexer/part_build.h"
#include "indexer/publish.h"
#include "indexer/stored_generation.h"
#include "indexer/writer_lock.h"

namespace newssearch {
namespace {

namespace fs = std::filesystem;

/// So much text is inverted in memory before its positions are written out.
constexpr std::size_t kFlushBytes = 8 << 20;

/// The folder it is built in, removed if it does not come to that.
class Building {
 public:
  explicit Building(const fs::path& root) : path_(root / "building") {
    fs::remove_all(path_);
    fs::create_directories(generation());
  }
  ~Building() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  Building(const Building&) = delete;
  fs::path generation() const { return path_ / "generation"; }
  fs::path parts() const { return path_ / "parts"; }

 private:
  fs::path path_;
};

/// Where the words stand is known from the stored articles alone.
void write_positions(const Xapian::Database& database, const fs::path& parts, const fs::path& output) {
  Analyzer analyzer;
  const StoredArticles articles(database);
  PositionCollector collector;
  std::vector<PositionsFile> files;
  const auto flush = [&] {
    const fs::path part = parts / std::to_string(files.size());
    collector.write(part);
    files.push_back(PositionsFile::open(part).value());
  };
  std::size_t unwritten = 0;
  for (std::uint32_t rank = 0; rank < database.get_lastdocid(); ++rank) {
    const Result<Article> article = articles.article(rank + 1);
    if (!article) throw Xapian::DatabaseCorruptError(article.error().message);
    for (const schema::PlacedTerm& placed : schema::place_terms(*article, analyzer))
      collector.add(rank, placed.term, placed.position);
    unwritten += article->headline.size() + article->body.size();
    if (unwritten < kFlushBytes) continue;
    flush();
    unwritten = 0;
  }
  flush();
  merge_positions(files, output);
}

}  // namespace

std::uint64_t repack(const DataDirectory& directory, std::chrono::seconds lock_timeout) {
  const WriterLock lock(directory.root(), lock_timeout);
  const DataDirectory::Opened opened = directory.open_current();
  if (!opened.damage.empty()) throw IndexDamaged(opened.damage);
  const Building building(directory.root());
  Manifest manifest = opened.generation.manifest;
  manifest.before = *directory.current_number();
  manifest.files =
      link_files(opened.generation, building.generation(), [](const std::string& name) { return !is_derived(name); });
  for (const Manifest::Part& part : opened.generation.parts()) {
    const fs::path folder = building.generation() / part.folder;
    const Xapian::Database database((folder / "xapian").string());
    fs::create_directory(building.parts());
    write_positions(database, building.parts(), folder / PositionsFile::kFileName);
    fs::remove_all(building.parts());
    write_derived_files(folder, manifest.average_length > 0 ? manifest.average_length : database.get_avlength());
  }
  if (!manifest.parts.empty())
    write_joined_files(building.generation(), manifest.parts, StoredGeneration(opened.generation).live());
  return publish_generation(directory, building.generation(), manifest).number;
}

}  // namespace newssearch
