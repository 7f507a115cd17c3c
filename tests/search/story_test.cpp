#include <algorithm>
#include <catch2/catch.hpp>

#include "server/search/search_engine.h"
#include "tests/support/articles.h"
#include "tests/support/temporary_folder.h"

using namespace newssearch;

namespace {

const std::string kBreak =
    "The Brenner dam broke above Harlow in the night. Water stood two metres deep in the streets of the town, and "
    "sixty "
    "people were taken from roofs by boat.";
const std::string kBlame =
    "Engineers had warned of the Brenner dam, the mayor of Harlow said, as boats went from roof to roof through the "
    "flooded streets of the town.";
const std::string kArrest =
    "Police arrested the director of the Brenner dam in Harlow. Prosecutors accuse him of forged inspections; boats "
    "still "
    "patrol the flooded streets of the town.";

Article report(std::string id, std::string source, std::string headline, std::string body, std::string_view date) {
  Article article = make_article(std::move(id), std::move(headline), std::move(body), date);
  article.source = std::move(source);
  return article;
}

/// A story, and the news of another day.
std::vector<Article> archive() {
  std::vector<Article> articles = {
      report("a1", "Wire", "Dam breaks above Harlow", kBreak, "2024-03-02T05:00:00Z"),
      report("a2", "Ledger", "Dam breaks above Harlow", kBreak + " More follows.", "2024-03-02T08:00:00Z"),
      report("a3", "Courier", "Engineers warned of Harlow dam", kBlame, "2024-03-03T09:00:00Z"),
      report("a4", "Courier", "Director of Harlow dam arrested", kArrest, "2024-03-05T09:00:00Z"),
      report("a5", "Wire", "Director of Harlow dam held", kArrest + " He denies it.", "2024-03-05T10:00:00Z"),
      report("u1", "Blog", "Dam breaks above Harlow", kBreak + " I saw it.", ""),
      report("b1", "Wire", "Orchestra plays Brahms", "The conductor bowed nine times to a full hall.", "2024-03-02")};
  for (Article& other : other_articles(60, "2024-01-01")) articles.push_back(std::move(other));
  return articles;
}

using Ids = std::vector<std::string>;
Ids ids(const std::vector<SearchHit>& hits) {
  Ids found;
  for (const SearchHit& hit : hits) found.push_back(hit.article.id);
  return found;
}

struct Indexed {
  explicit Indexed(const std::vector<Article>& articles = archive()) { publish_articles(directory, articles); }
  TemporaryFolder folder;
  DataDirectory directory{folder.path()};
  SearchEngine engine{directory};
};

}  // namespace

TEST_CASE("a story is told in order of time, near copies under the first, undated last") {
  const Indexed index;
  const StoryResponse story = index.engine.story("a3", "UTC").value();
  CHECK(story.articles == 6);
  CHECK(story.undated == 1);
  REQUIRE(ids(story.hits) == Ids{"a1", "a3", "a4"});
  CHECK(story.hits[0].copies == Ids{"a2", "u1"});
  CHECK(story.hits[2].copies == Ids{"a5"});
  CHECK(story.first == "2024-03-02T05:00:00Z");
  CHECK(story.latest == "2024-03-05T10:00:00Z");
  CHECK(story.headline.find("Harlow") != std::string::npos);
  CHECK(story.sources.front().value == "Courier");
}

TEST_CASE("the first day is a turning point, and the one that brought most that was new") {
  const Indexed index;
  const StoryResponse story = index.engine.story("a1", "UTC").value();
  REQUIRE(story.days.size() == 3);
  CHECK(story.days[0].date == "2024-03-02");
  CHECK(story.days[0].articles == 2);
  CHECK(story.days[0].turning_point);
  CHECK(story.days[2].turning_point);
  const std::vector<std::string>& words = story.days[2].new_words;
  CHECK(std::find(words.begin(), words.end(), "arrested") != words.end());
  CHECK(std::find(words.begin(), words.end(), "Harlow") == words.end());
}

TEST_CASE("days are those of the time zone asked for") {
  const Indexed index;
  CHECK(index.engine.story("a1", "America/Los_Angeles").value().days[0].date == "2024-03-01");
}

