#include <catch2/catch.hpp>
#include <map>
#include <random>
#include <set>

#include "common/schema.h"
#include "indexer/merged_parts.h"
#include "server/search/search_engine.h"
#include "tests/support/articles.h"
#include "tests/support/temporary_folder.h"

using namespace newssearch;
namespace fs = std::filesystem;

namespace {

/// Articles of random words, some undated, some of another language.
std::vector<Article> random_articles(std::size_t count, unsigned seed, const std::string& prefix) {
  static constexpr const char* kWords[] = {"bank", "rates", "rise", "harbour", "wall",  "minister", "state-of-the-art",
                                           "vote", "votes", "the",  "of",      "São",   "Tomé",     "Keating",
                                           "fish", "river", "coal", "storm",   "train", "judge"};
  static constexpr const char* kSections[] = {"World", "Business", "Local"};
  std::mt19937 random(seed);
  std::vector<Article> made;
  for (std::size_t i = 0; i < count; ++i) {
    const auto text = [&](std::size_t words) {
      std::string row;
      for (; words > 0; --words) row += std::string(row.empty() ? "" : " ") + kWords[random() % std::size(kWords)];
      return row;
    };
    const std::string day = std::to_string(10 + random() % 19);
    const std::string minute = std::to_string(10 + random() % 49);
    const std::string headline = text(3);
    const std::size_t words = 25 + random() % 20;
    const std::string body = text(words);
    Article article = make_article(prefix + std::to_string(i), headline, body,
                                   i % 9 == 0 ? "" : "2024-01-" + day + "T10:" + minute + ":07Z");
    article.sections = {kSections[random() % 3]};
    if (i % 6 == 0) article.lang = "pt";
    made.push_back(std::move(article));
  }
  return made;
}

/// An archive of one part, and the same articles in several: replaced, removed and added one after the other. Where
/// they are `merged`, the parts there are after some steps become one beside the last steps.
struct Archives {
  explicit Archives(bool merged = false) {
    std::optional<MergedParts> made_one;
    const std::vector<Article> old = random_articles(300, 1, "a"), other = random_articles(110, 2, "b");
    publish_articles(parted, old);
    std::map<std::string, Article> now;
    for (const Article& article : old) now[article.id] = article;
    for (unsigned step = 0; step < 6; ++step) {
      Addition addition;
      const long begin = step == 0 ? 0 : 50 + step * 10, end = 60 + step * 10;
      addition.put.assign(other.begin() + begin, other.begin() + end);
      for (Article& again : random_articles(4, 10 + step, "c")) {
        again.id = "a" + std::to_string(step * 40 + addition.put.size());
        addition.put.push_back(again);
      }
      if (merged && step == 4) {
        const Generation generation = parted.open_current().generation;
        made_one = merge_parts(generation, generation.manifest.parts.size() - 1, merging_folder.path());
        REQUIRE(made_one->parts.size() > 1);
      }
      if (made_one) addition.left_alone = made_one->parts;
      if (made_one && step == 5) addition.merged = &*made_one;
      if (step > 1) addition.removed = {"a" + std::to_string(step * 7), "b" + std::to_string(step), "no such article"};
      publish_addition(parted, addition);
      for (const std::string& id : addition.removed) now.erase(id);
      for (const Article& article : addition.put) now[article.id] = article;
    }
    std::vector<Article> all;
    for (const auto& [id, article] : now) all.push_back(article);
    publish_articles(whole, all);
  }
  TemporaryFolder whole_folder, parted_folder, merging_folder;
  DataDirectory whole{whole_folder.path()}, parted{parted_folder.path()};
};

SearchRequest request(const std::string& text, SortOrder sort) {
  SearchRequest request;
  request.text = text;
  request.sort = sort;
  request.per_page = 100;
  request.collapse = Collapse::none;
  request.recency = Recency::off;
  request.expand = false;
  request.facets = {Facet::section, Facet::lang};
  request.histogram = HistogramInterval::day;
  return request;
}

/// What must be the same to the last article.
std::string counts(const SearchResponse& answer) {
  std::string line = std::to_string(answer.total) + " " + answer.parsed;
  for (const FacetCounts& facet : answer.facets)
    for (const FacetCount& value : facet.values) line += " " + value.value + " " + std::to_string(value.count);
  for (const DateHistogram::Bucket& bucket : answer.histogram->buckets)
    line += " " + bucket.from + " " + std::to_string(bucket.count) + " " + std::to_string(bucket.share);
  return line + " " + std::to_string(answer.histogram->undated);
}

std::vector<std::string> ids(const auto& answer) {
  std::vector<std::string> ids;
  for (const SearchHit& hit : answer.hits) ids.push_back(hit.article.id);
  return ids;
}

/// Of hits that score the same, one that comes before the hit above it; empty: there is none.
std::string first_out_of_order(const std::vector<SearchHit>& hits) {
  const auto time = [](const SearchHit& hit) {
    return hit.article.published ? std::optional(hit.article.published->time) : std::nullopt;
  };
  for (std::size_t i = 1; i < hits.size(); ++i)
    if (hits[i].score == hits[i - 1].score &&
        schema::comes_before(time(hits[i]), hits[i].article.id, time(hits[i - 1]), hits[i - 1].article.id))
      return hits[i].article.id;
  return "";
}

constexpr const char* kQueries[] = {"",
                                    "bank",
                                    "bank rates -wall",
                                    "\"bank rates\"",
                                    "headline:vote",
                                    "section:world harbour",
                                    "ris*",
                                    "bank NEAR/4 wall",
                                    "date:2024-01-12",
                                    "date:2024-01-12..2024-01-20 coal",
                                    "sao tome",
                                    "keating OR stateoftheart",
                                    "lang:pt votes",
                                    "the of"};

}  // namespace

