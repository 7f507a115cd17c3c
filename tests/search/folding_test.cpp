#include <algorithm>
#include <catch2/catch.hpp>

#include "server/search/search_engine.h"
#include "tests/support/articles.h"
#include "tests/support/temporary_folder.h"

using namespace newssearch;

namespace {

const std::string kFlood =
    "The river rose by two metres in the night and flooded the lower town of Harlow before dawn. Firemen carried sixty "
    "people out of their houses in boats. The mayor asked the army for sandbags and pumps. ";

Article report(std::string id, std::string source, std::string body, std::string_view date) {
  Article article = make_article(std::move(id), "Flood in Harlow", std::move(body), date);
  article.source = std::move(source);
  return article;
}

/// A wire story, its copies at two papers, another report of the day, and one of the year before.
struct Archive {
  Archive() {
    publish_articles(
        directory, {report("wire", "Wire", kFlood, "2024-03-02T05:00:00Z"),
                    report("courier", "Courier", kFlood + "Schools stay closed today.", "2024-03-02T07:00:00Z"),
                    report("ledger", "Ledger", kFlood + "The water is falling.", "2024-03-02T06:00:00Z"),
                    report("own", "Herald", "Harlow was flooded. Our reporter saw the boats come back.", "2024-03-02"),
                    report("older", "Herald", "A burst pipe flooded a cellar in Harlow.", "2023-01-09")});
  }
  SearchResponse answer(SearchRequest request) const { return engine.search(request).value(); }
  static SearchRequest query(std::string text) {
    SearchRequest request;
    request.text = std::move(text);
    return request;
  }

  TemporaryFolder folder;
  DataDirectory directory{folder.path()};
  SearchEngine engine{directory};
};

using Ids = std::vector<std::string>;

Ids ids(const SearchResponse& response) {
  Ids found;
  for (const SearchHit& hit : response.hits) found.push_back(hit.article.id);
  return found;
}

const SearchHit& hit_of(const SearchResponse& response, const std::string& id) {
  const auto hit = std::find_if(response.hits.begin(), response.hits.end(),
                                [&](const SearchHit& one) { return one.article.id == id; });
  REQUIRE(hit != response.hits.end());
  return *hit;
}

}  // namespace

TEST_CASE("near copies are one hit: the first published, with the others named") {
  const Archive archive;
  const SearchResponse response = archive.answer(Archive::query("harlow flooded"));
  CHECK(response.hits.size() == 3);
  CHECK(hit_of(response, "wire").copies == Ids{"ledger", "courier"});
  CHECK(hit_of(response, "own").copies.empty());
}

TEST_CASE("totals count articles and hits, facets count articles") {
  const Archive archive;
  SearchRequest request = Archive::query("harlow flooded");
  request.facets = {Facet::source};
  const SearchResponse response = archive.answer(request);
  CHECK(response.total == 5);
  CHECK(response.folded == 3);
  REQUIRE(response.facets.size() == 1);
  CHECK(response.facets[0].values.size() == 4);
}

TEST_CASE("pages are of hits, each article on one of them") {
  const Archive archive;
  SearchRequest request = Archive::query("harlow flooded");
  request.per_page = 2;
  const SearchResponse first = archive.answer(request);
  request.page = 2;
  const SearchResponse second = archive.answer(request);
  CHECK(first.pages == 2);
  CHECK(first.hits.size() == 2);
  CHECK(second.hits.size() == 1);
  CHECK(ids(first)[0] != ids(second)[0]);
  CHECK(ids(first)[1] != ids(second)[0]);
}

TEST_CASE("of near copies the version of the source asked for is shown") {
  const Archive archive;
  SearchRequest request = Archive::query("harlow flooded");
  request.filter(Facet::source).any = {"Courier"};
  const SearchResponse response = archive.answer(request);
  CHECK(ids(response) == Ids{"courier"});
  CHECK(response.hits[0].copies.empty());  // the others do not match
  CHECK(ids(archive.answer(Archive::query("flooded source:ledger"))) == Ids{"ledger"});
}

TEST_CASE("in order of date near copies stand where the first of them does in that order") {
  const Archive archive;
  SearchRequest request = Archive::query("harlow flooded");
  request.sort = SortOrder::newest;
  CHECK(ids(archive.answer(request)) == Ids{"courier", "own", "older"});
  request.sort = SortOrder::oldest;
  CHECK(ids(archive.answer(request)) == Ids{"older", "own", "wire"});
}

TEST_CASE("nothing is folded where that is not wanted") {
  const Archive archive;
  SearchRequest request = Archive::query("harlow flooded");
  request.collapse = Collapse::none;
  const SearchResponse response = archive.answer(request);
  CHECK(response.hits.size() == 5);
  CHECK(response.folded == 5);
}

TEST_CASE("everything in the index, newest first, is folded as well") {
  const Archive archive;
  const SearchResponse response = archive.answer(SearchRequest());
  CHECK(response.total == 5);
  CHECK(response.folded == 3);
  CHECK(response.hits.size() == 3);
}

TEST_CASE("a story can be one hit, with how many of its articles match") {
  const Archive archive;
  SearchRequest request = Archive::query("harlow flooded");
  request.collapse = Collapse::story;
  const SearchResponse response = archive.answer(request);
  CHECK(response.hits.size() == response.folded);
  std::uint32_t articles = 0;
  for (const SearchHit& hit : response.hits) {
    REQUIRE(hit.story);
    articles += 1 + hit.folded;
  }
  CHECK(articles == response.total);
  CHECK(hit_of(response, "wire").folded >= 2);
}

TEST_CASE("both engines fold alike") {
  const Archive archive;
  EngineOptions by_database;
  by_database.engine = Engine::xapian;
  const SearchEngine other(archive.directory, by_database);
  for (const Collapse collapse : {Collapse::copies, Collapse::story, Collapse::none}) {
    SearchRequest request = Archive::query("harlow flooded");
    request.collapse = collapse;
    const SearchResponse packed = archive.answer(request), xapian = other.search(request).value();
    CHECK(ids(packed) == ids(xapian));
    CHECK(packed.folded == xapian.folded);
  }
}
