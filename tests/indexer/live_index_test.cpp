#include "indexer/live_index.h"

#include <catch2/catch.hpp>
#include <cctype>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <random>
#include <thread>

#include "common/schema.h"
#include "common/tombstones.h"
#include "indexer/merged_parts.h"
#include "indexer/stored_generation.h"
#include "indexer/writer_lock.h"
#include "tests/support/articles.h"
#include "tests/support/temporary_folder.h"

using namespace newssearch;
namespace fs = std::filesystem;
using Kind = WriteOutcome::Kind;
using Op = WriteOrder::Op;

namespace {

WriteOrder put(const std::string& id, const std::string& headline, const std::string& more = "") {
  return {.op = Op::put,
          .id = id,
          .article = R"({"id":")" + id + R"(","headline":")" + headline + R"(","body":"Some text of the town of )" +
                     headline + R"(.","published_at":"2024-01-02T10:00:00Z")" + more + "}",
          .if_revision = {},
          .reason = {}};
}

WriteOrder take_out(Op op, const std::string& id) {
  return {.op = op, .id = id, .article = {}, .if_revision = {}, .reason = "asked to"};
}

Kind kind_of(LiveIndex& index, const WriteOrder& order) {
  return index.write({order}, WriteWait::searchable).outcomes.at(0).kind;
}

/// The headline of an article in the current generation; "" where there is none.
std::string published(const DataDirectory& directory, const std::string& id) {
  const StoredGeneration stored(directory.open_current().generation);
  const auto rank = stored.find(schema::id_term(id));
  return rank ? stored.article(*rank).value().headline : "";
}

struct Fixture {
  TemporaryFolder folder;
  DataDirectory directory{folder.path()};
  Fixture() { publish_articles(directory, other_articles(20, "2024-01-01")); }
};

/// Until one of this kind has begun and none runs: a purge is answered before its erasing begins.
void wait_for_task(LiveIndex& index, const std::string& kind) {
  for (;;) {
    const std::vector<TaskState> tasks = index.state().tasks;
    const bool runs = std::any_of(tasks.begin(), tasks.end(),
                                  [](const TaskState& task) { return task.state == TaskState::State::running; });
    if (!runs && std::any_of(tasks.begin(), tasks.end(), [&](const TaskState& task) { return task.kind == kind; }))
      return;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
}

/// The files that hold a word, in lower case or with a capital.
std::vector<std::string> files_with(const DataDirectory& directory, const std::string& word) {
  std::string capital = word;
  capital[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(capital[0])));
  std::vector<std::string> found;
  for (const fs::directory_entry& file : fs::recursive_directory_iterator(directory.root())) {
    if (!file.is_regular_file()) continue;
    std::ifstream stream(file.path(), std::ios::binary);
    const std::string bytes(std::istreambuf_iterator<char>(stream), {});
    if (bytes.find(word) != std::string::npos || bytes.find(capital) != std::string::npos)
      found.push_back(file.path().string());
  }
  return found;
}

}  // namespace

TEST_CASE("what is written is published, in a directory with articles or without any", "[live]") {
  const bool with_articles = GENERATE(true, false);
  const TemporaryFolder folder;
  const DataDirectory directory(folder.path());
  if (with_articles) publish_articles(directory, other_articles(20, "2024-01-01"));
  LiveIndex index(directory);
  const WriteAnswer answer = index.write({put("a", "One"), put("b", "Two")}, WriteWait::searchable);
  CHECK(answer.searchable);
  CHECK(answer.seq == 2);
  CHECK(answer.outcomes.at(1).kind == Kind::created);
  CHECK(answer.outcomes.at(1).revision == 1);
  CHECK(published(directory, "a") == "One");
  CHECK(published(directory, "b") == "Two");
}