TEST_CASE("an index in several parts counts and orders as the same articles in one") {
  static const Archives as_added, made_one(true);
  const bool is_merged = GENERATE(false, true);
  CAPTURE(is_merged);
  const Archives& archives = is_merged ? made_one : as_added;
  REQUIRE(archives.parted.open_current().generation.manifest.parts.size() > 2);
  CHECK(archives.parted.open_current().generation.manifest.articles ==
        archives.whole.open_current().generation.manifest.articles);
  const Engine engine = GENERATE(Engine::packed, Engine::xapian);
  CAPTURE(static_cast<int>(engine));
  constexpr auto any_time = std::chrono::hours(1);
  const SearchEngine whole(archives.whole, {.engine = engine, .time_limit = any_time, .rules = {}});
  const SearchEngine parted(archives.parted, {.engine = engine, .time_limit = any_time, .rules = {}});
  REQUIRE(parted.damage() == whole.damage());
  for (const char* const query : kQueries) {
    CAPTURE(query);
    for (const SortOrder sort : {SortOrder::relevance, SortOrder::newest, SortOrder::oldest}) {
      const SearchResponse one = whole.search(request(query, sort)).value();
      const SearchResponse several = parted.search(request(query, sort)).value();
      CHECK(counts(one) == counts(several));
      REQUIRE(one.hits.size() == several.hits.size());
      std::map<std::string, double> scores;
      for (const SearchHit& hit : one.hits) scores[hit.article.id] = hit.score;
      for (const SearchHit& hit : several.hits)
        if (const auto known = scores.find(hit.article.id); known != scores.end())
          CHECK(hit.score == Approx(known->second).epsilon(0.1).margin(0.5));
      if (sort != SortOrder::relevance)
        CHECK(ids(one) == ids(several));
      else
        CHECK(first_out_of_order(several.hits).empty());
    }
  }
}

TEST_CASE("how newer articles are preferred does not depend on the parts they are in") {
  static const Archives archives;
  const SearchEngine whole(archives.whole), parted(archives.parted);
  for (const char* const query : kQueries) {
    CAPTURE(query);
    SearchRequest asked = request(query, SortOrder::relevance);
    asked.recency = Recency::strong;
    const AppliedRecency one = whole.search(asked).value().recency, several = parted.search(asked).value().recency;
    CHECK(one.strength == several.strength);
    CHECK(one.undated == several.undated);
  }
}

TEST_CASE("both engines answer the same of an index in several parts") {
  static const Archives as_added, made_one(true);
  const bool is_merged = GENERATE(false, true);
  CAPTURE(is_merged);
  const Archives& archives = is_merged ? made_one : as_added;
  constexpr auto any_time = std::chrono::hours(1);
  const SearchEngine packed(archives.parted, {.time_limit = any_time, .rules = {}});
  const SearchEngine xapian(archives.parted, {.engine = Engine::xapian, .time_limit = any_time, .rules = {}});
  for (const char* const query : kQueries) {
    CAPTURE(query);
    const SearchResponse a = packed.search(request(query, SortOrder::relevance)).value();
    const SearchResponse b = xapian.search(request(query, SortOrder::relevance)).value();
    CHECK(ids(a) == ids(b));
    CHECK(counts(a) == counts(b));
  }
  for (const RelatedMode mode : {RelatedMode::related, RelatedMode::background, RelatedMode::followups}) {
    const std::vector<std::string> of_packed = ids(packed.related("b17", mode, 10).value());
    const std::vector<std::string> of_xapian = ids(xapian.related("b17", mode, 10).value());
    CHECK(of_packed == of_xapian);
    CHECK_FALSE(of_packed.empty());
  }
}

