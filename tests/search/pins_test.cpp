#include "server/search/pins.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <set>

#include "server/search/search_engine.h"
#include "tests/support/articles.h"
#include "tests/support/temporary_folder.h"

using namespace newssearch;

namespace {

using Ids = std::vector<std::string>;

Pins read_pins(std::string_view lines) {
  Pins pins;
  pins.add_lines(lines, "pins.txt");
  return pins;
}

Article filed(std::string id, std::string headline, std::string body, std::string_view date, std::string section) {
  Article article = make_article(std::move(id), std::move(headline), std::move(body), date);
  article.sections = {std::move(section)};
  return article;
}

/// Of floods and of other things.
std::vector<Article> floods() {
  std::vector<Article> articles = {
      filed("f1", "Flood in Harlow", "The flood came in the night, and boats went from roof to roof.", "2024-03-01",
            "local"),
      filed("f2", "Flood in Ashby", "Another flood: the river rose above the wall of the old mill.", "2024-03-02",
            "local"),
      filed("f3", "Flood of letters", "A flood of letters reached the editor after the concert.", "2024-03-03",
            "culture"),
      filed("help", "Where to call", "Numbers of the town hall and of the rescue services.", "2024-02-01", "service"),
      filed("map", "All shelters", "Schools and gyms that are open as shelters.", "2024-02-02", "service")};
  for (Article& other : other_articles(40, "2024-01-01")) articles.push_back(std::move(other));
  return articles;
}

struct Pinned {
  explicit Pinned(const std::string& lines, const std::vector<Article>& articles = floods()) {
    publish_articles(directory, articles);
    pin(lines);
  }
  void pin(const std::string& lines) const { folder.write("pins.txt", lines); }
  SearchResponse search(const SearchRequest& request) const { return engine.search(request).value(); }

  TemporaryFolder folder;
  DataDirectory directory{folder.path()};
  SearchEngine engine{directory, {.time_limit = std::chrono::hours(1), .cached_answers = 10, .rules = {}}};
};

SearchRequest asking(const std::string& text) {
  SearchRequest request;
  request.text = text;
  return request;
}

Ids ids(const SearchResponse& answer) {
  Ids found;
  for (const SearchHit& hit : answer.hits) found.push_back(hit.article.id);
  return found;
}

Ids pinned_ids(const SearchResponse& answer) {
  Ids found;
  for (const SearchHit& hit : answer.hits)
    if (hit.pinned) found.push_back(hit.article.id);
  return found;
}

}  // namespace

TEST_CASE("a line pins ids for a query, whatever its case, accents and blanks") {
  const Pins pins = read_pins("# of the desk\nCafé  Müller => a1 wire/2\n\n* => front\n");
  CHECK(pins.errors().empty());
  CHECK(pins.of("cafe muller") == Ids{"a1", "wire/2"});
  CHECK(pins.of("  CAFÉ MÜLLER ") == Ids{"a1", "wire/2"});
  CHECK(pins.of("cafe").empty());
  CHECK(pins.of("cafe muller rates").empty());
  CHECK(pins.of("") == Ids{"front"});
  CHECK(pins.of(" *") == Ids{"front"});
}