TEST_CASE("an article has revisions, kept and counted; writes may ask for one", "[live]") {
  const Fixture fixture;
  LiveIndex index(fixture.directory);
  CHECK(kind_of(index, put("a", "One")) == Kind::created);
  CHECK(kind_of(index, put("a", "One")) == Kind::unchanged);
  CHECK(kind_of(index, put("a", "Two")) == Kind::replaced);
  WriteOrder third = put("a", "Three");
  third.if_revision = 1;
  const WriteAnswer refused = index.write({third}, WriteWait::durable);
  CHECK(refused.outcomes.at(0).kind == Kind::conflict);
  CHECK(refused.outcomes.at(0).revision == 2);
  third.if_revision = 2;
  CHECK(kind_of(index, third) == Kind::replaced);
  WriteOrder fresh = put("a", "Four");
  fresh.if_revision = 0;
  CHECK(kind_of(index, fresh) == Kind::conflict);
  const StoredGeneration stored(fixture.directory.open_current().generation);
  const Article article = stored.article(stored.find(schema::id_term("a")).value()).value();
  CHECK(article.revision == 3);
  REQUIRE(article.earlier.size() == 2);
  CHECK(from_record(article.earlier.at(0)).value().headline == "One");
  CHECK(from_record(article.earlier.at(1)).value().headline == "Two");
  CHECK(stored.articles() == 21);
}

TEST_CASE("what is removed may come again, what is purged may not, not even from a build", "[live]") {
  const Fixture fixture;
  {
    LiveIndex index(fixture.directory);
    CHECK(kind_of(index, put("a", "Alpha")) == Kind::created);
    CHECK(kind_of(index, put("b", "Quexleyan")) == Kind::created);
    CHECK(kind_of(index, put("b", "Quexleyan again")) == Kind::replaced);
    CHECK(kind_of(index, take_out(Op::remove, "a")) == Kind::removed);
    CHECK(kind_of(index, take_out(Op::remove, "a")) == Kind::missing);
    CHECK(published(fixture.directory, "a").empty());
    CHECK(kind_of(index, put("a", "Alpha")) == Kind::created);
    CHECK(kind_of(index, take_out(Op::purge, "b")) == Kind::removed);
    CHECK(published(fixture.directory, "b").empty());
    CHECK(kind_of(index, put("b", "Back")) == Kind::gone);
    wait_for_task(index, "erase");
    CHECK(index.state().tasks.back().kind == "erase");
    CHECK(index.state().tasks.back().message ==
          "generation " + std::to_string(index.state().generation) + " is current");
  }
  CHECK(files_with(fixture.directory, "quexleyan").empty());
  const BuildSummary built =
      publish_articles(fixture.directory, {make_article("b", "Back", "text"), make_article("c", "Gamma", "text")});
  CHECK(built.purged == 1);
  CHECK(published(fixture.directory, "b").empty());
  CHECK(published(fixture.directory, "c") == "Gamma");
}

TEST_CASE("an embargoed article is held until then, whatever happens meanwhile", "[live]") {
  const Fixture fixture;
  const Instant soon =
      std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()) + std::chrono::seconds(3);
  {
    LiveIndex index(fixture.directory);
    CHECK(kind_of(index, put("a", "Secret", R"(,"embargoed":")" + format_iso(soon) + "\"")) == Kind::held);
    CHECK(published(fixture.directory, "a").empty());
    CHECK(index.state().held == 1);
  }
  LiveIndex index(fixture.directory);
  CHECK(index.state().held == 1);
  while (index.state().held > 0) std::this_thread::sleep_for(std::chrono::milliseconds(50));
  while (published(fixture.directory, "a").empty()) std::this_thread::sleep_for(std::chrono::milliseconds(50));
  CHECK(std::chrono::system_clock::now() >= soon);
}

TEST_CASE("a bad article is refused alone", "[live]") {
  const Fixture fixture;
  LiveIndex index(fixture.directory);
  WriteOrder broken = put("bad", "x");
  broken.article = "{\"headline\":";
  WriteOrder other_id = put("bad", "x");
  other_id.article = R"({"id":"other","headline":"x","body":"text"})";
  const WriteAnswer answer = index.write({put("a", "One"), broken, other_id, put("b", "Two")}, WriteWait::searchable);
  CHECK(answer.outcomes.at(1).error.code == "bad_json");
  CHECK(answer.outcomes.at(2).error.code == "bad_id");
  CHECK(published(fixture.directory, "a") == "One");
  CHECK(published(fixture.directory, "b") == "Two");
}