TEST_CASE("what is removed or replaced is nowhere") {
  const TemporaryFolder folder;
  const DataDirectory directory(folder.path());
  std::vector<Article> articles = other_articles(30, "2024-01-01");
  Article secret = make_article("secret", "Zanzibarine Quexley resigns",
                                "The zanzibarine man Quexley Vorbonk left. " + std::string("Quexley Vorbonk said no."),
                                "2024-01-02");
  secret.authors = {"Quexley Vorbonk"};
  secret.sections = {"Quexleyana"};
  articles.push_back(secret);
  articles.push_back(make_article("wrong", "Wrongle headline", "A wrongle text of the town.", "2024-01-03"));
  articles.push_back(make_article("latest", "Latest headline", "A latest text of the town.", "2024-05-01"));
  publish_articles(directory, articles);
  const SearchEngine engine(directory);
  REQUIRE(engine.state().newest == "2024-05-01");
  REQUIRE(engine.search(request("quexley", SortOrder::relevance)).value().total == 1);
  REQUIRE_FALSE(engine.suggest("quex", 10).suggestions.empty());

  Addition addition;
  addition.removed = {"secret", "latest"};
  addition.put = {make_article("wrong", "Rightle headline", "A rightle text of the town.", "2024-01-03")};
  publish_addition(directory, addition);
  CHECK(engine.state().articles == 31);
  CHECK(engine.state().newest < "2024-02");
  for (const char* const query :
       {"quexley", "zanzibarine", "wrongle", "\"Quexley Vorbonk\"", "author:quexley", "quex*"})
    CHECK(engine.search(request(query, SortOrder::relevance)).value().total == 0);
  CHECK(engine.search(request("rightle", SortOrder::relevance)).value().total == 1);
  for (const char* const begin : {"quex", "zanz", "wrong", "vorbo"}) {
    CAPTURE(begin);
    const SuggestResponse suggested = engine.suggest(begin, 10);
    for (const Suggestion& suggestion : suggested.suggestions) FAIL_CHECK(suggestion.text << " is suggested");
  }
  CHECK(engine.suggest("rightle", 10).suggestions.size() == 1);
  CHECK_FALSE(engine.search(request("quexly", SortOrder::relevance)).value().did_you_mean);
  CHECK_FALSE(engine.article("secret"));
  CHECK(engine.article("wrong").value().headline == "Rightle headline");
  SearchRequest all = request("", SortOrder::newest);
  all.facets = {Facet::section, Facet::author};
  const SearchResponse everything = engine.search(all).value();
  for (const FacetCounts& facet : everything.facets)
    for (const FacetCount& value : facet.values) CHECK(value.value.find("Quex") == std::string::npos);
}

TEST_CASE("an article that expires is there until then") {
  const TemporaryFolder folder;
  const DataDirectory directory(folder.path());
  std::vector<Article> articles = other_articles(10, "2024-01-01");
  articles.push_back(make_article("past", "Pastle", "A pastle text.", "2024-01-02"));
  articles.back().expires = parse_iso_date("2024-02-01").value();
  articles.push_back(make_article("future", "Futurle", "A futurle text.", "2024-01-02"));
  articles.back().expires = parse_iso_date("2199-02-01").value();
  publish_articles(directory, articles);
  const SearchEngine engine(directory);
  CHECK(engine.state().articles == 11);
  CHECK(engine.search(request("pastle", SortOrder::relevance)).value().total == 0);
  CHECK_FALSE(engine.article("past"));
  CHECK(engine.suggest("past", 10).suggestions.empty());
  CHECK(engine.search(request("futurle", SortOrder::relevance)).value().total == 1);
}

TEST_CASE("parts added stay few, and articles that were replaced keep their story") {
  const TemporaryFolder folder;
  const DataDirectory directory(folder.path());
  publish_articles(directory, random_articles(50, 1, "a"));
  for (unsigned i = 0; i < 40; ++i) {
    Addition addition;
    addition.put = random_articles(1, 100 + i, "n" + std::to_string(i) + "-");
    publish_addition(directory, addition);
  }
  const Generation generation = directory.open_current().generation;
  CHECK(generation.manifest.parts.size() <= 9);
  CHECK(generation.manifest.articles == 90);
  const SearchEngine engine(directory);
  CHECK(engine.damage().empty());
  CHECK(engine.search(request("", SortOrder::newest)).value().total == 90);
  const std::string story = engine.story_of("a3").value().id;
  Addition addition;
  addition.put = {engine.article("a3").value()};
  addition.put.front().headline += " corrected";
  publish_addition(directory, addition);
  CHECK(engine.story_of("a3").value().id == story);

  publish_articles(directory, {make_article("z", "Last", "text", "2024-01-01")});
  CHECK(directory.open_current().generation.manifest.parts.empty());
  CHECK(engine.state().articles == 91);
  CHECK(engine.story(story, "UTC").value().id == engine.story_of("a3").value().id);
}
