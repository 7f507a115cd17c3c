#include "server/search/query_parser.h"

#include <catch2/catch.hpp>

using namespace newssearch;

namespace {

const Day kToday = make_day(2024, 3, 31).value();  // a Sunday, and the end of a month

ParsedQuery parse(std::string_view text) {
  Analyzer analyzer;
  return parse_query(text, analyzer, kToday).value();
}

}  // namespace

TEST_CASE("a query is read as its operators say") {
  const auto [text, parsed] = GENERATE(table<std::string, std::string>({
      {"", "*"},
      {"*", "*"},
      {"  ", "*"},
      {"bank", "bank"},
      {"bank rates", "bank AND rates"},
      {"Bank RATES", "bank AND rates"},
      {"café", "cafe"},
      {"\"interest rates\"", "\"interest rates\""},
      {"“interest rates”", "\"interest rates\""},
      {"\"rates\"", "\"rates\""},
      {"bank -opinion", "bank AND NOT opinion"},
      {"-opinion", "NOT opinion"},
      {"bank NOT opinion", "bank AND NOT opinion"},
      {"+bank rates", "+bank AND rates"},
      {"oil OR gas", "oil OR gas"},
      {"oil OR gas prices", "oil OR (gas AND prices)"},
      {"(oil OR gas) prices", "(oil OR gas) AND prices"},
      {"oil AND gas", "oil AND gas"},
      {"oil -(gas OR coal)", "oil AND NOT (gas OR coal)"},
      {"NOT (oil gas)", "NOT (oil AND gas)"},
      {"oil and or not gas", "oil AND and AND or AND not AND gas"},
      {"covid-19", "\"covid 19\""},
      {"O'Neill", "oneill"},
      {"state-of-the-art", "\"state of the art\""},
      {"headline:rates", "headline:rates"},
      {"title:\"interest rates\"", "headline:\"interest rates\""},
      {"intitle:Rates bank", "headline:rates AND bank"},
      {"section:Politics", "section:politics"},
      {"section:\"White House\"", "section:\"white house\""},
      {"-section:sport", "NOT section:sport"},
      {"byline:Lee", "author:lee"},
      {"site:cnn", "source:cnn"},
      {"lang:de", "lang:de"},
      {"SECTION:sport", "section:sport"},
      {"http://a.example/x", "\"http a.example x\""},
      {"date:1987", "date:1987-01-01..1987-12-31"},
      {"date:1987-02", "date:1987-02-01..1987-02-28"},
      {"date:1987-03-19", "date:1987-03-19"},
      {"date:1987..1988-02", "date:1987-01-01..1988-02-29"},
      {"date:1987..", "date:1987-01-01.."},
      {"date:..1987", "date:..1987-12-31"},
      {"after:1987-03", "date:1987-03-01.."},
      {"before:1987", "date:..1986-12-31"},
      {"after:yesterday", "date:2024-03-30.."},
      {"when:1d", "date:2024-03-31"},
      {"when:7d", "date:2024-03-25..2024-03-31"},
      {"when:1m", "date:2024-02-29..2024-03-31"},
      {"when:1y", "date:2023-03-31..2024-03-31"},
      {"oil date:1987", "oil AND date:1987-01-01..1987-12-31"},
  }));
  INFO(text);
  const ParsedQuery query = parse(text);
  CHECK(to_string(query.root) == parsed);
  CHECK(query.warnings.empty());
}

TEST_CASE("what makes no sense is read as the words it holds, with a warning where it stands") {
  const auto [text, parsed, warning, begin] = GENERATE(table<std::string, std::string, std::string, std::uint32_t>({
      {"AND OR", "and AND or", "'AND' has nothing to join", 0},
      {"oil AND", "oil AND and", "'AND' has nothing to join", 4},
      {"OR oil", "or AND oil", "'OR' has nothing to join", 0},
      {"oil OR OR gas", "(oil AND or) OR gas", "'OR' has nothing to join", 4},
      {"oil NOT", "oil AND not", "'NOT' has nothing to join", 4},
      {"\"interest rates", "interest AND rates", "never closed", 0},
      {"(oil gas", "oil AND gas", "'(' is never closed", 0},
      {"oil) gas", "oil AND gas", "')' closes nothing", 3},
      {"colour:red", "\"colour red\"", "no field 'colour'", 0},
      {"date:1987-13", "\"date 1987 13\"", "month 13 does not exist", 0},
      {"when:soon", "\"when soon\"", "expected a span", 0},
      {"date:1988..1987", "\"date 1988 1987\"", "ends before it begins", 0},
      {"\"\"", "*", "no word in these quotes", 0},
      {"head*", "head", "'*' is read as the end", 0},
      {"!!!", "*", "no word here", 0},
      {"section:!!!", "*", "no value for this field", 0},
  }));
  INFO(text);
  const ParsedQuery query = parse(text);
  REQUIRE_FALSE(query.warnings.empty());
  CHECK_THAT(query.warnings.front().message, Catch::Contains(warning));
  CHECK(query.warnings.front().begin == begin);
  CHECK(query.warnings.front().end <= text.size());
  if (parsed.find("date 19") == std::string::npos && parsed.find("when") == std::string::npos)
    CHECK(to_string(query.root) == parsed);
}

TEST_CASE("a query over a limit is refused, and the limit named") {
  const auto [text, limit] = GENERATE(table<std::string, std::string>({
      {std::string(513, 'a'), "512 bytes"},
      {"a b c d e f g h i j k l m n o p q r s t u v w x y z a1 b1 c1 d1 e1 f1 g1", "32 words"},
      {"a OR b OR c OR d OR e OR f OR g OR h OR i OR j OR k OR l OR m OR n OR o OR p OR q OR r", "16 operators"},
      {"\"one two three four five six seven eight nine ten eleven\"", "a phrase of 10 words"},
      {"(((((((((a)))))))))", "a depth of 8"},
      {"NOT NOT NOT NOT NOT NOT NOT NOT NOT NOT a", "a depth of 8"},
      {std::string(500, '('), "a depth of 8"},
  }));
  INFO(text);
  Analyzer analyzer;
  const Result<ParsedQuery> query = parse_query(text, analyzer, kToday);
  REQUIRE_FALSE(query);
  CHECK(query.error().code == "query_too_large");
  CHECK_THAT(query.error().message, Catch::Contains(limit));
}

TEST_CASE("topic text is plain words, any of which will do") {
  Analyzer analyzer;
  CHECK(to_string(any_words("REJECTION BY SIHANOUK OF ALL AID, OR \"NOT\"", analyzer)) ==
        "rejection OR by OR sihanouk OR of OR all OR aid OR or OR not");
}