TEST_CASE("what was synced and not published is published by the next writer", "[live]") {
  const Fixture fixture;
  LiveOptions never;
  never.interval = std::chrono::hours(1);
  {
    LiveIndex index(fixture.directory, never);
    CHECK(index.write({put("a", "One"), put("a", "Two"), put("b", "Three")}, WriteWait::durable).seq == 3);
    index.write({take_out(Op::remove, "b"), take_out(Op::remove, "other3")}, WriteWait::durable);
  }
  CHECK(published(fixture.directory, "a").empty());
  publish_journal(fixture.directory, std::chrono::seconds(0));
  CHECK(published(fixture.directory, "a") == "Two");
  CHECK(published(fixture.directory, "b").empty());
  CHECK(published(fixture.directory, "other3").empty());
  CHECK(fixture.directory.open_current().generation.manifest.seq == 5);
}

TEST_CASE("the index is built anew while articles are written, and none is missing before or after", "[live]") {
  const Fixture fixture;
  LiveOptions options;
  options.interval = std::chrono::milliseconds(5);
  LiveIndex index(fixture.directory, options);
  std::atomic<bool> done{false};
  std::jthread writer([&] {
    for (int i = 0; !done; ++i)
      index.write({put("w" + std::to_string(i % 40), "Word" + std::to_string(i))}, WriteWait::searchable);
  });
  for (int round = 0; round < 3; ++round) {
    const Result<TaskState> task = index.reindex(false);
    REQUIRE(task);
    CHECK_FALSE(index.reindex(false));
    wait_for_task(index, "reindex");
    CHECK(index.task(task->id)->state == TaskState::State::done);
    CHECK(index.task(task->id)->message.find("is current") != std::string::npos);
  }
  done = true;
  writer.join();
  const std::uint64_t generation = index.state().generation;
  for (int i = 0; i < 40; ++i)
    if (index.write({take_out(Op::remove, "w" + std::to_string(i))}, WriteWait::durable).outcomes[0].kind ==
        Kind::removed)
      continue;
  CHECK(index.publish().searchable);
  CHECK(index.state().generation > generation);
  CHECK(StoredGeneration(fixture.directory.open_current().generation).articles() == 20);
}

TEST_CASE("what was added becomes one with the rest after a while: a copy is known as one", "[live]") {
  const Fixture fixture;
  LiveOptions options;
  options.rebuilt_after = std::chrono::seconds(0);
  LiveIndex index(fixture.directory, options);
  const std::string text = "The council of the harbour town voted last night to close the old bridge for the winter.";
  const std::map<std::string, std::string> dates = {{"original", "2024-02-01"}, {"copy", "2024-02-02"}};
  for (const auto& [id, date] : dates) {
    WriteOrder order = put(id, "Bridge");
    order.article =
        nlohmann::json({{"id", id}, {"headline", "Bridge closed"}, {"body", text}, {"published_at", date}}).dump();
    CHECK(kind_of(index, order) == Kind::created);
  }
  const auto is_one = [&] {
    const Generation generation = fixture.directory.open_current().generation;
    return generation.manifest.articles == 22 && generation.manifest.parts.empty();
  };
  while (!is_one()) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  const Xapian::Database database(fixture.directory.open_current().generation.xapian().string());
  CHECK(database.get_termfreq(schema::copies_term("original")) == 2);
}

