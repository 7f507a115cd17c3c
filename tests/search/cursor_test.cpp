#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <set>

#include "server/search/search_engine.h"
#include "tests/support/articles.h"
#include "tests/support/temporary_folder.h"

using namespace newssearch;

namespace {

/// Of random words; some undated, some of one day, each seventh a copy of the one before.
std::vector<Article> articles_with_copies(std::size_t count) {
  static constexpr const char* kVocabulary[] = {"bank", "rates", "harbour", "wall", "minister",
                                                "vote", "fish",  "river",   "storm"};
  std::mt19937 random(7);
  std::vector<Article> made;
  for (std::size_t i = 0; i < count; ++i) {
    std::string body;
    for (std::size_t words = 20 + random() % 30; words > 0; --words)
      body += std::string(kVocabulary[random() % std::size(kVocabulary)]) + (words > 1 ? " " : ".");
    if (i % 7 == 6) body = made.back().body;
    const std::string date = i % 9 == 0 ? "" : "2024-01-" + std::to_string(10 + random() % 19);
    made.push_back(make_article("a" + std::to_string(i), "Headline", body, date));
  }
  return made;
}

struct Archive {
  Archive() { publish_articles(directory, articles); }
  /// All hits, page after page; `meanwhile` is called between them.
  std::vector<std::string> walk(SearchRequest request, const std::function<void()>& meanwhile = {}) const {
    std::vector<std::string> ids;
    for (;;) {
      const SearchResponse answer = engine.search(request).value();
      for (const SearchHit& hit : answer.hits) ids.push_back(hit.article.id);
      if (!answer.next) return ids;
      CHECK(answer.hits.size() == request.per_page);
      CHECK(answer.next->shown == ids.size());
      request.after = answer.next;
      if (meanwhile) meanwhile();
    }
  }
  std::vector<Article> articles = articles_with_copies(700);
  TemporaryFolder folder;
  DataDirectory directory{folder.path()};
  SearchEngine engine{directory, {.time_limit = std::chrono::hours(1), .rules = {}}};
};

SearchRequest asking(const std::string& text, SortOrder sort, Collapse collapse) {
  SearchRequest request;
  request.text = text;
  request.sort = sort;
  request.collapse = collapse;
  request.ids_only = true;
  return request;
}

/// What pages show, as far as they reach.
std::vector<std::string> pages(const SearchEngine& engine, SearchRequest request) {
  std::vector<std::string> ids;
  request.per_page = 100;
  for (request.page = 1; request.page <= 10; ++request.page) {
    const SearchResponse answer = engine.search(request).value();
    for (const SearchHit& hit : answer.hits) ids.push_back(hit.article.id);
  }
  return ids;
}

}  // namespace

TEST_CASE("a cursor goes through all hits in the order of the pages") {
  static const Archive archive;
  const std::string query = GENERATE(as<std::string>(), "", "bank", "bank -wall", "bank OR rates OR harbour OR storm",
                                     "bank rates nothing", "\"bank rates\"");
  const SortOrder sort = GENERATE(SortOrder::relevance, SortOrder::newest, SortOrder::oldest);
  const Collapse collapse = GENERATE(Collapse::copies, Collapse::story, Collapse::none);
  CAPTURE(query, to_string(sort), to_string(collapse));
  SearchRequest request = asking(query, sort, collapse);
  const std::vector<std::string> expected = pages(archive.engine, request);
  REQUIRE_FALSE(expected.empty());
  CHECK(expected.size() == archive.engine.search(request).value().folded);
  request.per_page = GENERATE(7, 100);
  CHECK(archive.walk(request) == expected);
}

TEST_CASE("a cursor neither repeats nor leaves out a hit while articles come and go") {
  const SortOrder sort = GENERATE(SortOrder::relevance, SortOrder::newest, SortOrder::oldest);
  CAPTURE(to_string(sort));
  Archive archive;
  SearchRequest request = asking("bank", sort, Collapse::none);
  request.recency = Recency::off;  // which weighs all by the newest article there is
  const std::vector<std::string> before = archive.walk(request);
  std::size_t pages_seen = 0;
  std::set<std::string> removed;
  request.per_page = 40;
  const std::vector<std::string> seen = archive.walk(request, [&] {
    if (++pages_seen % 3 != 1) return;
    const std::string last = before[std::min(before.size(), pages_seen * 40) - 1];  // that of the cursor, mostly
    removed.insert(last);
    const std::string name = "new" + std::to_string(pages_seen);
    Addition addition;
    addition.removed = {last};
    addition.put = {make_article(name, "Headline", "bank bank bank", "2024-02-01"),
                    make_article(name + "-undated", "Headline", "A bank.", "")};
    publish_addition(archive.directory, addition);
  });
  const std::set<std::string> once(seen.begin(), seen.end());
  CHECK(once.size() == seen.size());
  for (const std::string& id : before)
    if (!removed.contains(id)) CHECK(once.contains(id));
}

TEST_CASE("a page tells where the next one begins, the last one does not") {
  static const Archive archive;
  SearchRequest request = asking("bank", SortOrder::newest, Collapse::none);
  request.page = 2;
  const SearchResponse second = archive.engine.search(request).value();
  REQUIRE(second.next);
  CHECK(second.next->shown == 20);
  CHECK(second.next->id == second.hits.back().article.id);
  request.page = 1;
  request.after = second.next;
  CHECK(archive.engine.search(request).value().page == 3);
  request.page = 2;
  CHECK(archive.engine.search(request).error().code == "invalid_request");
  SearchRequest few = asking("\"bank bank bank\"", SortOrder::newest, Collapse::none);
  few.per_page = 100;
  const SearchResponse all = archive.engine.search(few).value();
  REQUIRE(all.hits.size() < 100);
  CHECK_FALSE(all.next);
}
