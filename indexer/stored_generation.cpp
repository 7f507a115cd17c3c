#include "indexer/stored_generation.h"

#include <algorithm>
#include <bit>
#include <stdexcept>

#include "common/live_file.h"
#include "common/schema.h"

namespace newssearch {
namespace {

std::vector<std::uint64_t> read_live(const Generation& generation) {
  const Manifest::Part last = generation.parts().back();
  const std::size_t ranks = last.first_rank + last.articles;
  std::vector<std::uint64_t> live((ranks + 63) / 64);
  if (generation.manifest.parts.empty()) {
    for (std::size_t rank = 0; rank < ranks; ++rank) live[rank / 64] |= 1ULL << (rank % 64);
    return live;
  }
  const Result<LiveFile> file = LiveFile::open(generation.joined_files() / LiveFile::kFileName);
  if (!file) throw std::runtime_error(generation.path.string() + ": " + file.error().message);
  for (std::size_t i = 0; i < live.size(); ++i) live[i] = file->bits()[i];
  return live;
}

}  // namespace

StoredGeneration::StoredGeneration(const Generation& generation)
    : manifest_parts_(generation.parts()), live_(read_live(generation)) {
  for (const Manifest::Part& part : manifest_parts_)
    parts_.emplace_back((generation.path / part.folder / "xapian").string()).first_rank = part.first_rank;
}

std::size_t StoredGeneration::articles() const {
  std::size_t articles = 0;
  for (const std::uint64_t bits : live_) articles += static_cast<std::size_t>(std::popcount(bits));
  return articles;
}

const StoredGeneration::Part& StoredGeneration::part_of(std::size_t rank) const {
  std::size_t number = parts_.size() - 1;
  while (number > 0 && rank < parts_[number].first_rank) --number;
  return parts_[number];
}

std::optional<std::uint32_t> StoredGeneration::find(const std::string& id_term) const {
  for (const Part& part : parts_)
    for (auto at = part.database.postlist_begin(id_term); at != part.database.postlist_end(id_term); ++at)
      if (is_live(part.first_rank + *at - 1)) return static_cast<std::uint32_t>(part.first_rank + *at - 1);
  return std::nullopt;
}

Result<std::string> StoredGeneration::record(std::size_t rank) const {
  const Part& part = part_of(rank);
  return part.articles.record(docid(part, rank));
}

Result<Article> StoredGeneration::article(std::size_t rank) const {
  const Part& part = part_of(rank);
  return part.articles.article(docid(part, rank));
}

std::string StoredGeneration::value(std::size_t rank, schema::Slot slot) const {
  const Part& part = part_of(rank);
  return part.database.get_document(docid(part, rank), Xapian::DOC_ASSUME_VALID)
      .get_value(static_cast<Xapian::valueno>(slot));
}

std::optional<Instant> StoredGeneration::published(std::size_t rank) const {
  const std::string slot = value(rank, schema::Slot::published);
  if (slot.empty()) return std::nullopt;
  return schema::decode_date(slot).time;
}

std::string StoredGeneration::story(std::size_t rank) const { return value(rank, schema::Slot::story); }
std::string StoredGeneration::copies(std::size_t rank) const { return value(rank, schema::Slot::copies); }

void StoredGeneration::for_each(const std::function<void(const std::string&, std::uint32_t)>& visit) const {
  for (std::size_t part = 0; part < parts_.size(); ++part) for_each_in(part, visit);
}

void StoredGeneration::for_each_in(std::size_t part,
                                   const std::function<void(const std::string&, std::uint32_t)>& visit) const {
  const Xapian::Database& database = parts_[part].database;
  for (auto term = database.allterms_begin("Q"); term != database.allterms_end("Q"); ++term) {
    const auto rank = static_cast<std::uint32_t>(parts_[part].first_rank + *database.postlist_begin(*term) - 1);
    if (is_live(rank)) visit(*term, rank);
  }
}

std::vector<std::uint32_t> StoredGeneration::newest_first() const {
  struct Entry {
    std::optional<Instant> published;
    std::string id_term;
    std::uint32_t rank = 0;
  };
  std::vector<Entry> entries;
  entries.reserve(articles());
  for_each([&](const std::string& id_term, std::uint32_t rank) {
    entries.push_back({published(rank), id_term, rank});
  });
  std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
    return schema::comes_before(a.published, a.id_term, b.published, b.id_term);
  });
  std::vector<std::uint32_t> ranks;
  ranks.reserve(entries.size());
  for (const Entry& entry : entries) ranks.push_back(entry.rank);
  return ranks;
}

KnownStories StoredGeneration::stories() const {
  KnownStories all(manifest_parts_.back().first_rank + manifest_parts_.back().articles);
  for (const Part& part : parts_) {
    KnownStories known = read_stories(part.database);
    for (std::size_t i = 0; i < known.size(); ++i) all[part.first_rank + i] = std::move(known[i]);
  }
  return all;
}

}  // namespace newssearch
