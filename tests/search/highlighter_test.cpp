#include "server/search/highlighter.h"

#include <catch2/catch.hpp>

#include "server/search/query_parser.h"

using namespace newssearch;

namespace {

Day today() { return make_day(2024, 1, 1).value(); }

std::string shown(const std::vector<TextPart>& parts) {
  std::string text;
  for (const TextPart& part : parts) text += part.match ? "[" + part.text + "]" : part.text;
  return text;
}

std::string headline(std::string_view query, std::string_view text, std::string_view lang = "en") {
  Analyzer analyzer;
  const ParsedQuery parsed = parse_query(query, analyzer, today()).value();
  return shown(Highlighter(parsed.root, analyzer, [](const std::string&) { return 1.0; }).headline(text, lang));
}

std::string snippet(std::string_view query, std::string_view text, std::size_t length = 80) {
  Analyzer analyzer;
  const ParsedQuery parsed = parse_query(query, analyzer, today()).value();
  return shown(Highlighter(parsed.root, analyzer, [](const std::string& word) {
                 return double(word.size());
               }).snippet(text, "en", length));
}

}  // namespace

TEST_CASE("what was asked is marked in the form it is printed") {
  const auto [query, text, marked] = GENERATE(table<std::string, std::string, std::string>({
      {"rate", "Rates rise as the rate rose", "[Rates] rise as the [rate] rose"},
      {"cafe", "The Café closes", "The [Café] closes"},
      {"\"rate\"", "Rates and the rate", "Rates and the [rate]"},
      {"\"of england\"", "Bank of England, of course", "Bank [of England], of course"},
      {"bank of england", "Bank of England", "[Bank of England]"},
      {"rates -bank", "Bank rates", "Bank [rates]"},
      {"headline:rates", "Rates", "[Rates]"},
      {"section:rates", "Rates", "Rates"},
      {"", "Rates", "Rates"},
      {"covid-19", "Covid-19 and covid", "[Covid-19] and covid"},
  }));
  INFO(query);
  CHECK(headline(query, text) == marked);
}

TEST_CASE("a word asked only of headlines is not marked in the text") {
  CHECK(snippet("headline:rates", "Rates rose.") == "Rates rose.");
}

TEST_CASE("the snippet begins with the sentence that holds most of what was asked") {
  const std::string text =
      "Rain fell all day over the coast. The harbour wall held. Engineers said the harbour wall would not survive "
      "another storm. Repairs begin in May.";
  CHECK(snippet("harbour storm", text, 90) ==
        "…Engineers said the [harbour] wall would not survive another [storm]. Repairs begin in May.");
}

TEST_CASE("the first sentences are shown where nothing matches the text") {
  CHECK(snippet("zebra", "One two three. Four five six. Seven eight nine.", 30) == "One two three. Four five six.…");
}

TEST_CASE("a long sentence is entered near the word, at a word's beginning") {
  std::string text;
  for (int i = 0; i < 100; ++i) text += "word" + std::to_string(i) + " ";
  text += "harbour closed";
  const std::string cut = snippet("harbour", text, 60);
  CHECK_THAT(cut, Catch::StartsWith("…word"));
  CHECK_THAT(cut, Catch::Contains("[harbour]"));
}

TEST_CASE("line breaks and paragraphs become blanks, and markup stays text") {
  CHECK(snippet("rates", "<b>Rates</b>\nrose.\n\nThen & fell.") == "<b>[Rates]</b> rose. Then & fell.");
}

TEST_CASE("only the beginning of an enormous text is looked at") {
  const std::string text = std::string(Highlighter::kMaxTextBytes, 'x') + " harbour";
  CHECK_THAT(snippet("harbour", text), !Catch::Contains("[harbour]"));
}

TEST_CASE("a snippet of no length is none") { CHECK(snippet("rates", "Rates", 0).empty()); }
