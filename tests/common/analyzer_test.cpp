#include <catch2/catch.hpp>

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

TEST_CASE("text becomes folded words") {
  const auto [text, expected] = GENERATE(table<std::string, std::string>({
      {"Bank of England", "bank of england"},
      {"Café CAFÉ cafe", "cafe cafe cafe"},
      {"São Tomé, Łódź, Ørsted", "sao tome lodz orsted"},
      {"Straße", "strasse"},
      {"ﬁnance ＦＵＬＬ", "finance full"},
      {"O'Neill O’Neill oneill", "oneill oneill oneill"},
      {"the company's dog’s", "the company dog"},
      {"l'économie d’Artagnan", "economie artagnan"},
      {"covid-19 e-mail", "covid 19 e mail"},
      {"1,250,000 barrels, 3.5%", "1250000 barrels 3.5"},
      {"Ελλάδα Киёв", "ελλαδα киев"},
      {"ピカソ", "ピカソ"},
      {"हिन्दी", "हिन्दी"},
      {"____ a_b", "ab"},
      {"", ""},
      {"... --- !!!", ""},
  }));
  INFO(text);
  CHECK(words(text) == expected);
}

TEST_CASE("a token's range holds the word as it is printed") {
  Analyzer analyzer;
  const std::string text = "Der Café-Besitzer";
  const std::vector<Token> tokens = analyzer.analyze(text);
  REQUIRE(tokens.size() == 3);
  CHECK(text.substr(tokens[1].begin, tokens[1].end - tokens[1].begin) == "Café");
}

TEST_CASE("Chinese, Japanese and Thai are cut by dictionary, and their words are marked") {
  Analyzer analyzer;
  const auto [text, least] = GENERATE(table<std::string, std::size_t>(
      {{"国务院总理在北京举行仪式", 4}, {"アメリカの財政赤字", 3}, {"ข่าวการเมืองไทย", 2}}));
  const std::vector<Token> tokens = analyzer.analyze(text);
  INFO(text);
  CHECK(tokens.size() >= least);
  for (const Token& token : tokens) CHECK(token.ideographic);
  CHECK_FALSE(analyzer.analyze("Reuters").front().ideographic);
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