TEST_CASE("a story is found by its name, by any of its articles, and not by others") {
  const Indexed index;
  const std::string name = index.engine.story("a1", "UTC").value().id;
  CHECK(index.engine.story(name, "UTC").value().id == name);
  CHECK(index.engine.story("u1", "UTC").value().id == name);
  CHECK(index.engine.story("b1", "UTC").value().articles == 1);
  CHECK(index.engine.story("nope", "UTC").error().code == "not_found");
  CHECK(index.engine.story_of("a4").value().size == 6);
}

TEST_CASE("a story keeps its name while articles come and go") {
  const Indexed index;
  const std::string name = index.engine.story("a1", "UTC").value().id;
  publish_articles(index.directory, {report("a0", "Wire", "Dam breaks above Harlow", kBreak + " First report.",
                                            "2024-03-02T04:00:00Z")});
  CHECK(index.engine.story("a0", "UTC").value().id == name);
  BuildOptions without_first;
  without_first.replace_all = true;
  std::vector<Article> rest = archive();
  rest.erase(rest.begin());
  publish_articles(index.directory, rest, without_first);
  CHECK(index.engine.story("a3", "UTC").value().id == name);
  CHECK(index.engine.story(name, "UTC").value().articles == 5);
}

TEST_CASE("added one by one, articles make the stories they make at once") {
  const Indexed at_once;
  std::vector<Article> rest = archive();
  rest.erase(rest.begin(), rest.begin() + 6);
  const Indexed one_by_one(rest);
  for (const std::size_t later : {3, 5, 1, 0, 4, 2}) publish_articles(one_by_one.directory, {archive()[later]});
  for (const char* id : {"a1", "a2", "a3", "a4", "a5", "u1", "b1"}) {
    const StoryResponse one = at_once.engine.story(id, "UTC").value(),
                        other = one_by_one.engine.story(id, "UTC").value();
    CHECK(ids(one.hits) == ids(other.hits));
    CHECK(one.articles == other.articles);
  }
}

TEST_CASE("a hit names its story") {
  const Indexed index;
  SearchRequest request;
  request.text = "engineers";
  const SearchResponse response = index.engine.search(request).value();
  REQUIRE(response.hits.size() == 1);
  REQUIRE(response.hits[0].story);
  CHECK(response.hits[0].story->size == 6);
  CHECK(response.hits[0].story->latest == "2024-03-05T10:00:00Z");
}

TEST_CASE("background is what came before, followups what came after, neither of unknown date") {
  const Indexed index;
  const auto related = [&](const char* id, RelatedMode mode) {
    return ids(index.engine.related(id, mode, 10).value().hits);
  };
  CHECK(related("a3", RelatedMode::background).front() == "a1");
  const Ids after = related("a3", RelatedMode::followups);
  REQUIRE_FALSE(after.empty());
  CHECK((after.front() == "a4" || after.front() == "a5"));
  CHECK(std::find(after.begin(), after.end(), "u1") == after.end());
  CHECK(related("u1", RelatedMode::background).empty());
  const Ids before = related("a1", RelatedMode::background);
  CHECK(std::find(before.begin(), before.end(), "a3") == before.end());
}

TEST_CASE("copies come with how much they resemble the article and what differs") {
  const Indexed index;
  const RelatedResponse copies = index.engine.related("a1", RelatedMode::copies, 10).value();
  CHECK(ids(copies.hits) == Ids{"a2", "u1"});
  REQUIRE(copies.hits[0].copy_of);
  CHECK(copies.hits[0].copy_of->resemblance > 0.8);
  CHECK(copies.hits[0].copy_of->difference.added == std::vector<std::string>{"More follows."});
  CHECK(copies.hits[0].copy_of->difference.cut.empty());
  CHECK(index.engine.related("b1", RelatedMode::copies, 10).value().hits.empty());
}

TEST_CASE("no two copies of one text are related to an article") {
  const Indexed index;
  const Ids related = ids(index.engine.related("a3", RelatedMode::related, 10).value().hits);
  CHECK(std::count_if(related.begin(), related.end(),
                      [](const std::string& id) { return id == "a1" || id == "a2" || id == "u1"; }) == 1);
}

TEST_CASE("articles are as alike as they are whichever is asked about") {
  const Indexed index;
  const double alike = index.engine.similarity("a1", "a3").value();
  CHECK(alike == Approx(index.engine.similarity("a3", "a1").value()));
  CHECK(alike > index.engine.similarity("a1", "b1").value());
  CHECK(index.engine.similarity("a1", "nope").error().code == "not_found");
}
