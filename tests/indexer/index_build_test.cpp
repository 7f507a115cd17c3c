#include <xapian.h>

#include <catch2/catch.hpp>
#include <fstream>

#include "common/schema.h"
#include "common/stored_articles.h"
#include "tests/support/articles.h"
#include "tests/support/temporary_folder.h"

using namespace newssearch;
namespace fs = std::filesystem;

namespace {

Xapian::Database open_current(const DataDirectory& directory) {
  return Xapian::Database(directory.open_current().generation.xapian().string());
}

std::vector<std::string> ids_in_order(const DataDirectory& directory) {
  const Xapian::Database database = open_current(directory);
  std::vector<std::string> ids;
  for (Xapian::docid docid = 1; docid <= database.get_lastdocid(); ++docid)
    ids.push_back(StoredArticles(database).article(docid).value().id);
  return ids;
}

}  // namespace

TEST_CASE("articles lie newest first and undated last, whatever order they came in") {
  const TemporaryFolder folder;
  const DataDirectory directory(folder.path());
  publish_articles(directory,
                   {make_article("u2", "Undated", "text"), make_article("old", "Old", "text", "1912-04-15"),
                    make_article("new", "New", "text", "2024-01-01T10:00:00Z"), make_article("u1", "Undated", "text"),
                    make_article("day", "Day", "text", "2024-01-01")});
  CHECK(ids_in_order(directory) == std::vector<std::string>{"new", "day", "old", "u1", "u2"});
}

TEST_CASE("an article put again under the same id replaces the old one") {
  const TemporaryFolder folder;
  const DataDirectory directory(folder.path());
  publish_articles(
      directory, {make_article("a", "First", "text", "2024-01-01"), make_article("b", "Other", "text", "2024-01-02")});
  const BuildSummary summary = publish_articles(directory, {make_article("a", "Second", "text", "2024-01-03")});
  CHECK(summary.replaced == 1);
  CHECK(summary.added == 0);
  CHECK(summary.articles == 2);
  CHECK(ids_in_order(directory) == std::vector<std::string>{"a", "b"});
  CHECK(StoredArticles(open_current(directory)).article(1).value().headline == "Second");
}

TEST_CASE("of several articles with one id in a batch the last one wins") {
  const TemporaryFolder folder;
  const DataDirectory directory(folder.path());
  const BuildSummary summary =
      publish_articles(directory, {make_article("a", "First", "text"), make_article("a", "Last", "text")});
  CHECK(summary.added == 1);
  CHECK(summary.superseded == 1);
  CHECK(StoredArticles(open_current(directory)).article(1).value().headline == "Last");
}

TEST_CASE("nothing is published where nothing changed") {
  const TemporaryFolder folder;
  const DataDirectory directory(folder.path());
  const std::vector<Article> articles = {make_article("a", "One", "text", "2024-01-01"),
                                         make_article("b", "Two", "text")};
  CHECK(publish_articles(directory, articles).generation == 1);
  const BuildSummary again = publish_articles(directory, articles);
  CHECK_FALSE(again.published);
  CHECK(again.unchanged == 2);
  CHECK(again.generation == 1);
  CHECK(directory.current_number() == 1);
}

TEST_CASE("a change back within one batch is no change") {
  const TemporaryFolder folder;
  const DataDirectory directory(folder.path());
  publish_articles(directory, {make_article("a", "One", "text")});
  const BuildSummary summary =
      publish_articles(directory, {make_article("a", "Two", "text"), make_article("a", "One", "text")});
  CHECK_FALSE(summary.published);
}

TEST_CASE("replacing all forgets what is not put again") {
  const TemporaryFolder folder;
  const DataDirectory directory(folder.path());
  publish_articles(directory, {make_article("a", "One", "text"), make_article("b", "Two", "text")});
  const BuildSummary summary = publish_articles(directory, {make_article("b", "Two", "text")}, {.replace_all = true});
  CHECK(summary.published);
  CHECK(summary.dropped == 1);
  CHECK(ids_in_order(directory) == std::vector<std::string>{"b"});
}

