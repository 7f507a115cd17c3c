#include "server/search/freshness.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "server/search/search_engine.h"
#include "tests/support/articles.h"
#include "tests/support/temporary_folder.h"

using namespace newssearch;

namespace {

using Strength = AppliedRecency::Strength;

std::string day(int number) {
  return format_iso(Day{std::chrono::days{19000 + number}});  // of some 2022
}

/// A report a day for a thousand days. "election" in every tenth of the first 990; "storm" in every report of the last
/// ten days, and in every hundredth before.
struct Archive {
  Archive() {
    std::vector<Article> articles;
    for (int number = 0; number < 1000; ++number) {
      std::string body = "Nothing much.";
      if (number < 990 && number % 10 == 0) body += " An election was held.";
      if (number >= 990 || number % 100 == 5) body += " A storm came.";
      articles.push_back(make_article("a" + std::to_string(number), "Report", body, day(number)));
    }
    articles.push_back(make_article("undated", "Report", "Nothing much. An election was held.", ""));
    publish_articles(directory, articles);
  }
  SearchResponse answer(std::string text, Recency recency = Recency::automatic) const {
    SearchRequest request;
    request.text = std::move(text);
    request.recency = recency;
    request.collapse = Collapse::none;
    request.per_page = 100;
    return engine.search(request).value();
  }

  TemporaryFolder folder;
  DataDirectory directory{folder.path()};
  SearchEngine engine{directory};
};

std::size_t place_of(const SearchResponse& response, const std::string& id) {
  const auto found = std::find_if(response.hits.begin(), response.hits.end(),
                                  [&](const SearchHit& hit) { return hit.article.id == id; });
  return static_cast<std::size_t>(found - response.hits.begin());
}

}  // namespace

TEST_CASE("where the matches are of all times newer articles are preferred mildly, where they are news strongly") {
  const Archive archive;
  CHECK(archive.answer("election").recency.strength == Strength::mild);
  CHECK(archive.answer("storm").recency.strength == Strength::strong);
}

TEST_CASE("nobody's order is touched where freshness is off, dates are asked for or hits are sorted by date") {
  const Archive archive;
  CHECK(archive.answer("storm", Recency::off).recency.strength == Strength::off);
  CHECK(archive.answer("storm after:2022").recency.strength == Strength::off);
  SearchRequest request;
  request.text = "storm";
  request.dates.from = Day{std::chrono::days{19000}};
  CHECK(archive.engine.search(request).value().recency.strength == Strength::off);
  request = SearchRequest();
  request.text = "storm";
  request.sort = SortOrder::oldest;
  CHECK(archive.engine.search(request).value().recency.strength == Strength::off);
}

TEST_CASE("of articles that answer alike the newer is first, and an old one keeps the floor of its score") {
  const Archive archive;
  const SearchResponse off = archive.answer("election", Recency::off),
                       strong = archive.answer("election", Recency::strong);
  REQUIRE(strong.hits.size() == 100);
  CHECK(strong.hits.front().article.id == "a980");
  CHECK(strong.recency.floor >= 0.5);
  CHECK(strong.hits.back().score >= strong.recency.floor * off.hits.back().score * 0.999);
}

TEST_CASE("an undated article is neither the newest nor the oldest") {
  const Archive archive;
  const SearchResponse response = archive.answer("election", Recency::strong);
  const std::size_t undated = place_of(response, "undated");
  CHECK(undated > place_of(response, "a980"));
  CHECK(undated < place_of(response, "a100"));
}

TEST_CASE("a factor falls with age, and no article of a window has more than the window says") {
  const Archive archive;
  const Result<ColumnsFile> file =
      ColumnsFile::open(archive.directory.open_current().generation.path / ColumnsFile::kFileName);
  REQUIRE(file);
  const PublishedDates dates(file->dates(schema::Slot::published), {{0, file->articles()}},
                             DocSet(file->articles(), true));
  const AppliedRecency recency = applied_recency(Recency::strong, DocSet(file->articles(), true), dates);
  const Freshness freshness(dates, recency);
  CHECK(freshness.factor(0) == Approx(1));
  CHECK(freshness.factor(30) == Approx((1 + recency.floor) / 2).margin(0.01));  // a half-life
  for (std::size_t rank = 1; rank < dates.count_dated(); ++rank)
    CHECK(freshness.factor(rank) <= freshness.factor(rank - 1));
  for (std::size_t rank = 0; rank < file->articles(); ++rank) CHECK(freshness.factor(rank) <= freshness.most_in(0));
}
