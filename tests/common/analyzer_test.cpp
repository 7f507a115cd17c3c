#include <catch2/catch.hpp>
#include <fstream>

#include "common/analyzer.h"

using namespace newssearch;

namespace {

std::string words(std::string_view text) {
  Analyzer analyzer;
  std::string joined;
  for (const Token& token : analyzer.analyze(text)) joined += (joined.empty() ? "" : " ") + token.word;
  return joined;
}

}  // namespace

TEST_CASE("a token's range holds the word as it is printed") {
  Analyzer analyzer;
  const std::string text = "Der Café-Besitzer";
  const std::vector<Token> tokens = analyzer.analyze(text);
  REQUIRE(tokens.size() == 3);
  CHECK(text.substr(tokens[1].begin, tokens[1].end - tokens[1].begin) == "Café");
}

TEST_CASE("text without blanks gives a token a character, and by the dictionary its words of two and more") {
  Analyzer analyzer;
  for (const Token& token : analyzer.analyze("国务院总理在北京")) CHECK(token.ideographic);
  CHECK_FALSE(analyzer.analyze("Reuters").front().ideographic);
  const std::string text = "Reuters: 国务院总理在北京";
  std::vector<std::string> words;
  for (const Token& token : analyzer.analyze_by_dictionary(text)) {
    words.push_back(token.word);
    CHECK(fold(text.substr(token.begin, token.end - token.begin)) == token.word);
  }
  CHECK(words == std::vector<std::string>{"reuters", "国务院", "总理", "北京"});
}

TEST_CASE("the fast path finds ICU's words") {
  Analyzer analyzer;
  for (const char* file : {"articles.jsonl", "pages/cheese-recall.txt"}) {
    std::ifstream stream(std::string(NEWSSEARCH_SOURCE_DIR "/corpus/sample/") + file);
    REQUIRE(stream);
    for (std::string line; std::getline(stream, line);) CHECK(analyzer.analyze(line) == analyzer.analyze_by_icu(line));
  }
}

TEST_CASE("words are stemmed by language, and names with digits or signs are not") {
  Analyzer analyzer;
  const auto [word, lang, stem] = GENERATE(table<std::string, std::string, std::string>({
      {"rates", "en", "rate"},
      {"elections", "en", "elect"},
      {"hauser", "de", "haus"},
      {"elections", "fr", "elect"},
      {"rates", "und", "rates"},
      {"rates", "xx", "rates"},
      {"u.s", "en", "u.s"},
      {"g7s", "en", "g7s"},
      {"выборы", "ru", "выбор"},
  }));
  INFO(word << " in " << lang);
  CHECK(analyzer.stem(word, lang) == stem);
}

TEST_CASE("bytes that are not UTF-8 separate words and are none") {
  CHECK(words("oil\xff\xfeprices \xc3") == "oil prices");
  CHECK(words(std::string("nul\0byte", 8)) == "nul byte");
}

TEST_CASE("a word longer than a term can be is cut at a character") {
  std::string text;
  for (int i = 0; i < 200; ++i) text += "é";
  CHECK(words(text) == std::string(kMaxWordBytes, 'e'));
  std::string greek;
  for (int i = 0; i < 200; ++i) greek += "λ";
  CHECK(words(greek).size() <= kMaxWordBytes);
  CHECK(words(greek).size() % 2 == 0);
}

TEST_CASE("sentences end at stops and paragraphs, not at line breaks or abbreviations") {
  Analyzer analyzer;
  const std::string text = "Prices rose\nsharply. Mr. Smith said so.\n\nNo stop here\n\nLast one";
  std::vector<std::string> found;
  for (const TextRange& range : analyzer.sentences(text, "en"))
    found.push_back(text.substr(range.begin, range.end - range.begin));
  CHECK(found == std::vector<std::string>{"Prices rose\nsharply.", "Mr. Smith said so.", "No stop here", "Last one"});
}

TEST_CASE("values are compared folded and with white space collapsed") {
  CHECK(fold("  White \n House ") == "white house");
  CHECK(fold("MÜLLER") == "muller");
  CHECK(fold("").empty());
}
