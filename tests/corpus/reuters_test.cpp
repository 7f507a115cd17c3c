#include "corpus/reuters_article.h"

#include "tests/corpus/reading.h"

using namespace newssearch;

namespace {

std::string story(const std::string& date, const std::string& members) {
  return "[{\"id\":\"7\",\"date\":\"" + date + "\"," + members + "}]";
}

}  // namespace

TEST_CASE("a Reuters story is known by its date, and keeps its capitals") {
  const Article article = read_article(story(
      "26-FEB-1987 15:01:01.79", R"("title":"FERRY STRIKE ENDS\n","body":"Crews went back\nto work.\n Reuter\n\u0003",)"
                                 R"("topics":["ship"],"places":["uk","norway"],"organisations":["imo"])"));
  CHECK(article.id == "reuters-7");
  CHECK(article.headline == "FERRY STRIKE ENDS");
  CHECK(article.body == "Crews went back to work.");
  CHECK(date_of(article.published) == "1987-02-26T15:01:01Z");
  CHECK(article.source == "Reuters");
  CHECK(article.lang == "en");
  CHECK(article.sections == Lines{"ship"});
  CHECK(article.places == Lines{"uk", "norway"});
  CHECK(article.tags == Lines{"imo"});
}

TEST_CASE("the dates of Reuters are read through their blanks and tails") {
  const auto [stated, expected] = GENERATE(table<const char*, const char*>({
      {" 1-MAR-1987 01:41:26.47", "1987-03-01T01:41:26Z"},
      {"  3-MAR-1987 00:43:42.82", "1987-03-03T00:43:42Z"},
      {"3-MAR-1987  09:15:05.40", "1987-03-03T09:15:05Z"},
      {" 2-APR-1987 08:46:36.6", "1987-04-02T08:46:36Z"},
      {"27-MAR-1987 00:02:59.13\\u0005\\u0005\\u0005RM", "1987-03-27T00:02:59Z"},
      {"27-MAR-1987 08:45:34.42\\u0005\\u0005\\u0005C G T M", "1987-03-27T08:45:34Z"},
      {"5-MAR-1987 09:13:19.23    # date added by guesswork ", "1987-03-05T09:13:19Z"},
  }));
  CHECK(date_of(read_article(story(stated, R"("title":"T")")).published) == expected);
}

TEST_CASE("an impossible time costs the time, not the day") {
  const ReadArticle record = read_one(story("24-MAR-1987 605:12:19.12", R"("title":"T")"));
  REQUIRE(record.article);
  CHECK(date_of(record.article->published) == "1987-03-24");
  CHECK(record.article->refused_date.empty());
  CHECK(record.warnings ==
        Lines{"published: '24-MAR-1987 605:12:19.12': time 605:12:19.12 does not exist; the day is kept"});
}

TEST_CASE("an impossible day costs the date, not the story") {
  const ReadArticle record = read_one(story("31-FEB-1987 15:12:19.12", R"("title":"T")"));
  REQUIRE(record.article);
  CHECK(date_of(record.article->published) == "undated");
  CHECK(record.article->refused_date == "31-FEB-1987 15:12:19.12");
  CHECK(record.warnings ==
        Lines{"published: '31-FEB-1987 15:12:19.12': day 31 does not exist in February 1987; kept as undated"});
}

TEST_CASE("a story of a title alone is kept, one of nothing is not") {
  CHECK(outcomes(read_all(story("26-FEB-1987 15:01:01.79", R"("title":"T")"))) == Lines{"file#1 T"});
  CHECK(outcomes(read_all(story("26-FEB-1987 15:01:01.79", R"("places":["uk"])"))) ==
        Lines{"file#1 no_text: no text at all"});
}

TEST_CASE("wire copy becomes paragraphs") {
  const auto [name, copy, expected] = GENERATE(table<const char*, const char*, const char*>({
      {"wrapped lines are joined", "One\ntwo\nthree.", "One two three."},
      {"an indent begins a paragraph", "One\ntwo.\n    Three\nfour.", "One two.\n\nThree four."},
      {"a blank line does too", "One.\n\nTwo.", "One.\n\nTwo."},
      {"rows of a table stay rows",
       "Prices -\n         Natl    Loan\n Wheat   2.55    2.40\n Corn    1.35    1.92\nSource: U.S.",
       "Prices -\nNatl    Loan\nWheat   2.55    2.40\nCorn    1.35    1.92\nSource: U.S."},
      {"the signature is dropped", "One.\n Reuter\n\x03", "One."},
      {"in all its spellings", "One.\nREUTER...^M\n\x03", "One."},
      {"and what says that more will come", "One.\n MORE\n", "One."},
      {"but not in mid-text", "One\n Reuter\ntwo.", "One Reuter two."},
      {"a name is no signature", "Shares of\nReuters Holdings", "Shares of Reuters Holdings"},
      {"nothing stays nothing", " Reuter\n\x03", ""},
  }));
  INFO(name);
  CHECK(unwrap_wire_copy(copy) == expected);
}
