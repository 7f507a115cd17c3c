#include "indexer/shard_split.h"

#include <xapian.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <stdexcept>

#include "common/columns_file.h"
#include "common/impacts_file.h"
#include "common/lexicon.h"
#include "common/live_file.h"
#include "common/positions_file.h"
#include "common/schema.h"
#include "common/shard_database.h"
#include "common/suggestion_file.h"
#include "common/tombstones.h"
#include "indexer/stored_generation.h"

namespace newssearch {
namespace {

namespace fs = std::filesystem;

std::string folder_name(unsigned number) { return "shard-" + std::to_string(number); }

/// By shard: the ranks of its articles, newest first.
std::vector<std::vector<std::uint32_t>> shares(const StoredGeneration& articles, const SplitOptions& options) {
  std::vector<std::vector<std::uint32_t>> shares(options.shards);
  const std::vector<std::uint32_t> ranks = articles.newest_first();
  for (std::size_t i = 0; i < ranks.size(); ++i) {
    std::size_t share = i * options.shards / ranks.size();
    if (options.by == ShardBy::id) {
      const Result<Article> article = articles.article(ranks[i]);
      if (!article) throw Xapian::DatabaseCorruptError(article.error().message);
      share = std::stoul(sha256_hex(article->id).substr(0, 8), nullptr, 16) % options.shards;
    }
    shares[share].push_back(ranks[i]);
  }
  return shares;
}

ArticleReader reader_of(const Generation& generation, const std::vector<std::uint32_t>& ranks) {
  const auto articles = std::make_shared<const StoredGeneration>(generation);
  return [articles, &ranks](std::size_t rank) {
    const Result<Article> article = articles->article(ranks[rank]);
    if (!article) throw Xapian::DatabaseCorruptError(article.error().message);
    return *article;
  };
}

PartArticles articles_of(const Generation& generation, const StoredGeneration& stored, const KnownStories& stories,
                         const std::vector<std::uint32_t>& ranks) {
  PartArticles articles{
      .published = {}, .make_reader = [&] { return reader_of(generation, ranks); }, .known = {}, .groups = {}};
  for (const std::uint32_t rank : ranks) {
    articles.published.push_back(stored.published(rank));
    articles.groups.push_back(stories[rank]);
    articles.groups.back().copies = stored.copies(rank);
  }
  return articles;
}

/// What build_part left in the folder beside the database, into it.
void put_in(Xapian::WritableDatabase& database, const fs::path& folder, ShardDescription& description) {
  const auto open = [&]<class File>(Result<File> file) {
    if (!file) throw std::runtime_error(folder.string() + ": " + file.error().message);
    return *std::move(file);
  };
  const ImpactsFile impacts = open(ImpactsFile::open(folder / ImpactsFile::kFileName));
  std::vector<LexiconWord> terms;
  for (std::size_t number = 0; number < impacts.size(); ++number) {
    const std::string_view term = impacts.terms()[number];
    const PostingList list = impacts.at(number);
    terms.push_back({term, list.articles, 0});
    database.set_metadata(shard::postings_key(term), std::string(list.bytes));
  }
  Lexicon::write(folder / shard::kTermsFile, terms);
  const PositionsFile positions = open(PositionsFile::open(folder / PositionsFile::kFileName));
  for (std::size_t number = 0; number < positions.size(); ++number)
    database.set_metadata(shard::positions_key(positions.terms()[number]), std::string(positions.list(number)));
  for (const char* const name : {ColumnsFile::kFileName, shard::kTermsFile, Lexicon::kFileName,
                                 SuggestionFile::kFileName, LiveFile::kFileName, Tombstones::kFileName})
    if (fs::exists(folder / name)) description.files[name] = shard::put_file(database, name, folder / name);
  database.set_metadata(shard::kDescriptionKey, to_json(description));
  database.commit();
}

void write_live(const fs::path& folder, std::size_t articles) {
  std::vector<std::uint64_t> bits((articles + 63) / 64);
  for (std::size_t rank = 0; rank < articles; ++rank) bits[rank / 64] |= 1ULL << (rank % 64);
  std::vector<LiveFile::Expiry> expiries;
  for (const auto& [rank, time] : expiries_of(Xapian::Database((folder / "xapian").string())))
    expiries.push_back({rank, time});
  LiveFile::write(folder / LiveFile::kFileName, bits, expiries);
}

}  // namespace

void split_generation(const Generation& generation, const SplitOptions& options, const fs::path& folder,
                      const std::function<void(unsigned, const BuildProgress&)>& progress) {
  const StoredGeneration stored(generation);
  if (options.shards == 0 || stored.articles() < options.shards)
    throw std::invalid_argument(std::to_string(stored.articles()) + " articles cannot be split into " +
                                std::to_string(options.shards) + " shards");
  const std::vector<std::vector<std::uint32_t>> ranks = shares(stored, options);
  if (std::any_of(ranks.begin(), ranks.end(), [](const auto& share) { return share.empty(); }))
    throw std::invalid_argument("a shard of " + std::to_string(options.shards) + " would hold no article");
  const KnownStories stories = stored.stories();
  const fs::path scratch = folder / "building";
  fs::remove_all(scratch);
  ShardDescription description{
      .schema = schema::kVersion,
      .set = "",
      .number = 0,
      .of = options.shards,
      .articles = 0,
      .average_length = generation.manifest.average_length,
      .created_at = format_iso(std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now())),
      .files = {}};
  description.set = sha256_hex(to_json(generation.manifest) + to_json(description)).substr(0, 16);
  for (unsigned number = 1; number <= options.shards; ++number) {
    const fs::path own = scratch / folder_name(number), slices = scratch / "slices";
    fs::create_directories(own);
    fs::create_directories(slices);
    description.number = number;
    description.articles = ranks[number - 1].size();
    description.files.clear();
    build_part(articles_of(generation, stored, stories, ranks[number - 1]),
               {.threads = options.threads,
                .dictionary = stored.dictionary(),
                .average_length = generation.manifest.average_length,
                .term_lists = true},
               slices, own, [&](const BuildProgress& at) {
                 if (progress) progress(number, at);
               });
    fs::remove_all(slices);
    fs::copy_file(generation.joined_files() / Lexicon::kFileName, own / Lexicon::kFileName,
                  fs::copy_options::overwrite_existing);
    if (fs::exists(generation.path / Tombstones::kFileName))
      fs::copy_file(generation.path / Tombstones::kFileName, own / Tombstones::kFileName);
    write_live(own, description.articles);
    Xapian::WritableDatabase database((own / "xapian").string(), Xapian::DB_OPEN);
    put_in(database, own, description);
  }
  for (unsigned number = 1; number <= options.shards; ++number) {
    fs::remove_all(folder / folder_name(number));
    fs::rename(scratch / folder_name(number) / "xapian", folder / folder_name(number));
  }
  fs::remove_all(scratch);
}

}  // namespace newssearch