TEST_CASE("ids are parted by blanks, or by a comma and a blank; quotes keep what is in them together") {
  const auto [written, expected] = GENERATE(table<std::string, Ids>({
      {"a b\tc", {"a", "b", "c"}},
      {"a, b,  c", {"a", "b", "c"}},
      {"https://x.example/0,1-0@2,36.html?a=1,2 b", {"https://x.example/0,1-0@2,36.html?a=1,2", "b"}},
      {R"("an id" b)", {"an id", "b"}},
      {R"("an id", "b,")", {"an id", "b,"}},
      {R"("says ""no""")", {R"(says "no")"}},
      {R"(a"b)", {R"(a"b)"}},
      {"c# 9947 # the second is of yesterday", {"c#", "9947"}},
  }));
  CAPTURE(written);
  const Pins pins = read_pins("oil => " + written);
  CHECK(pins.errors().empty());
  CHECK(pins.of("oil") == expected);
}

TEST_CASE("a line of pins that makes no sense is named with the reason, and the others count") {
  const auto [line, reason] = GENERATE(table<std::string, std::string>({
      {"oil", "expected 'query => id id'"},
      {"oil => ", "there is no id behind '=>'"},
      {"=> a", "there is no query before '=>'; '*' is one that asks for nothing"},
      {"oil => a => b", "'=>' stands twice"},
      {"oil => a b a", "'a' stands twice"},
      {"GAS => b", "'gas' has a line already"},
      {R"(oil => "a)", "the quote that begins an id is not closed"},
      {R"(oil => "a"b)", "a blank must follow the id in quotes"},
      {R"(oil => "")", "there is an id without a character"},
      {"oil => a\x1b[31m", "is no text: it has control characters, or is not UTF-8"},
      {"oil\r => a", "is no text: it has control characters, or is not UTF-8"},
      {"\xff => a", "is no text: it has control characters, or is not UTF-8"},
  }));
  const Pins pins = read_pins("gas => g\n" + line + "\nrates => r\n");
  CHECK(pins.errors() == std::vector<std::string>{"pins.txt:2: " + reason});
  CHECK(pins.of("oil").empty());
  CHECK(pins.of("rates") == Ids{"r"});
}

TEST_CASE("at most a hundred articles are pinned for a query") {
  std::string line = "oil =>";
  for (std::size_t i = 0; i <= kMostPins; ++i) line += " a" + std::to_string(i);
  CHECK(read_pins(line).errors() == std::vector<std::string>{"pins.txt:1: more than 100 ids"});
}

TEST_CASE("pinned articles come first in the order of the line, and each is a match once") {
  const Pinned archive("flood => help f3 map\n");
  SearchRequest request = asking("Flood");
  request.facets = {Facet::section};
  request.histogram = HistogramInterval::month;
  const SearchResponse answer = archive.search(request);
  CHECK(ids(answer).size() == 5);
  CHECK(pinned_ids(answer) == Ids{"help", "f3", "map"});
  CHECK((ids(answer)[3] == "f1" || ids(answer)[3] == "f2"));
  CHECK(answer.total == 5);
  CHECK(answer.folded == 5);
  CHECK(answer.facets.front().values ==
        std::vector<FacetCount>{{"local", 2, false}, {"service", 2, false}, {"culture", 1, false}});
  REQUIRE(answer.histogram->buckets.size() == 2);
  CHECK(answer.histogram->buckets[0].count == 2);
  CHECK(answer.histogram->buckets[1].count == 3);
}

TEST_CASE("only the query that was pinned is, and only by relevance") {
  const Pinned archive("flood => help\n");
  CHECK(pinned_ids(archive.search(asking("flood harlow"))).empty());
  CHECK(pinned_ids(archive.search(asking("\"flood\""))).empty());
  for (const SortOrder sort : {SortOrder::newest, SortOrder::oldest}) {
    SearchRequest request = asking("flood");
    request.sort = sort;
    CHECK(archive.search(request).total == 3);
  }
  SearchRequest without = asking("flood");
  without.pins = false;
  CHECK(archive.search(without).total == 3);
  CHECK(archive.search(asking("flood")).total == 4);
}

TEST_CASE("a pinned article that is not there, or that a filter or the dates leave out, is not pinned") {
  const Pinned archive("flood => nowhere help f3 map\n* => map\n");
  SearchRequest request = asking("flood");
  request.filter(Facet::section).any = {"service"};
  request.facets = {Facet::section};
  const SearchResponse filtered = archive.search(request);
  CHECK(ids(filtered) == Ids{"help", "map"});
  CHECK(filtered.total == 2);
  CHECK(filtered.facets.front().values ==
        std::vector<FacetCount>{{"local", 2, false}, {"service", 2, true}, {"culture", 1, false}});
  request.filter(Facet::section) = {};
  request.facets.clear();
  request.dates.from = parse_range_start("2024-02-02").value();
  CHECK(pinned_ids(archive.search(request)) == Ids{"f3", "map"});
  CHECK(archive.search(request).total == 4);

  Addition addition;
  addition.removed = {"map"};
  publish_addition(archive.directory, addition);
  CHECK(pinned_ids(archive.search(asking("flood"))) == Ids{"help", "f3"});
  CHECK(pinned_ids(archive.search(asking(""))).empty());
}

TEST_CASE("a pinned copy stands for the others, itself being shown") {
  std::vector<Article> articles = floods();
  const std::string body =
      "The dam above the town broke in the night after a week of rain, and water stood two metres deep in the streets "
      "when boats took people from their roofs.";
  articles.push_back(make_article("first", "Dam breaks", body, "2024-03-02T05:00:00Z"));
  articles.push_back(make_article("second", "Dam breaks", body, "2024-03-02T06:00:00Z"));
  articles.push_back(make_article("third", "Dam breaks", body, "2024-03-02T07:00:00Z"));
  const Pinned archive("dam => help third second\n", articles);
  const SearchResponse answer = archive.search(asking("dam"));
  CHECK(ids(answer) == Ids{"help", "third"});
  CHECK(answer.hits[1].copies == Ids{"first", "second"});
  CHECK(answer.total == 4);
  CHECK(answer.folded == 2);
  SearchRequest each = asking("dam");
  each.collapse = Collapse::none;
  CHECK(pinned_ids(archive.search(each)) == Ids{"help", "third", "second"});
  CHECK(archive.search(each).hits.size() == 4);
}

TEST_CASE("what is pinned does not keep a query that finds little from being helped") {
  const Pinned archive("concert letters zanzibar => help\n");
  const SearchResponse answer = archive.search(asking("concert letters zanzibar"));
  CHECK(answer.relaxed);
  CHECK(ids(answer) == Ids{"help", "f3"});
  CHECK(answer.hits[0].missing.empty());
  CHECK(answer.hits[1].missing == std::vector<std::string>{"zanzibar"});
}

TEST_CASE("the score of a pinned article is its own, and so is its explanation") {
  const Pinned archive("flood => help f3\n");
  SearchRequest request = asking("flood");
  request.explain = true;
  const SearchResponse answer = archive.search(request);
  CHECK(answer.hits[0].score == 0);
  request.pins = false;
  const SearchResponse usual = archive.search(request);
  const auto f3 =
      std::find_if(usual.hits.begin(), usual.hits.end(), [](const auto& h) { return h.article.id == "f3"; });
  REQUIRE(f3 != usual.hits.end());
  CHECK(answer.hits[1].score == Approx(f3->score).epsilon(.01));
  CHECK(answer.hits[1].explanation->terms.front().score == Approx(f3->explanation->terms.front().score));
}

TEST_CASE("why a search finds an article says that it is pinned") {
  const Pinned archive("flood => help\n");
  const Diagnosis help = archive.engine.diagnose(asking("flood"), "help").value();
  CHECK(help.pinned);
  CHECK(help.position == 1);
  CHECK_FALSE(help.found);
  const Diagnosis other = archive.engine.diagnose(asking("flood"), "f1").value();
  CHECK_FALSE(other.pinned);
  CHECK(other.position > 1);
}

TEST_CASE("answers follow a change of the pins at once, kept or not") {
  const Pinned archive("flood => help\n");
  const std::string version = archive.engine.answer_version();
  CHECK(pinned_ids(archive.search(asking("flood"))) == Ids{"help"});
  CHECK(archive.search(asking("flood")).version == version);
  for (const Ids& now :
       {Ids{"maps"}, Ids{"help"}, Ids{"f3"}, Ids{"help"}, Ids{"f2"}}) {  // some of one size, at one time
    archive.pin("flood => " + now.front() + "\n");
    CHECK(pinned_ids(archive.search(asking("flood"))) == (now.front() == "maps" ? Ids() : now));
  }
  CHECK(archive.engine.answer_version() != version);
}

namespace {

/// Of random words, each seventh a copy of the one before.
std::vector<Article> many_articles(std::size_t count) {
  static constexpr const char* kBodies[] = {"bank", "rates", "harbour", "wall", "minister", "vote", "fish", "storm"};
  std::mt19937 random(11);
  std::vector<Article> made;
  for (std::size_t i = 0; i < count; ++i) {
    std::string body;
    for (std::size_t words = 20 + random() % 30; words > 0; --words)
      body += std::string(kBodies[random() % std::size(kBodies)]) + (words > 1 ? " " : ".");
    if (i % 7 == 6) body = made.back().body;
    made.push_back(make_article("a" + std::to_string(i), "Headline", body, "2024-01-" + std::to_string(10 + i % 19)));
  }
  return made;
}

}  // namespace

TEST_CASE("pages and cursors go through pinned and other hits, each once") {
  static const Pinned archive(
      "bank => a3 a6 a5 gone a100 a377 a20\n* => a9 a8\n"
      "bank OR rates OR harbour OR storm => a13 a12 a6 a90 a301 a302 a303 a304\n"
      "bank rates nothing => a1 a2\n",
      many_articles(600));
  const std::string query =
      GENERATE(as<std::string>(), "", "bank", "bank OR rates OR harbour OR storm", "bank rates nothing");
  const Collapse collapse = GENERATE(Collapse::copies, Collapse::story, Collapse::none);
  CAPTURE(query, to_string(collapse));
  SearchRequest request = asking(query);
  request.collapse = collapse;
  request.ids_only = true;
  request.per_page = 100;
  Ids paged;
  for (request.page = 1; request.page <= 10; ++request.page) {
    const Ids more = ids(archive.search(request));
    paged.insert(paged.end(), more.begin(), more.end());
  }
  request.page = 1;
  CHECK(paged.size() == archive.search(request).folded);
  CHECK(std::set<std::string>(paged.begin(), paged.end()).size() == paged.size());
  const Ids first = pinned_ids(archive.search(request));
  CHECK_FALSE(first.empty());
  CHECK(std::equal(first.begin(), first.end(), paged.begin()));

  request.per_page = GENERATE(1, 3, 100);
  Ids walked;
  for (;;) {
    const SearchResponse answer = archive.search(request);
    const Ids more = ids(answer);
    walked.insert(walked.end(), more.begin(), more.end());
    if (!answer.next || walked.size() > paged.size()) break;
    CHECK(answer.next->shown == walked.size());
    request.after = answer.next;
    if (request.per_page == 1 && walked.size() > 12) request.per_page = 50;
  }
  CHECK(walked == paged);
}

TEST_CASE("a cursor goes on behind a pinned hit that was taken out") {
  const Pinned archive("flood => help f3 map\n");
  SearchRequest request = asking("flood");
  request.per_page = 1;
  request.after = archive.search(request).next;
  Addition addition;
  addition.removed = {"help"};
  publish_addition(archive.directory, addition);
  Ids walked;
  for (;;) {
    const SearchResponse answer = archive.search(request);
    walked.push_back(answer.hits.front().article.id);
    if (!answer.next) break;
    request.after = answer.next;
  }
  CHECK(walked.size() == 4);
  CHECK(walked[0] == "f3");
  CHECK(walked[1] == "map");
}
