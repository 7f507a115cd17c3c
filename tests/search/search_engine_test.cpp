#include "server/search/search_engine.h"

#include <algorithm>
#include <atomic>
#include <catch2/catch.hpp>
#include <thread>

#include "tests/support/articles.h"
#include "tests/support/temporary_folder.h"

using namespace newssearch;

namespace {

Article filed(Article article, std::string source, std::vector<std::string> sections,
              std::vector<std::string> authors = {}) {
  article.source = std::move(source);
  article.sections = std::move(sections);
  article.authors = std::move(authors);
  return article;
}

/// A small archive and the engine on it.
struct Archive {
  Archive() {
    Article german = make_article("g1", "Zinsen steigen", "Die Bank erhöht die Zinsen in der Straße.", "2024-02-01");
    german.lang = "de";
    publish_articles(
        directory,
        {filed(make_article("e1", "Bank raises interest rates", "The central bank raised its rate to 5%. Markets fell.",
                            "2024-01-10T09:00:00Z"),
               "Ledger", {"Business"}, {"Ann Lee"}),
         filed(make_article("e2", "Rates unchanged", "The bank left interest rates alone. Nobody was surprised.",
                            "2024-01-20"),
               "Ledger", {"Business", "World"}, {"Bo Ek"}),
         filed(make_article("e3", "Rats in the harbour", "Rats ran along the harbour wall.", "2023-12-31T23:30:00Z"),
               "Courier", {"Local"}, {"Ann Lee"}),
         filed(
             make_article("e4", "Harbour bank to be raised", "The river bank will be raised by a metre.", "1912-04-15"),
             "Courier", {"Local"}),
         filed(make_article("u1", "Opinion: rates", "An undated view of the bank."), "Courier", {"Opinion"}), german});
  }

