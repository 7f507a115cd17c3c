#include "indexer/shard_split.h"

#include <xapian.h>

#include <catch2/catch.hpp>
#include <set>

#include "common/impacts_file.h"
#include "common/positions_file.h"
#include "common/schema.h"
#include "common/shard_database.h"
#include "common/stored_articles.h"
#include "tests/support/articles.h"
#include "tests/support/temporary_folder.h"

using namespace newssearch;
namespace fs = std::filesystem;

namespace {

constexpr unsigned kArticles = 40;

struct Archive {
  Archive() {
    std::vector<Article> articles;
    for (unsigned i = 0; i < kArticles; ++i)
      articles.push_back(make_article("a" + std::to_string(i), "Harbour wall " + std::to_string(i),
                                      "They met in the harbour, article " + std::to_string(i),
                                      "2024-" + std::to_string(10 + i % 3) + "-" + std::to_string(10 + i % 20)));
    publish_articles(directory, articles);
  }
  Generation generation() const { return directory.open_current().generation; }
  Xapian::Database split(unsigned shards, ShardBy by, unsigned number) const {
    split_generation(generation(), {.shards = shards, .by = by, .threads = 1}, folder.path() / "shards");
    return Xapian::Database((folder.path() / "shards" / ("shard-" + std::to_string(number))).string());
  }

  TemporaryFolder folder;
  DataDirectory directory{folder.path() / "data"};
};

std::vector<Article> articles_of(const Xapian::Database& shard) {
  const StoredArticles stored(shard);
  std::vector<Article> articles;
  for (Xapian::docid docid = 1; docid <= shard.get_lastdocid(); ++docid)
    articles.push_back(stored.article(docid).value());
  return articles;
}

}  // namespace

TEST_CASE("each article is in one shard") {
  const Archive archive;
  const ShardBy by = GENERATE(ShardBy::id, ShardBy::time);
  std::set<std::string> ids;
  std::size_t articles = 0;
  for (unsigned number = 1; number <= 3; ++number)
    for (const Article& article : articles_of(archive.split(3, by, number))) {
      ids.insert(article.id);
      ++articles;
    }
  CHECK(articles == kArticles);
  CHECK(ids.size() == kArticles);
}

TEST_CASE("split by time, a shard's articles are all newer than the next one's") {
  const Archive archive;
  const std::vector<Article> newer = articles_of(archive.split(2, ShardBy::time, 1));
  const std::vector<Article> older = articles_of(archive.split(2, ShardBy::time, 2));
  CHECK(newer.size() == older.size());
  CHECK(newer.back().published->time >= older.front().published->time);
}

TEST_CASE("a shard has the lists of its articles, as they score in the index") {
  const Archive archive;
  const Xapian::Database shard = archive.split(1, ShardBy::id, 1);
  const ImpactsFile impacts = ImpactsFile::open(archive.generation().path / ImpactsFile::kFileName).value();
  for (std::size_t number = 0; number < impacts.size(); ++number)
    CHECK(shard.get_metadata(shard::postings_key(impacts.terms()[number])) == impacts.at(number).bytes);
  const PositionsFile positions = PositionsFile::open(archive.generation().path / PositionsFile::kFileName).value();
  for (std::size_t number = 0; number < positions.size(); ++number)
    CHECK(shard.get_metadata(shard::positions_key(positions.terms()[number])) == positions.list(number));
}

TEST_CASE("a shard says which it is, and of which set") {
  const Archive archive;
  archive.split(3, ShardBy::id, 1);
  const auto described = [&](unsigned number) {
    return shard::describe(
               Xapian::Database((archive.folder.path() / "shards" / ("shard-" + std::to_string(number))).string()))
        .value();
  };
  const ShardDescription first = described(1), third = described(3);
  CHECK(first.number == 1);
  CHECK(third.number == 3);
  CHECK(third.of == 3);
  CHECK(first.set == third.set);
  CHECK(first.average_length == archive.generation().manifest.average_length);
}

TEST_CASE("fewer articles than shards are not split") {
  const Archive archive;
  CHECK_THROWS_AS(archive.split(kArticles + 1, ShardBy::time, 1), std::invalid_argument);
  CHECK_FALSE(fs::exists(archive.folder.path() / "shards" / "shard-1"));
}
