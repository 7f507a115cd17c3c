#include "server/cli/hit_table.h"

#include <catch2/catch.hpp>

#include "server/cli/answer_table.h"

using namespace newssearch;

namespace {

SearchHit hit(const std::string& id) {
  SearchHit hit;
  hit.article.id = id;
  hit.article.source = "Reuters";
  hit.article.sections = {"money-fx", "interest"};
  hit.article.published = *parse_iso_date("1987-10-19T23:30:00Z");
  hit.headline = {{"Bank", true}, {" cuts its rate", false}};
  hit.snippet.parts = {{"The ", false}, {"Bank", true}, {" of England said it would deal at ten per cent", false}};
  return hit;
}

const Screen kPlain{.terminal = false, .colour = false, .width = 40};
const Screen kColour{.terminal = true, .colour = true, .width = 40};

}  // namespace

TEST_CASE("a hit is its rank, headline, provenance, passage and id, wrapped to the screen") {
  CHECK(hit_table({hit("a-1")}, 1, Calendar("UTC"), kPlain) ==
        " 1  Bank cuts its rate\n"
        "    Reuters · money-fx, interest · 19\n"
        "    October 1987\n"
        "    The Bank of England said it would\n"
        "    deal at ten per cent\n"
        "    a-1\n\n");
}

TEST_CASE("a hit that was changed since its first version says so") {
  SearchHit changed = hit("a-1");
  changed.article.revision = 2;
  CHECK_THAT(hit_table({changed}, 1, Calendar("UTC"), kPlain), Catch::Contains("October 1987 · updated\n"));
}

TEST_CASE("ranks go on where the page before ended, and stand in one column") {
  const std::string table = hit_table({hit("a"), hit("b")}, 9, Calendar("UTC"), kPlain);
  CHECK_THAT(table, Catch::StartsWith("  9  Bank"));
  CHECK_THAT(table, Catch::Contains("\n 10  Bank"));
}

TEST_CASE("matches are red, in a headline bold too, and the id is faint") {
  const std::string table = hit_table({hit("a-1")}, 1, Calendar("UTC"), kColour);
  CHECK_THAT(table, Catch::Contains("\033[1;31mBank\033[0m\033[1m cuts its rate\033[0m"));
  CHECK_THAT(table, Catch::Contains("The \033[31mBank\033[0m of England"));
  CHECK_THAT(table, Catch::Contains("\033[2ma-1\033[0m"));
}

TEST_CASE("an escape sequence in an article never reaches the terminal") {
  SearchHit evil = hit("id\x1b]0;x\x07");
  evil.headline = {{"\x1b[2J", true}};
  evil.snippet.parts = {{"\x1b[31m", false}};
  evil.article.source = "\x1b[8m";
  evil.article.sections = {"\xc2\x9b"};
  evil.why = {"\x1b"};
  const std::string table = hit_table({evil}, 1, Calendar("UTC"), kPlain);
  for (const char c : table) CHECK((c == '\n' || static_cast<unsigned char>(c) >= 0x20));
  CHECK(table.find("\xc2\x9b") == std::string::npos);
}

TEST_CASE("a day is the day of the time zone asked for, but a date without a time is the same day everywhere") {
  Article article = hit("a").article;
  article.sections = {};
  CHECK(provenance(article, Calendar("UTC")) == "Reuters · 19 October 1987");
  CHECK(provenance(article, Calendar("Europe/Paris")) == "Reuters · 20 October 1987");
  article.published = *parse_iso_date("1987-10-19");
  CHECK(provenance(article, Calendar("America/New_York")) == "Reuters · 19 October 1987");
  article.published.reset();
  article.source = "";
  CHECK(provenance(article, Calendar("UTC")) == "undated");
}

TEST_CASE("an answer says how many articles there are, in which time and on which page") {
  SearchResponse response;
  response.total = response.folded = 1843;
  response.pages = 185;
  response.took_ms = 2.14;
  response.hits = {hit("a")};
  CHECK_THAT(answer_table({}, response, kPlain),
             Catch::StartsWith("1,843 articles in 2.1 ms · page 1 of 185\n\n 1  Bank"));
}

TEST_CASE("what was doubtful about a question stands above its hits") {
  SearchResponse response;
  response.total = response.folded = 1;
  response.relaxed = true;
  response.optional = {"bank", "rates"};
  response.dropped = {"zzzq"};
  response.did_you_mean = DidYouMean{"bank rates cut", 7};
  response.warnings = {{"a quote is not closed", 0, 1}};
  response.hits = {hit("a")};
  const std::string table = answer_table({}, response, kPlain);
  CHECK_THAT(table, Catch::Contains("did you mean: bank rates cut (7"));
  CHECK_THAT(table, Catch::Contains("note: no article holds zzzq: left out"));
  CHECK_THAT(table, Catch::Contains("note: few articles hold all of these"));
  CHECK_THAT(table, Catch::Contains("note: a quote is not closed\n\n 1  Bank"));
}

TEST_CASE("an answer without hits says what to try") {
  SearchResponse response;
  response.index.articles = 10;
  SearchRequest request;
  request.text = "\"bank of england\"";
  request.filter(Facet::section).any = {"sport"};
  const std::string table = answer_table(request, response, kPlain);
  CHECK_THAT(table, Catch::StartsWith("No article in"));
  CHECK_THAT(table, Catch::Contains("leave out a filter"));
  CHECK_THAT(table, Catch::Contains("leave out the quotes"));
  response.index.articles = 0;
  CHECK_THAT(answer_table(request, response, kPlain), Catch::Contains("newssearch index FILE"));
  response.total = response.folded = 5;
  response.pages = 1;
  CHECK_THAT(answer_table(request, response, kPlain), Catch::Contains("there are 1 page"));
}

TEST_CASE("a pinned hit says so, and its explanation too") {
  SearchHit pinned = hit("a");
  pinned.pinned = true;
  pinned.explanation = Explanation{.terms = {}, .length = 0.8};
  const Screen wide{.terminal = false, .colour = false, .width = 100};
  const std::string table = hit_table({pinned, hit("b")}, 1, Calendar("UTC"), wide);
  CHECK_THAT(table, Catch::Contains("pinned · "));
  CHECK(table.find("pinned") == table.rfind("pinned"));
  CHECK_THAT(table, Catch::Contains("put first by a pin; score "));
}

TEST_CASE("an explanation names each term's share in the score") {
  SearchHit explained = hit("a");
  explained.score = 4.5;
  explained.explanation = Explanation{.terms = {{"bank", 312, 3.0, 1.5, 4.5}}, .length = 0.8};
  const Screen wide{.terminal = false, .colour = false, .width = 100};
  CHECK_THAT(hit_table({explained}, 1, Calendar("UTC"), wide),
             Catch::Contains("score 4.50 = bank 4.50 (idf 3.00 × tf 1.50, in 312 articles); length 0.80 × average"));
}
