#include "server/search/trending.h"

#include <catch2/catch.hpp>

#include "server/search/search_engine.h"
#include "tests/support/articles.h"
#include "tests/support/temporary_folder.h"

using namespace newssearch;

namespace {

/// Sixty articles of January, and of one day in March a flood in four reports, a vote in three, and a lone concert.
struct Archive {
  Archive() {
    std::vector<Article> articles = other_articles(60, "2024-01-01");
    const auto add = [&](const char* id, const char* headline, const char* body, const char* date) {
      articles.push_back(make_article(id, headline, body, date));
    };
    add("f1", "Flood in Harlow after dam breaks",
        "The dam above Harlow broke in the night. Water stood in the streets, and people were taken from roofs by "
        "boat.",
        "2024-03-02T05:00:00Z");
    add("f2", "Harlow under water after flood",
        "Boats went from roof to roof in Harlow after the dam broke. Water is rising in the streets of the town.",
        "2024-03-02T09:00:00Z");
    add("f3", "Flood in Harlow: boats at work",
        "People were taken by boat from the roofs of Harlow, where water stands in the streets since the dam broke.",
        "2024-03-02T11:00:00Z");
    add("v1", "Parliament lowers cod quotas",
        "Members voted for lower cod quotas. Trawler owners in the ports said the minister had betrayed them.",
        "2024-03-02T06:00:00Z");
    add("v2", "Trawlers protest against cod quotas",
        "Trawlers blocked the ports in protest at the cod quotas that members voted for and the minister defends.",
        "2024-03-02T10:00:00Z");
    add("v3", "Minister defends cod quotas against trawlers",
        "The minister said the cod quotas would stay, whatever trawlers blocked which ports. Members had voted for "
        "them.",
        "2024-03-02T12:00:00Z");
    add("f4", "Army sends pumps to Harlow after flood",
        "Pumps of the army are at work in the streets of Harlow, where water stands since the dam broke; boats still "
        "go "
        "from roof to roof.",
        "2024-03-02T13:00:00Z");
    add("c1", "Orchestra plays Brahms", "The conductor bowed nine times to a full hall.", "2024-03-02T08:00:00Z");
    publish_articles(directory, articles);
  }
  TrendingResponse ask(TrendingRequest request = {}) const { return engine.trending(request).value(); }

  TemporaryFolder folder;
  DataDirectory directory{folder.path()};
  SearchEngine engine{directory};
};

std::vector<std::string> phrases(const TrendingResponse& response) {
  std::vector<std::string> found;
  for (const TrendingEntry& entry : response.entries) found.push_back(entry.phrase);
  return found;
}

}  // namespace

TEST_CASE("what the last day's stories are about is trending, an entry a story, the greatest first") {
  const Archive archive;
  const TrendingResponse response = archive.ask();
  CHECK(response.articles == 8);
  REQUIRE(response.entries.size() == 2);  // a concert of one article is no talk of the day
  CHECK((response.entries[0].phrase == "flood" || response.entries[0].phrase == "Harlow"));
  CHECK(response.entries[0].articles == 4);
  CHECK(response.entries[0].article == "f4");
  CHECK(response.entries[0].story == archive.engine.story_of("f1").value().id);
  CHECK((response.entries[1].phrase == "cod" || response.entries[1].phrase == "quotas" ||
         response.entries[1].phrase == "Trawlers"));
  CHECK(response.entries[0].ratio >= response.entries[1].ratio);
}

TEST_CASE("a time can be named by its days") {
  const Archive archive;
  TrendingRequest request;
  request.days = {parse_range_start("2024-03-02").value(), parse_range_end("2024-03").value()};
  CHECK(phrases(archive.ask(request)) == phrases(archive.ask()));
  request.days = {parse_range_start("2024-02").value(), parse_range_end("2024-02").value()};
  const TrendingResponse nothing = archive.ask(request);
  CHECK(nothing.articles == 0);
  CHECK(nothing.entries.empty());
}

TEST_CASE("days that end before they begin are refused, and no time has no articles") {
  const Archive archive;
  TrendingRequest request;
  request.days = {parse_range_start("2024-03-02").value(), parse_range_end("2024-01-01").value()};
  CHECK(archive.engine.trending(request).error().code == "invalid_request");
  request.days = {parse_range_start("2030").value(), std::nullopt};
  CHECK(archive.ask(request).articles == 0);
}

TEST_CASE("no more entries are given than are asked for") {
  const Archive archive;
  TrendingRequest request;
  request.limit = 1;
  CHECK(archive.ask(request).entries.size() == 1);
}

TEST_CASE("nothing is trending where no article is dated") {
  const TemporaryFolder folder;
  const DataDirectory directory(folder.path());
  publish_articles(directory, {make_article("a", "One", "text")});
  CHECK(SearchEngine(directory).trending({}).value().entries.empty());
}

TEST_CASE("a window is hours, days or weeks up to a year") {
  using std::chrono::hours;
  CHECK(window_from_string("24h") == hours(24));
  CHECK(window_from_string("7d") == hours(7 * 24));
  CHECK(window_from_string("2w") == hours(14 * 24));
  for (const char* text : {"", "h", "0h", "-1d", "1.5d", "24", "24m", "367d", "99999999999h", "1d "})
    CHECK_FALSE(window_from_string(text));
}