TEST_CASE("reanalysing publishes the same articles anew") {
  const TemporaryFolder folder;
  const DataDirectory directory(folder.path());
  publish_articles(directory, {make_article("a", "One", "text"), make_article("b", "Two", "text", "2024-01-01")});
  const BuildSummary summary = publish_articles(directory, {}, {.reanalyse = true});
  CHECK(summary.published);
  CHECK(summary.generation == 2);
  CHECK(ids_in_order(directory) == std::vector<std::string>{"b", "a"});
}

TEST_CASE("no article and no index give no generation") {
  const TemporaryFolder folder;
  CHECK_FALSE(publish_articles(DataDirectory(folder.path()), {}).published);
  CHECK_FALSE(DataDirectory(folder.path()).current_number());
}

TEST_CASE("many slices merge into one database in order, by any number of threads") {
  const TemporaryFolder folder;
  const DataDirectory directory(folder.path());
  std::vector<Article> articles;
  for (int i = 0; i < 700; ++i)
    articles.push_back(make_article("n" + std::to_string(1000 + i), "Story", "word" + std::to_string(i),
                                    format_iso(*make_day(1950, 1, 1) + std::chrono::days{700 - i})));
  const unsigned threads = GENERATE(1, 3);
  publish_articles(directory, articles, {.threads = threads, .flush_bytes = 64});
  std::vector<std::string> expected;
  for (const Article& article : articles) expected.push_back(article.id);
  CHECK(ids_in_order(directory) == expected);
}

TEST_CASE("two generations are kept, and rollback makes the previous one current") {
  const TemporaryFolder folder;
  const DataDirectory directory(folder.path());
  for (int i = 1; i <= 3; ++i) publish_articles(directory, {make_article("a", "Version " + std::to_string(i), "text")});
  CHECK(directory.generations() == std::vector<std::uint64_t>{2, 3});
  const Result<std::uint64_t> previous = rollback(directory);
  REQUIRE(previous);
  CHECK(*previous == 2);
  CHECK(StoredArticles(open_current(directory)).article(1).value().headline == "Version 2");
  CHECK(rollback(directory).error().code == "nothing_to_roll_back");
}

TEST_CASE("a generation its killed writer never published does not pass for the one before") {
  const TemporaryFolder folder;
  const DataDirectory directory(folder.path());
  for (int i = 1; i <= 3; ++i) publish_articles(directory, {make_article("a", "Version " + std::to_string(i), "text")});
  std::ofstream(folder.path() / "current") << "gen-000002\n";  // killed after gen-000003 lay there, before it was named
  publish_articles(directory, {make_article("a", "Version 4", "text")});
  CHECK(directory.generations() == std::vector<std::uint64_t>{2, 4});
  REQUIRE(rollback(directory));
  CHECK(StoredArticles(open_current(directory)).article(1).value().headline == "Version 2");
}

TEST_CASE("a generation after a rollback has a number never used before") {
  const TemporaryFolder folder;
  const DataDirectory directory(folder.path());
  for (int i = 1; i <= 2; ++i) publish_articles(directory, {make_article("a", "Version " + std::to_string(i), "text")});
  (void)rollback(directory);
  CHECK(publish_articles(directory, {make_article("b", "New", "text")}).generation == 3);
}

TEST_CASE("what is published is whole by its own checksums") {
  const TemporaryFolder folder;
  const DataDirectory directory(folder.path());
  publish_articles(directory, {make_article("a", "One", "text")});
  const Generation generation = directory.open_current().generation;
  CHECK(generation.manifest.articles == 1);
  CHECK(generation.manifest.files.size() >= 4);
  CHECK(verify_checksums(generation).empty());
}

TEST_CASE("a build dropped without publishing leaves the index as it was, and no trace") {
  const TemporaryFolder folder;
  const DataDirectory directory(folder.path());
  publish_articles(directory, {make_article("a", "One", "text")});
  {
    IndexBuild build(directory, {});
    build.put(make_article("b", "Two", "text"));
  }
  CHECK(ids_in_order(directory) == std::vector<std::string>{"a"});
  CHECK_FALSE(fs::exists(folder.path() / "building"));
}