TEST_CASE("parts that are large become one beside the publishing, and hold no words that were purged", "[live]") {
  const Fixture fixture;
  LiveIndex index(fixture.directory);
  std::mt19937 random(1);
  const auto large_text = [&] {
    std::string text;
    for (int word = 0; word < 30000; ++word) text += "w" + std::to_string(random()) + " ";
    return text;
  };
  const auto largest_part = [&] {
    const Manifest manifest = fixture.directory.open_current().generation.manifest;
    std::uint64_t bytes = 0;
    for (std::size_t part = 0; part + 1 < manifest.parts.size(); ++part)
      bytes = std::max(bytes, bytes_of(manifest, manifest.parts[part]));
    return bytes;
  };
  CHECK(kind_of(index, put("secret", "Quexleyan", R"(,"ednote":")" + large_text() + "\"")) == Kind::created);
  std::size_t written = 0;
  constexpr std::uint64_t kMoreThanIsTakenIn = 8 << 20;
  while (largest_part() < kMoreThanIsTakenIn) {
    const std::string number = std::to_string(written++);
    WriteOrder order = put("a" + number, "Number" + number);
    order.article =
        R"({"id":"a)" + number + R"(","headline":"Number)" + number + R"(","body":")" + large_text() + "\"}";
    REQUIRE(kind_of(index, order) == Kind::created);
    REQUIRE(kind_of(index, put("corrected", "Number" + number)) != Kind::rejected);
  }
  for (std::size_t number = 0; number < written; ++number)
    CHECK(published(fixture.directory, "a" + std::to_string(number)) == "Number" + std::to_string(number));
  CHECK(published(fixture.directory, "corrected") == "Number" + std::to_string(written - 1));
  CHECK(fixture.directory.open_current().generation.manifest.articles == 22 + written);
  CHECK(kind_of(index, take_out(Op::purge, "secret")) == Kind::removed);
  wait_for_task(index, "erase");
  CHECK(files_with(fixture.directory, "quexleyan").empty());
  CHECK(StoredGeneration(fixture.directory.open_current().generation).articles() == 21 + written);
}

TEST_CASE("an index that is refused does not take the place of the current one, unless forced", "[live]") {
  const Fixture fixture;
  LiveOptions options;
  options.verify = [](const DataDirectory& candidate, const DataDirectory&) -> std::optional<std::string> {
    CHECK(candidate.open_current().generation.manifest.articles == 20);
    return "it is too slow";
  };
  LiveIndex index(fixture.directory, options);
  const std::string refused = index.reindex(false).value().id;
  wait_for_task(index, "reindex");
  CHECK(index.task(refused)->state == TaskState::State::failed);
  CHECK(index.task(refused)->message.find("too slow") != std::string::npos);
  CHECK(fixture.directory.current_number() == 1);
  const std::string forced = index.reindex(true).value().id;
  wait_for_task(index, "reindex");
  CHECK(index.task(forced)->state == TaskState::State::done);
  CHECK(fixture.directory.current_number() == 2);
}

TEST_CASE("what an older newssearch wrote is built anew, with what is written meanwhile", "[live]") {
  const int schema = GENERATE(5, 4);  // one that is searched as it is, and one that is not
  const Fixture fixture;
  Generation older = fixture.directory.open_current().generation;
  older.manifest.schema = schema;
  std::ofstream(older.path / "manifest.json") << to_json(older.manifest);
  bool is_compared = false;
  LiveOptions options;
  options.verify = [&](const DataDirectory&, const DataDirectory&) -> std::optional<std::string> {
    is_compared = true;
    return std::nullopt;
  };
  LiveIndex index(fixture.directory, options);
  CHECK(kind_of(index, put("a", "Meanwhile")) == Kind::created);
  wait_for_task(index, "upgrade");
  CHECK(is_compared == (schema == 5));
  CHECK(fixture.directory.open_current().generation.manifest.schema == schema::kVersion);
  CHECK(index.publish().searchable);
  CHECK(fixture.directory.open_current().generation.manifest.articles == 21);
  CHECK(published(fixture.directory, "a") == "Meanwhile");
  CHECK(published(fixture.directory, "other7") == other_articles(20, "2024-01-01")[7].headline);
}

TEST_CASE("rolled back, what was written since is written again", "[live]") {
  const Fixture fixture;
  LiveIndex index(fixture.directory);
  kind_of(index, put("a", "Before"));
  const std::uint64_t before = index.state().generation;
  const std::string task = index.reindex(true).value().id;
  wait_for_task(index, "reindex");
  kind_of(index, put("b", "After"));
  kind_of(index, put("a", "Corrected"));
  CHECK(index.rollback().value() == before);
  CHECK(index.publish().searchable);
  CHECK(published(fixture.directory, "a") == "Corrected");
  CHECK(published(fixture.directory, "b") == "After");
  CHECK(StoredGeneration(fixture.directory.open_current().generation).articles() == 22);
}

TEST_CASE("there is one writer", "[live]") {
  const Fixture fixture;
  LiveIndex index(fixture.directory);
  CHECK_THROWS_AS(LiveIndex(fixture.directory), WriterBusy);
  CHECK_THROWS_AS(IndexBuild(fixture.directory, {}), WriterBusy);
}