  std::vector<std::string> ids(SearchRequest request) const {
    const SearchResponse response = engine.search(request).value();
    std::vector<std::string> found;
    for (const SearchHit& hit : response.hits) found.push_back(hit.article.id);
    CHECK(response.total == found.size());
    return found;
  }
  std::vector<std::string> sorted_ids(SearchRequest request) const {
    std::vector<std::string> found = ids(std::move(request));
    std::sort(found.begin(), found.end());
    return found;
  }
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

}  // namespace

TEST_CASE("a query finds the articles it describes") {
  const Archive archive;
  const auto [text, expected] = GENERATE(table<std::string, Ids>({
      {"bank", {"e1", "e2", "e4", "g1", "u1"}},
      {"bank rate", {"e1", "e2", "u1"}},
      {"\"interest rates\"", {"e1", "e2"}},
      {"\"rate\"", {"e1"}},
      {"\"rates the\"", {}},  // the headline's last word and the body's first are not side by side
      {"bank -interest", {"e4", "g1", "u1"}},
      {"harbour OR opinion", {"e3", "e4", "u1"}},
      {"(harbour OR opinion) bank", {"e4", "u1"}},
      {"headline:bank", {"e1", "e4"}},
      {"headline:rate", {"e1", "e2", "u1"}},
      {"headline:\"harbour bank\"", {"e4"}},
      {"section:business", {"e1", "e2"}},
      {"author:lee", {"e1", "e3"}},
      {"author:\"ann lee\" bank", {"e1"}},
      {"source:ledger -author:lee", {"e2"}},
      {"lang:de", {"g1"}},
      {"strasse", {"g1"}},
      {"zinsen", {"g1"}},
      {"date:2024", {"e1", "e2", "g1"}},
      {"before:1950", {"e4"}},
      {"bank date:2024-01", {"e1", "e2"}},
      {"", {"e1", "e2", "e3", "e4", "g1", "u1"}},
      {"-bank", {"e3"}},
  }));
  INFO(text);
  CHECK(archive.sorted_ids(Archive::query(text)) == expected);
}

TEST_CASE("the French stem of a word does not find an English article") {
  const TemporaryFolder folder;
  const DataDirectory directory(folder.path());
  Article french = make_article("f", "Les taux", "Les rats quittent le navire.");
  french.lang = "fr";
  publish_articles(directory,
                   {french, make_article("rates", "Rates", "Rates rise."), make_article("rat", "Rat", "A rat ran.")});
  const SearchResponse response = SearchEngine(directory).search(Archive::query("+rates")).value();
  Ids found;
  for (const SearchHit& hit : response.hits) found.push_back(hit.article.id);
  std::sort(found.begin(), found.end());
  CHECK(found == Ids{"f", "rates"});  // in French rates and rats share a stem; in English a rat stays a rat
}

TEST_CASE(
    "a phrase of a script without blanks is found wherever it stands, and where a blank parts it only if asked so") {
  const TemporaryFolder folder;
  const DataDirectory directory(folder.path());
  Article japanese = make_article("ja", "東京都の選挙", "知事は京都へ。");
  Article korean = make_article("ko", "한국 경제", "경제가 한국경제연구원에서 말했다.");
  japanese.lang = "ja";
  korean.lang = "ko";
  publish_articles(directory, {japanese, korean});
  const SearchEngine engine(directory);
  const auto [text, total] = GENERATE(table<std::string, std::uint32_t>({
      {"\"東京\"", 1},
      {"\"京都の選\"", 1},
      {"\"東都\"", 0},
      {"\"東\"", 1},  // begins a stretch
      {"\"京\"", 1},
      {"\"挙\"", 1},  // ends one
      {"headline:\"知\"", 0},
      {"\"한국 경\"", 1},
      {"\"한국 경제\"", 1},
      {"\"국 경제가\"", 0},
      {"\"국경제\"", 1},
      {"東京 NEAR/5 選挙", 1},
      {"東京 NEAR/2 選挙", 0},
  }));
  INFO(text);
  CHECK(engine.search(Archive::query(text)).value().total == total);
}

TEST_CASE("the single characters that a dictionary's cut leaves are found inside words") {
  const TemporaryFolder folder;
  const DataDirectory directory(folder.path());
  Article japanese = make_article("ja", "港の記事", "脅威を理由に港を閉じた。");
  japanese.lang = "ja";
  publish_articles(directory, {japanese, make_article("en", "Harbour", "A wall.")});
  const SearchResponse response = SearchEngine(directory).search(Archive::query("威を理")).value();
  CHECK(response.parsed == "威 AND 理");
  CHECK(response.total == 1);
  CHECK_FALSE(response.relaxed);
}

TEST_CASE(
    "NEAR asks for each side in its own place, phrases where they stand, words in the forms of the text's language") {
  const TemporaryFolder folder;
  const DataDirectory directory(folder.path());
  Article french = make_article("f", "Les taux", "Les rats quittent la banque.");
  french.lang = "fr";
  publish_articles(directory,
                   {french, make_article("p", "Bank", "The bank holds an interest in a mine that pays interest rates."),
                    make_article("r", "Rats", "Rats in the bank are one thing, and a long way behind them come rates."),
                    make_article("s", "Pause", "After the pause, a rate is a rate.")});
  const SearchEngine engine(directory);
  const auto [text, total] = GENERATE(table<std::string, std::uint32_t>({
      {"bank NEAR/4 \"interest in\"", 1},
      {"bank NEAR/4 \"interest rates\"", 0},  // only their first word is so near
      {"bank NEAR/9 \"interest rates\"", 1},
      {"rates NEAR/4 bank", 0},  // in French, a rat is a form of rates
      {"rat NEAR/4 bank", 1},
      {"rats NEAR/4 banque", 1},
      {"rate NEAR/2 rate", 0},  // one word is not near itself
      {"rate NEAR/3 rate", 1},
      {"\"pause\" NEAR/2 (pause OR rate)", 1},  // each in its own place
      {"(pause OR rate) NEAR/2 \"pause\"", 1},
      {"rate NEAR/6 rate NEAR/6 rate", 0},
  }));
  INFO(text);
  CHECK(engine.search(Archive::query(text)).value().total == total);
}

TEST_CASE("without its positions an index finds the same phrases, and says what to do") {
  const Archive archive;
  const auto text =
      GENERATE("\"interest rates\"", "headline:\"interest rates\"", "bank NEAR/3 rates",
               "headline:bank NEAR/9 headline:raised", "-\"the bank\"", "\"bank raised\" OR \"rats ran\"");
  const std::vector<std::string> whole = archive.sorted_ids(Archive::query(text));
  const std::filesystem::path generation = archive.directory.open_current().generation.path;
  std::filesystem::resize_file(generation / PositionsFile::kFileName, 40);
  const SearchEngine without(archive.directory);
  std::vector<std::string> found;
  const SearchResponse response = without.search(Archive::query(text)).value();
  for (const SearchHit& hit : response.hits) found.push_back(hit.article.id);
  std::sort(found.begin(), found.end());
  CHECK(found == whole);
  CHECK(without.damage().find("positions") != std::string::npos);
  CHECK(without.damage().find("newssearch reindex") != std::string::npos);
}

TEST_CASE("where fewer than three articles hold all the words, any of them will do, and the answer says so") {
  const Archive archive;
  const SearchResponse response = archive.engine.search(Archive::query("rats interest")).value();
  CHECK(response.relaxed);
  CHECK(response.parsed == "rats OR interest");
  CHECK(response.total == 3);
}

TEST_CASE("who types AND means it: nothing is left out then") {
  const Archive archive;
  CHECK(archive.engine.search(Archive::query("rats interest -(opinion AND metre)")).value().relaxed);
  for (const char* text : {"rats AND interest", "(rats AND wall) surprised"}) {
    const SearchResponse response = archive.engine.search(Archive::query(text)).value();
    CHECK(response.total == 0);
    CHECK_FALSE(response.relaxed);
  }
}

TEST_CASE("who wants exact counts has nothing left out") {
  const Archive archive;
  for (const char* text : {"rats interest", "rats zeppelin"}) {
    SearchRequest request = Archive::query(text);
    request.relax = false;
    const SearchResponse response = archive.engine.search(request).value();
    CHECK(response.total == 0);
    CHECK_FALSE(response.relaxed);
  }
}

TEST_CASE("a word of most articles is not enough for a relaxed query") {
  const TemporaryFolder folder;
  const DataDirectory directory(folder.path());
  std::vector<Article> articles;
  for (int i = 0; i < 20; ++i)
    articles.push_back(make_article(std::to_string(i), "Notes", i < 4 ? "The heron stood." : "The mill."));
  articles.push_back(make_article("lantern", "Notes", "Their lantern."));
  publish_articles(directory, articles);
  const SearchResponse response = SearchEngine(directory).search(Archive::query("the heron lantern")).value();
  CHECK(response.relaxed);
  CHECK(response.total == 5);
  CHECK(response.parsed == "heron OR lantern");
}

TEST_CASE("of a relaxed query, the article that holds all the words comes before those that hold one of them often") {
  const TemporaryFolder folder;
  const DataDirectory directory(folder.path());
  std::vector<Article> articles = {make_article("all", "Notes", "A mason, a lantern and a heron.")};
  for (int i = 0; i < 9; ++i) {
    const std::string id = std::to_string(i), word = i % 3 == 0 ? "mason" : i % 3 == 1 ? "lantern" : "heron";
    articles.push_back(make_article(id, word + " " + word + " " + word, word + " and " + word + " again."));
  }
  for (int i = 0; i < 20; ++i) articles.front().body += " More of it follows, sentence upon sentence, day upon day.";
  publish_articles(directory, articles);
  const SearchResponse response = SearchEngine(directory).search(Archive::query("mason lantern heron")).value();
  REQUIRE(response.relaxed);
  REQUIRE(response.total == 10);
  CHECK(response.hits.front().article.id == "all");
  CHECK(response.hits.front().missing.empty());
}

TEST_CASE("a word with a blank in it is taken for the word, if it is known much better than its parts") {
  const TemporaryFolder folder;
  const DataDirectory directory(folder.path());
  std::vector<Article> articles;
  for (int i = 0; i < 2; ++i)
    articles.push_back(make_article("sea" + std::to_string(i), "The sea", "A wall by the sea."));
  for (int i = 0; i < 12; ++i) articles.push_back(make_article(std::to_string(i), "Seawall", "The seawall held."));
  publish_articles(directory, articles);
  const SearchEngine engine(directory);
  CHECK(engine.search(Archive::query("seaw all")).value().corrected == "seawall");
  CHECK(engine.search(Archive::query("the seaw  all held")).value().did_you_mean->text == "the seawall held");
  CHECK_FALSE(engine.search(Archive::query("sea wall")).value().did_you_mean);
  CHECK(engine.search(Archive::query("\"seaw all\"")).value().corrected.empty());
  CHECK(engine.search(Archive::query("headline:seaw all")).value().corrected.empty());
}

TEST_CASE("a word that hardly any article prints may be misspelled, where little is found") {
  const TemporaryFolder folder;
  const DataDirectory directory(folder.path());
  std::vector<Article> articles = {make_article("typo", "Notes", "The goverment fell by the lanterm."),
                                   make_article("rare", "Notes", "They met Governmant there, by a heron.")};
  for (int i = 0; i < 2000; ++i)
    articles.push_back(make_article(std::to_string(i), "Notes",
                                    i % 4 == 0    ? "A government rose by the harbour."
                                    : i % 80 == 1 ? "A lantern."
                                                  : "Nothing."));
  publish_articles(directory, articles);
  const SearchEngine engine(directory);
  const SearchResponse typo = engine.search(Archive::query("goverment")).value();
  CHECK(typo.total == 1);
  CHECK(typo.did_you_mean->text == "government");
  CHECK(typo.did_you_mean->total == 500);
  CHECK(engine.search(Archive::query("harbour goverment rose")).value().did_you_mean->total == 500);
  CHECK_FALSE(engine.search(Archive::query("lanterm")).value().did_you_mean);               // not common enough
  CHECK_FALSE(engine.search(Archive::query("governmant")).value().did_you_mean);            // a name
  CHECK_FALSE(engine.search(Archive::query("goverment OR harbour")).value().did_you_mean);  // finds enough
  const SearchResponse nothing = engine.search(Archive::query("goverment AND harbour")).value();
  CHECK(nothing.total == 0);  // a word that is known is never replaced
  CHECK(nothing.corrected.empty());
  CHECK(nothing.did_you_mean->text == "government AND harbour");
  CHECK_FALSE(engine.search(Archive::query("government")).value().did_you_mean);
}

TEST_CASE("a rare spelling is worth no more than the common one") {
  const TemporaryFolder folder;
  const DataDirectory directory(folder.path());
  std::vector<Article> articles = {
      make_article("times", "New York Times", "The New York Times reported from New York."),
      make_article("history", "Notes", "The New-York Tribune of old times and other notes on the press of the day.")};
  for (int i = 0; i < 30; ++i)
    articles.push_back(make_article(std::to_string(i), "Notes", i % 2 == 0 ? "New mills in York." : "Old mills."));
  publish_articles(directory, articles);
  CHECK(SearchEngine(directory).search(Archive::query("new york times")).value().hits.front().article.id == "times");
}

TEST_CASE("a value that no article has is named, once") {
  const Archive archive;
  SearchRequest request = Archive::query("interset author:nobody");
  request.filter(Facet::section).any = {"Sport", "business"};
  request.filter(Facet::source).none = {"edge"};
  const std::vector<Warning> warnings = archive.engine.search(request).value().warnings;
  CHECK(warnings == std::vector<Warning>{{"no article has the author 'nobody'", 9, 22},
                                         {"no article has the section 'Sport'", 0, 0},
                                         {"no article has the source 'edge'; there is 'Ledger'", 0, 0}});
}

TEST_CASE("days that no article is of, and ids that none has, are named") {
  const Archive archive;
  const auto warnings = [&](const SearchRequest& request) { return archive.engine.search(request).value().warnings; };
  const std::string none = "no article is of these days; the archive goes from 1912-04-15 to 2024-02-01";
  CHECK(warnings(Archive::query("bank after:2025")) == std::vector<Warning>{{none, 5, 15}});
  CHECK(warnings(Archive::query("bank after:2024")).empty());
  CHECK(warnings(Archive::query("like:nobody")) == std::vector<Warning>{{"no article has the id 'nobody'", 0, 11}});
  SearchRequest request = Archive::query("bank");
  request.dates.from = make_day(2025, 1, 1).value();
  CHECK(warnings(request) == std::vector<Warning>{{none, 0, 0}});
}

TEST_CASE("a name is marked as it is found: as printed") {
  const TemporaryFolder folder;
  const DataDirectory directory(folder.path());
  publish_articles(directory, {make_article("k", "Poets", "There they met Keating, who said: Keating is not Keats."),
                               make_article("l", "Poets", "There they met Keating and read Keats.")});
  const SearchResponse response = SearchEngine(directory).search(Archive::query("keating")).value();
  REQUIRE(response.total == 2);
  for (const SearchHit& hit : response.hits)
    for (const TextPart& part : hit.snippet.parts) CHECK(part.match == (part.text == "Keating"));
}

TEST_CASE("relaxation leaves phrases, +must, -not, fields and filters alone") {
  const Archive archive;
  CHECK(archive.sorted_ids(Archive::query("+harbour rats metre")) == Ids{"e3", "e4"});
  CHECK(archive.sorted_ids(Archive::query("rats metre -wall")) == Ids{"e4"});
  CHECK(archive.sorted_ids(Archive::query("rats metre date:2023")) == Ids{"e3"});
  CHECK_FALSE(archive.engine.search(Archive::query("\"rats ran\" \"a metre\"")).value().relaxed);
  SearchRequest request = Archive::query("rats metre");
  request.filter(Facet::section).any = {"Business"};
  CHECK(archive.ids(request).empty());
}

TEST_CASE("a word in the headline counts more than one in the text, and a rare word more than a common one") {
  const Archive archive;
  CHECK(archive.ids(Archive::query("interest rates")).front() == "e1");
  CHECK(archive.ids(Archive::query("harbour")).size() == 2);
}

TEST_CASE("newest and oldest first; the undated come last in both") {
  const Archive archive;
  SearchRequest request;
  CHECK(archive.ids(request) == Ids{"g1", "e2", "e1", "e3", "e4", "u1"});
  request.sort = SortOrder::newest;
  request.text = "bank";
  CHECK(archive.ids(request) == Ids{"g1", "e2", "e1", "e4", "u1"});
  request.sort = SortOrder::oldest;
  CHECK(archive.ids(request) == Ids{"e4", "e1", "e2", "g1", "u1"});
}

TEST_CASE("pages cover all hits once, in order") {
  const Archive archive;
  SearchRequest request = Archive::query("bank");
  const Ids all = archive.ids(request);
  Ids paged;
  request.per_page = 2;
  for (request.page = 1; request.page <= 3; ++request.page) {
    const SearchResponse response = archive.engine.search(request).value();
    CHECK(response.total == 5);
    CHECK(response.pages == 3);
    for (const SearchHit& hit : response.hits) paged.push_back(hit.article.id);
  }
  CHECK(paged == all);
  request.page = 4;
  CHECK(archive.engine.search(request).value().hits.empty());
}

TEST_CASE("filters take any of their values and none of those excluded") {
  const Archive archive;
  SearchRequest request;
  request.filter(Facet::section).any = {"Local", "Opinion"};
  CHECK(archive.sorted_ids(request) == Ids{"e3", "e4", "u1"});
  request.filter(Facet::author).none = {"Ann Lee"};
  CHECK(archive.sorted_ids(request) == Ids{"e4", "u1"});
  request.filter(Facet::section).any = {"local"};  // stated by no article so: folded
  CHECK(archive.sorted_ids(request) == Ids{"e4"});
  request.filter(Facet::section).any = {"no such section"};
  CHECK(archive.ids(request).empty());
}

TEST_CASE("a language chosen in capitals is looked up in the forms of its words") {
  const Archive archive;
  SearchRequest request = Archive::query("+rate");
  request.filter(Facet::lang).any = {"EN"};
  CHECK(archive.sorted_ids(request) == Ids{"e1", "e2", "u1"});
}

TEST_CASE("facets count every match, and a selected value does not hide the others") {
  const Archive archive;
  SearchRequest request = Archive::query("bank");
  request.facets = {Facet::section, Facet::source};
  request.filter(Facet::source).any = {"Ledger"};
  const SearchResponse response = archive.engine.search(request).value();
  CHECK(response.total == 2);
  CHECK(response.facets[0].values == std::vector<FacetCount>{{"Business", 2, false}, {"World", 1, false}});
  CHECK(response.facets[1].values == std::vector<FacetCount>{{"Courier", 2, false}, {"Ledger", 2, true}});
  CHECK(response.facets[1].distinct == 2);
}

TEST_CASE("a facet shows its most frequent values, and selected ones beyond the limit") {
  const Archive archive;
  SearchRequest request;
  request.facets = {Facet::section};
  request.facet_limit = 1;
  request.filter(Facet::section).any = {"World"};
  const std::vector<FacetCount> values = archive.engine.search(request).value().facets.front().values;
  CHECK(values == std::vector<FacetCount>{{"Business", 2, false}, {"World", 1, true}});
}

TEST_CASE("a value is marked selected exactly where the filter takes it") {
  const TemporaryFolder folder;
  const DataDirectory directory(folder.path());
  Article plain = make_article("1", "Cocoa", "Cocoa."), accented = make_article("2", "Cocoa", "Cocoa.");
  plain.places = {"Sao Tome"};
  accented.places = {"São Tomé"};
  publish_articles(directory, {plain, accented});
  const SearchEngine engine(directory);
  SearchRequest request;
  request.facets = {Facet::place};
  request.filter(Facet::place).any = {"Sao Tome"};
  const SearchResponse stated = engine.search(request).value();
  CHECK(stated.total == 1);
  CHECK(stated.facets.front().values == std::vector<FacetCount>{{"Sao Tome", 1, true}, {"São Tomé", 1, false}});
  request.filter(Facet::place).any = {"SAO TOME"};
  const SearchResponse folded = engine.search(request).value();
  CHECK(folded.total == 2);
  CHECK(folded.facets.front().values == std::vector<FacetCount>{{"Sao Tome", 1, true}, {"São Tomé", 1, true}});
}

TEST_CASE("a day range is of the asker's days") {
  const Archive archive;
  SearchRequest request;
  request.dates = {make_day(2024, 1, 1).value(), make_day(2024, 1, 1).value()};
  CHECK(archive.ids(request).empty());
  request.time_zone = "Europe/Berlin";  // half past eleven in London is the new year there
  CHECK(archive.ids(request) == Ids{"e3"});
}

TEST_CASE("an answer explains its scores when asked") {
  const Archive archive;
  SearchRequest request = Archive::query("interest rates");
  request.explain = true;
  const SearchHit hit = archive.engine.search(request).value().hits.front();
  REQUIRE(hit.explanation);
  double total = 0;
  for (const Explanation::Term& term : hit.explanation->terms) total += term.score;
  CHECK(hit.explanation->terms.size() == 2);
  CHECK(hit.explanation->asked == 1);
  CHECK(hit.explanation->expansion == 0);
  CHECK(total * hit.explanation->freshness == Approx(hit.score));
}

TEST_CASE("a request with impossible numbers is refused, a text never") {
  const Archive archive;
  SearchRequest request;
  request.per_page = 0;
  CHECK(archive.engine.search(request).error().code == "invalid_request");
  CHECK(archive.engine.search(Archive::query(std::string(600, 'x'))).error().code == "query_too_large");
  CHECK(archive.engine.search(Archive::query("AND ((\" -")).has_value());
  CHECK(archive.engine.search(Archive::query("\xff\xfe \x01 \"")).has_value());
}

TEST_CASE("one article is found by its id, and what is not there is not found") {
  const Archive archive;
  CHECK(archive.engine.article("e1").value().body.starts_with("The central bank"));
  CHECK(archive.engine.article("nope").error().code == "not_found");
  CHECK(archive.engine.related("nope", RelatedMode::related, 5).error().code == "not_found");
}

TEST_CASE("related stories share telling words, and say which") {
  const Archive archive;
  const RelatedResponse related = archive.engine.related("e1", RelatedMode::related, 3).value();
  REQUIRE_FALSE(related.hits.empty());
  const auto e2 = std::find_if(related.hits.begin(), related.hits.end(),
                               [](const SearchHit& hit) { return hit.article.id == "e2"; });
  REQUIRE(e2 != related.hits.end());
  CHECK(std::find(e2->why.begin(), e2->why.end(), "interest") != e2->why.end());
  for (const SearchHit& hit : related.hits) CHECK(hit.article.id != "e1");
}

TEST_CASE("two articles are as alike in one order as in the other, and one is wholly like itself") {
  const Archive archive;
  const double alike = archive.engine.similarity("e1", "e2").value();
  CHECK(alike > 0);
  CHECK(alike < 1);
  CHECK(archive.engine.similarity("e2", "e1").value() == Approx(alike));
  CHECK(archive.engine.similarity("e1", "e1").value() == Approx(1));
  CHECK(archive.engine.similarity("e1", "nope").error().code == "not_found");
}

TEST_CASE("a copy of a story is not related to it") {
  const TemporaryFolder folder;
  const DataDirectory directory(folder.path());
  const std::string text =
      "The harbour wall fell on Tuesday night after a week of storms, and nobody in the town was hurt.";
  publish_articles(directory,
                   {make_article("wire", "Harbour wall falls", text, "2024-01-01"),
                    make_article("copy", "Wall falls in harbour", text + " More follows.", "2024-01-01"),
                    make_article("next", "Harbour inquiry", "An inquiry into the harbour wall began.", "2024-01-03")});
  const RelatedResponse related = SearchEngine(directory).related("wire", RelatedMode::related, 5).value();
  REQUIRE(related.hits.size() == 1);
  CHECK(related.hits.front().article.id == "next");
}

TEST_CASE("suggestions are headlines with every word, the last one as far as it is typed") {
  const Archive archive;
  const auto texts = [&](std::string_view text) {
    Ids found;
    for (const Suggestion& suggestion : archive.engine.suggest(text, 5).suggestions) found.push_back(suggestion.text);
    return found;
  };
  CHECK(texts("har") == Ids{"Rats in the harbour", "Harbour bank to be raised"});
  CHECK(texts("harbour ba") == Ids{"Harbour bank to be raised"});
  CHECK(texts("har ").empty());
  CHECK(texts("").empty());
  CHECK(texts("zebra").empty());
}

TEST_CASE("a newly published generation is searched without a new engine") {
  const Archive archive;
  CHECK(archive.engine.state().generation == 1);
  publish_articles(archive.directory, {make_article("n1", "Zebra crossing", "A zebra crossed.", "2024-05-01")});
  CHECK(archive.ids(Archive::query("zebra")) == Ids{"n1"});
  CHECK(archive.engine.state().generation == 2);
  CHECK(archive.engine.state().newest == "2024-05-01");
}

TEST_CASE("a damaged generation leaves the one before answering") {
  const Archive archive;
  publish_articles(archive.directory, {make_article("n1", "Zebra", "Zebra.")});
  std::filesystem::remove(archive.directory.generation_path(2) / "manifest.json");
  const SearchEngine engine(archive.directory);
  CHECK(engine.state().generation == 1);
  CHECK_FALSE(engine.damage().empty());
}

TEST_CASE("an engine on an empty directory says there is no index") {
  const TemporaryFolder folder;
  const SearchEngine engine{DataDirectory(folder.path())};
  CHECK_THROWS_AS(engine.search({}), NoIndex);
}

TEST_CASE("threads search while generations are swapped, and every answer is whole") {
  const Archive archive;
  std::atomic<bool> stop{false};
  std::atomic<int> wrong{0}, answers{0};
  std::vector<std::jthread> readers;
  for (int i = 0; i < 3; ++i)
    readers.emplace_back([&] {
      while (!stop) {
        const Result<SearchResponse> response = archive.engine.search(Archive::query("+bank"));
        if (!response || response->total != 5 || response->hits.size() != 5) ++wrong;
        ++answers;
      }
    });
  for (int i = 0; i < 20; ++i)
    publish_articles(archive.directory, {make_article("n", "Swap " + std::to_string(i), "Zebra.", "2024-05-01")});
  while (answers < 50) std::this_thread::yield();
  stop = true;
  readers.clear();
  CHECK(wrong == 0);
}
