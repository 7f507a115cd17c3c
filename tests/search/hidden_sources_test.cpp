#include "server/search/hidden_sources.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <fstream>

#include "server/search/search_engine.h"
#include "tests/support/articles.h"
#include "tests/support/temporary_folder.h"

using namespace newssearch;

namespace {

using Ids = std::vector<std::string>;

Article report(std::string id, std::string source, std::string headline, std::string body, std::string_view date) {
  Article article = make_article(std::move(id), std::move(headline), std::move(body), date);
  article.source = std::move(source);
  article.authors = {article.source + " Reporter"};
  return article;
}

const std::string kDam =
    "The Brenner dam broke above Harlow in the night. Water stood two metres deep in the streets of the town, and "
    "sixty "
    "people were taken from roofs by boat.";

/// A story that several outlets tell, one of them with copies of another's text and with words of its own.
std::vector<Article> reports() {
  std::vector<Article> articles = {
      report("w1", "Wire", "Dam breaks above Harlow", kDam, "2024-03-02T05:00:00Z"),
      report("k1", "www.kestrel.example", "Dam breaks above Harlow town", kDam + " More follows.",
             "2024-03-02T08:00:00Z"),
      report("w2", "Wire", "Director of Harlow dam arrested",
             "Police arrested the director of the Brenner dam in Harlow. Boats still patrol the flooded streets of the "
             "town, where water stands two metres deep.",
             "2024-03-03T09:00:00Z"),
      report(
          "k2", "www.kestrel.example", "Quexly scandal at Harlow dam",
          "Quexly forged the inspections of the Brenner dam in Harlow, the flooded town, says Mr Quexly Zorb of Zorb "
          "Engineering. Quexly again.",
          "2024-03-05T09:00:00Z"),
      report("c1", "Kestrel Courier", "Orchestra plays Brahms", "The conductor bowed nine times to a full hall.",
             "2024-03-01")};
  for (Article& other : other_articles(60, "2024-01-01")) articles.push_back(std::move(other));
  return articles;
}

struct Indexed {
  explicit Indexed(const std::string& lines = "") {
    publish_articles(directory, reports());
    if (!lines.empty()) hide(lines);
  }
  void hide(const std::string& lines) const { folder.write("hidden.txt", lines); }
  SearchResponse search(const std::string& text) const {
    SearchRequest request;
    request.text = text;
    request.facets = {Facet::source, Facet::author};
    request.histogram = HistogramInterval::day;
    request.facet_limit = 100;
    request.per_page = 100;
    return engine.search(request).value();
  }

  TemporaryFolder folder;
  DataDirectory directory{folder.path()};
  SearchEngine engine{directory, {.time_limit = std::chrono::hours(1), .cached_answers = 10, .rules = {}}};
};

Ids ids(const std::vector<SearchHit>& hits) {
  Ids found;
  for (const SearchHit& hit : hits) found.push_back(hit.article.id);
  return found;
}

bool has(const Ids& ids, const std::string& id) { return std::find(ids.begin(), ids.end(), id) != ids.end(); }

constexpr const char* kHidden = "# by order of a court\nkestrel.example\n";

}  // namespace

TEST_CASE("a line hides the sources that source: would find by it") {
  const auto [line, hidden] = GENERATE(table<std::string, Ids>({
      {"kestrel.example", {"k1", "k2"}},
      {"www.kestrel.example", {"k1", "k2"}},
      {"other.kestrel.example", {}},
      {"Kestrel Courier", {"c1"}},
      {"KESTREL", {"c1"}},
      {"wire", {"w1", "w2"}},
      {"wire service", {}},
      {"trel courier", {}},
      {"wire\nKestrel Courier", {"w1", "w2", "c1"}},
  }));
  CAPTURE(line);
  const Indexed all;
  const Indexed index(line);
  Ids gone;
  for (const char* const id : {"w1", "w2", "k1", "k2", "c1"})
    if (!index.engine.article(id)) gone.emplace_back(id);
  CHECK(gone.size() == hidden.size());
  for (const std::string& id : hidden) CHECK(has(gone, id));
  if (line.find('\n') == std::string::npos) {
    CHECK(all.search("source:\"" + line + "\"").total == hidden.size());
  }
}

TEST_CASE("a line without a word hides nothing, and is named") {
  HiddenSources hidden;
  Analyzer analyzer;
  hidden.add_lines("Wire\n!!!\n", "hidden.txt", analyzer);
  CHECK(hidden.errors() == std::vector<std::string>{"hidden.txt:2: there is no word"});
  CHECK_FALSE(hidden.empty());
}