TEST_CASE("what a killed writer left behind is swept by the next one") {
  const TemporaryFolder folder;
  fs::create_directories(folder.path() / "building" / "slices" / "slice-0");
  std::ofstream(folder.path() / "building" / "spool") << "half an article";
  fs::create_directories(folder.path() / "removed-7" / "xapian");
  publish_articles(DataDirectory(folder.path()), {make_article("a", "One", "text")});
  CHECK(ids_in_order(DataDirectory(folder.path())) == std::vector<std::string>{"a"});
  CHECK_FALSE(fs::exists(folder.path() / "building"));
  CHECK_FALSE(fs::exists(folder.path() / "removed-7"));
}

TEST_CASE("nothing is built upon a damaged generation but with all articles anew") {
  const TemporaryFolder folder;
  const DataDirectory directory(folder.path());
  publish_articles(directory, {make_article("a", "One", "text")});
  publish_articles(directory, {make_article("b", "Two", "text")});
  fs::remove(directory.generation_path(2) / "manifest.json");
  CHECK_THROWS_AS(IndexBuild(directory, {}), IndexDamaged);
  publish_articles(directory, {make_article("c", "Three", "text")}, {.replace_all = true});
  CHECK(ids_in_order(directory) == std::vector<std::string>{"c"});
}

TEST_CASE("an index of an older schema is rebuilt from its stored articles") {
  const TemporaryFolder folder;
  const DataDirectory directory(folder.path());
  publish_articles(directory, {make_article("a", "One", "text", "2024-01-01"), make_article("b", "Two", "text")});
  Manifest manifest = directory.open_current().generation.manifest;
  manifest.schema = 4;  // the newest that is not searched as it lies
  std::ofstream(directory.generation_path(1) / "manifest.json") << to_json(manifest);
  CHECK_THROWS_WITH(directory.open_current(), Catch::Contains("newssearch reindex"));
  SECTION("by reindexing") { publish_articles(directory, {}, {.reanalyse = true}); }
  SECTION("by putting what is there already") { publish_articles(directory, {make_article("b", "Two", "text")}); }
  CHECK(directory.open_current().generation.manifest.schema == schema::kVersion);
  CHECK(ids_in_order(directory) == std::vector<std::string>{"a", "b"});
}

TEST_CASE("what is removed is gone with the next generation, and may come again") {
  const TemporaryFolder folder;
  const DataDirectory directory(folder.path());
  publish_articles(directory, {make_article("a", "One", "text"), make_article("b", "Two", "text")});
  {
    IndexBuild build(directory, {});
    build.remove(make_article("a", "", ""));
    build.remove(make_article("never", "", ""));
    const BuildSummary summary = build.publish();
    CHECK(summary.dropped == 1);
    CHECK(summary.published);
  }
  CHECK(ids_in_order(directory) == std::vector<std::string>{"b"});
  IndexBuild build(directory, {});
  build.put(make_article("c", "Three", "text"));
  build.remove(make_article("c", "", ""));
  build.remove(make_article("b", "", ""));
  build.put(make_article("b", "Two again", "text"));
  build.publish();
  CHECK(ids_in_order(directory) == std::vector<std::string>{"b"});
}

TEST_CASE("an older version replaces nothing and takes nothing back, in a batch or over batches") {
  const TemporaryFolder folder;
  const DataDirectory directory(folder.path());
  const auto version = [](const char* headline, const char* number) {
    Article article = make_article("a", headline, "text");
    article.version = number;
    return article;
  };
  const auto headline = [&] { return StoredArticles(open_current(directory)).article(1).value().headline; };
  publish_articles(directory, {version("Ten", "10"), version("Nine", "9")});
  CHECK(headline() == "Ten");
  CHECK(publish_articles(directory, {version("Eight", "8")}).superseded == 1);
  CHECK(headline() == "Ten");
  {
    IndexBuild build(directory, {});
    build.remove(version("", "9"));
    build.publish();
  }
  CHECK(headline() == "Ten");
  publish_articles(directory, {version("Words are not compared", "final")});
  CHECK(headline() == "Words are not compared");
  IndexBuild build(directory, {});
  build.remove(version("", "12"));
  build.put(version("Eleven", "11"));
  CHECK(build.publish().articles == 0);
}