TEST_CASE("an address or a filter where a source is expected hides nothing, and is named") {
  const auto line =
      GENERATE(as<std::string>(), "https://kestrel.example/news", "source:Kestrel", "source:kestrel.example");
  HiddenSources hidden;
  Analyzer analyzer;
  hidden.add_lines(line, "hidden.txt", analyzer);
  CHECK(hidden.errors() == std::vector<std::string>{"hidden.txt:1: write the name or the host alone, as "
                                                    "kestrel.example: this would hide nothing"});
  CHECK(hidden.empty());
}

TEST_CASE("articles of hidden sources are in no answer to a search") {
  const Indexed index(kHidden);
  const SearchResponse dam = index.search("dam");
  CHECK(dam.total == 2);
  CHECK_FALSE(has(ids(dam.hits), "k1"));
  CHECK_FALSE(has(ids(dam.hits), "k2"));
  for (const SearchHit& hit : dam.hits) {
    CHECK(hit.copies.empty());
    CHECK(hit.story->size == 2);
    CHECK(hit.story->latest == "2024-03-03T09:00:00Z");
  }
  for (const FacetCounts& facet : dam.facets) {
    CHECK(facet.distinct == 1);
    for (const FacetCount& value : facet.values) CHECK(value.value.find("kestrel") == std::string::npos);
  }
  const SearchResponse all = index.search("");
  CHECK(all.total == 63);
  CHECK(all.index.articles == 63);
  CHECK(all.index.newest == "2024-03-03T09:00:00Z");
  CHECK(all.histogram->buckets.back().from == "2024-03-03");
  for (const DateHistogram::Bucket& bucket : dam.histogram->buckets)
    if (bucket.from == "2024-03-02") CHECK(bucket.share == 1);
  CHECK(index.search("like:k2").total == 0);
  CHECK_FALSE(has(ids(index.search("like:w1").hits), "k1"));
  CHECK(index.search("quexly").total == 0);
  CHECK_FALSE(index.search("quexley").did_you_mean);
}

TEST_CASE("hidden sources are named nowhere") {
  const Indexed index(kHidden);
  for (const char* const asked : {"source:kestrel.example", "source:www.kestrel.example", "date:2024-03-05"}) {
    CAPTURE(asked);
    const SearchResponse answer = index.search(asked);
    CHECK(answer.total == 0);
    REQUIRE(answer.warnings.size() == 1);
    CHECK(answer.warnings.front().message.find("kestrel.example'; there is") == std::string::npos);
    CHECK(answer.warnings.front().message.find("2024-03-05") == std::string::npos);
  }
  SearchRequest filtered;
  filtered.facets = {Facet::source};
  filtered.filter(Facet::source).any = {"WWW.kestrel.example", "kestrel"};
  const SearchResponse answer = index.engine.search(filtered).value();
  CHECK(answer.total == 0);
  for (const FacetCounts& facet : answer.facets)
    for (const FacetCount& value : facet.values) CHECK_FALSE(value.selected);
  REQUIRE(answer.warnings.size() == 2);
  CHECK(answer.warnings[1].message == "no article has the source 'kestrel'; there is 'Kestrel Courier'");
  for (const char* const typed : {"quex", "kestrel.ex", "www.kes", "zorb", "dam breaks above harlow town"}) {
    CAPTURE(typed);
    for (const Suggestion& suggestion : index.engine.suggest(typed, 10).suggestions)
      FAIL_CHECK(suggestion.text << " is suggested");
  }
  CHECK(index.engine.suggest("kestrel", 10).suggestions.size() >= 1);
  CHECK(index.engine.suggest("director", 10).suggestions.size() == 1);
}

TEST_CASE("articles of hidden sources are beside no other, and in no story") {
  const Indexed index(kHidden);
  for (const RelatedMode mode :
       {RelatedMode::related, RelatedMode::background, RelatedMode::followups, RelatedMode::copies}) {
    const Ids beside = ids(index.engine.related("w1", mode, 20).value().hits);
    CHECK_FALSE(has(beside, "k1"));
    CHECK_FALSE(has(beside, "k2"));
    CHECK(index.engine.related("k1", mode, 20).error().code == "not_found");
  }
  const StoryResponse story = index.engine.story("w1", "UTC").value();
  CHECK(ids(story.hits) == Ids{"w1", "w2"});
  CHECK(story.articles == 2);
  CHECK(story.latest == "2024-03-03T09:00:00Z");
  CHECK(story.sources == std::vector<FacetCount>{{"Wire", 2, false}});
  for (const StoryDay& day : story.days) CHECK(day.date != "2024-03-05");
  CHECK(index.engine.story("k1", "UTC").error().code == "not_found");
  CHECK(index.engine.story_of("k1").error().code == "not_found");
  CHECK_FALSE(has(index.engine.copied_articles(), "w1"));
  TrendingRequest week;
  week.window = std::chrono::hours(24 * 7);
  const TrendingResponse trending = index.engine.trending(week).value();
  CHECK(trending.articles == 3);
  for (const TrendingEntry& entry : trending.entries) CHECK(entry.phrase.find("uexly") == std::string::npos);
}

TEST_CASE("a hidden article is as if it were not there, and still stored") {
  const Indexed index(kHidden);
  CHECK(index.engine.article("k1").error().code == "not_found");
  CHECK(index.engine.article("k1").error().message == "there is no article 'k1'");
  CHECK(index.engine.versions("k1").error().code == "not_found");
  SearchRequest dam;
  dam.text = "dam";
  CHECK(index.engine.diagnose(dam, "k1").error().code == "hidden");
  CHECK(index.engine.diagnose(dam, "nowhere").error().code == "not_found");
  CHECK(index.directory.open_current().generation.manifest.articles == 65);
}

TEST_CASE("a source is hidden and shown again by the next answer, kept ones too") {
  const Indexed index;
  const std::string before = index.engine.answer_version();
  CHECK(index.search("dam").total == 4);
  index.hide(kHidden);
  CHECK(index.search("dam").total == 2);
  CHECK_FALSE(index.engine.article("k2"));
  CHECK(index.engine.answer_version() != before);
  index.hide("# nobody\n");
  CHECK(index.search("dam").total == 4);
  CHECK(index.engine.article("k2"));
  index.hide(kHidden);
  CHECK(index.search("dam").total == 2);
  std::filesystem::remove(index.folder.path() / "hidden.txt");
  CHECK(index.search("dam").total == 4);
  CHECK(index.engine.answer_version() == before);
  CHECK(index.engine.state().articles == 65);
}

TEST_CASE("what is added of a hidden source is hidden, and a pin does not show it") {
  const Indexed index(kHidden);
  index.folder.write("pins.txt", "dam => k1 w2\n");
  CHECK(index.engine.state().articles == 63);
  Addition addition;
  addition.put = {report("k3", "news.kestrel.example", "Dam again", "The dam above Harlow, again.", "2024-03-09"),
                  report("w3", "Wire", "Dam again", "The dam above Harlow, again and again.", "2024-03-08")};
  publish_addition(index.directory, addition);
  CHECK_FALSE(index.engine.article("k3"));
  CHECK(index.engine.article("w3"));
  CHECK(index.engine.state().articles == 64);
  CHECK(index.engine.state().newest == "2024-03-08");
  const SearchResponse dam = index.search("dam");
  CHECK(dam.total == 3);
  CHECK(dam.hits.front().article.id == "w2");
  CHECK(dam.hits.front().pinned);
}

TEST_CASE("where it cannot be read what is hidden, the sources read before are, or nothing is shown") {
  const Indexed index(kHidden);
  CHECK(index.search("dam").total == 2);
  std::filesystem::remove(index.folder.path() / "hidden.txt");
  std::filesystem::create_directory(index.folder.path() / "hidden.txt");
  CHECK(index.search("dam").total == 2);
  const SearchEngine begun(index.directory);
  CHECK_THROWS_AS(begun.search(SearchRequest()), NoIndex);
  std::filesystem::remove(index.folder.path() / "hidden.txt");
  std::ofstream(index.folder.path() / "hidden.txt") << std::string(10'001, '\n') << "the one that is not read\n";
  CHECK_THROWS_AS(begun.search(SearchRequest()), NoIndex);
  std::filesystem::remove(index.folder.path() / "hidden.txt");
  std::filesystem::create_symlink("nowhere", index.folder.path() / "hidden.txt");
  CHECK_THROWS_AS(begun.search(SearchRequest()), NoIndex);
  std::filesystem::remove(index.folder.path() / "hidden.txt");
  CHECK(index.search("dam").total == 4);
  CHECK(begun.search(SearchRequest()).value().total == 65);
}

TEST_CASE("both engines hide the same") {
  const Indexed index(kHidden);
  const SearchEngine xapian(index.directory, {.engine = Engine::xapian, .rules = {}});
  SearchRequest request;
  for (const char* const query : {"", "dam", "\"harlow dam\"", "quexly"}) {
    request.text = query;
    CHECK(xapian.search(request).value().total == index.engine.search(request).value().total);
  }
}
