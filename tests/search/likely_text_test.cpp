#include "server/search/likely_text.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <set>

#include "server/search/highlighter.h"
#include "server/search/passage.h"
#include "tests/search/query_trees.h"

using namespace newssearch;
using namespace newssearch::query_trees;

namespace {

constexpr std::size_t kLength = 200;

/// Longer words tell more.
double weight(const std::string& word) { return static_cast<double>(word.size()); }

std::string shown(const std::vector<TextPart>& parts) {
  std::string text;
  for (const TextPart& part : parts) text += part.match ? "[" + part.text + "]" : part.text;
  return text;
}

std::string snippet(const QueryNode& query, std::string_view text, std::string_view lang) {
  Analyzer analyzer;
  return shown(Highlighter(query, analyzer, weight).snippet(text, lang, kLength).parts);
}

/// The snippet of a text that is read whole.
std::string plain_snippet(const QueryNode& query, std::string_view text, std::string_view lang) {
  Analyzer analyzer;
  MarkFinder finder(query, analyzer, weight);
  const Analysis analysis = analyzer.analyze_with_alternates(text, lang);
  const std::vector<Mark> marks = finder.find(text, analysis, lang, MarkFinder::Place::body);
  const MarkedText marked{text, lang, analysis.tokens, marks, finder.wanted()};
  std::string snippet;
  for (const Stretch& stretch : choose_passage(marked, kLength, analyzer).stretches) {
    std::uint32_t at = stretch.begin;
    for (const Mark& mark : marks)
      if (mark.begin >= at && mark.end <= stretch.end) {
        snippet.append(text.substr(at, mark.begin - at)).append("[");
        snippet.append(text.substr(mark.begin, mark.end - mark.begin)).append("]");
        at = mark.end;
      }
    snippet.append(text.substr(at, stretch.end - at)).append(" … ");
  }
  return snippet;
}

/// What of a query a snippet holds, by weight: each wanted thing once.
double weight_in(const QueryNode& query, std::string snippet, std::string_view lang) {
  std::erase_if(snippet, [](char c) { return c == '[' || c == ']'; });
  Analyzer analyzer;
  MarkFinder finder(query, analyzer, weight);
  const Analysis analysis = analyzer.analyze_with_alternates(snippet, lang);
  std::set<std::uint32_t> things;
  for (const Mark& mark : finder.find(snippet, analysis, lang, MarkFinder::Place::body)) things.insert(mark.wanted);
  double total = 0;
  for (const std::uint32_t thing : things) total += finder.wanted()[thing].weight;
  return total;
}

/// Sentences of words nobody asks for, one of its own each.
std::string filler(std::size_t bytes, unsigned seed) {
  static constexpr const char* kWords[] = {"quiet", "afternoon", "people",  "walked",  "slowly", "under",
                                           "green", "trees",     "without", "talking", "about",  "nothing"};
  std::mt19937 random(seed);
  std::string text;
  while (text.size() < bytes) {
    std::string sentence = "Then";
    for (std::size_t words = 5 + random() % 12; words > 0; --words)
      sentence += std::string(" ") + kWords[random() % std::size(kWords)];
    text += sentence + ". ";
  }
  return text;
}

/// A word asked for, and how the text prints it.
struct Printed {
  QueryNode query;
  std::string lang, text;
};

std::vector<Printed> printed_words() {
  return {
      {word("bank"), "en", "bank"},
      {word("bank"), "en", "Banks'"},
      {word("bank"), "en", "BANK'S"},
      {word("bank"), "en", "bank’s"},
      {word("bank"), "en", "“bank”"},
      {word("bank"), "en", "‘bank’"},
      {word("bank"), "en", "'bank'"},
      {word("bank"), "en", "(bank)"},
      {word("bank"), "en", "[bank]"},
      {word("bank"), "en", "river—bank—side"},
      {word("bank"), "en", "«bank»"},
      {word("bank"), "en", "savings/bank"},
      {word("bank"), "en", "non-bank"},
      {word("bank"), "en", "bank,"},
      {word("bank"), "en", "bank…"},
      {word("bank"), "en", "\tbank\t"},
      {word("bank"), "en", "\u00A0bank\u00A0"},
      {word("bank"), "en", "b\u00ADank"},
      {word("bank"), "en", "ｂａｎｋ"},
      {word("banking"), "en", "banked"},
      {word("u.s"), "en", "U.S."},
      {word("u.s"), "en", "U.S"},
      {word("us"), "en", "U.S."},
      {word("at&t"), "en", "AT&T"},
      {word("c++"), "en", "C++"},
      {word("c#"), "en", "C#"},
      {variants({word("@cnn"), word("cnn")}), "en", "@CNN"},
      {variants({word("#metoo"), word("metoo")}), "en", "#MeToo"},
      {word("covid19"), "en", "covid-19"},
      {word("covid19"), "en", "COVID19"},
      {word("rollsroyce"), "en", "Rolls-Royce"},
      {word("cooperate"), "en", "co-operate"},
      {word("email"), "en", "e-mail"},
      {word("oneill"), "en", "O’Neill"},
      {word("oneill"), "en", "O'Neill"},
      {word("dont"), "en", "don’t"},
      {word("1250000"), "en", "1,250,000"},
      {word("2020"), "en", "2020"},
      {word("5"), "en", "5%"},
      {word("cafe"), "en", "Café"},
      {word("cafe"), "en", "cafe\u0301"},
      {word("elite"), "en", "Élite"},
      {word("angstrom"), "en", "Ångström"},
      {word("istanbul"), "en", "İstanbul"},
      {word("muller"), "en", "Müller"},
      {word("mueller"), "de", "Müller"},
      {word("muller"), "de", "Müllers"},
      {word("strasse"), "de", "Straße"},
      {word("oresund"), "en", "Øresund"},
      {word("aether"), "en", "Æther"},
      {word("economie"), "fr", "l’économie"},
      {word("eau"), "fr", "d'eau"},
      {word("putin"), "ru", "Путин"},
      {word("путин"), "en", "Путина"},
      {word("东京"), "en", "东京"},
      {exact("bank"), "en", "bank"},
      {prefix("gov"), "en", "Government’s"},
      {prefix("rollsr"), "en", "Rolls-Royce"},
      {phrase({"bank", "of", "england"}), "en", "Bank of England"},
      {phrase({"covid", "19"}), "en", "Covid-19"},
      {phrase({"state", "of", "the", "art"}), "en", "state-of-the-art"},
      {variants({phrase({"new", "york"}), word("newyork")}), "en", "New York’s"},
      {variants({phrase({"new", "york"}), word("newyork")}), "en", "New-York"},
      {word("office"), "en", "oﬃce"},
      {word("berater"), "id", "diberater"},
  };
}

bool has_mark(const std::string& snippet) { return snippet.find('[') != std::string::npos; }

}  // namespace

TEST_CASE("a word is found wherever it stands in a long text, however it is printed") {
  for (const Printed& row : printed_words())
    for (const std::size_t before : {0, 1000, 20'000}) {
      const std::string text =
          filler(before, 1) + row.text + " was there. " + filler(before == 0 ? 20'000 : 800, 2) + "The end";
      CAPTURE(row.text, to_string(row.query), before);
      if (has_mark(plain_snippet(row.query, text, row.lang))) CHECK(has_mark(snippet(row.query, text, row.lang)));
    }
}

TEST_CASE("a word that ends a long text is found") {
  for (const Printed& row : printed_words()) {
    const std::string text = filler(6'000, 3) + "At last " + row.text;
    CAPTURE(row.text, to_string(row.query));
    if (has_mark(plain_snippet(row.query, text, row.lang))) CHECK(has_mark(snippet(row.query, text, row.lang)));
  }
}

TEST_CASE("a word is found behind others that might have been it") {
  for (const Printed& row : printed_words()) {
    std::string text = filler(1'000, 4);
    for (const char* decoy : {"élan", "b-52", "o'clock", "c'est", "u-boat", "r-rated", "e-bike", "m-1", "à", "d'or"})
      text += std::string("There was ") + decoy + " there. " + filler(1'200, 5);
    text += row.text + " came at last. " + filler(3'000, 6);
    CAPTURE(row.text, to_string(row.query));
    if (has_mark(plain_snippet(row.query, text, row.lang))) CHECK(has_mark(snippet(row.query, text, row.lang)));
  }
}

TEST_CASE("a phrase is found behind places where only its first word stands") {
  for (const std::size_t times : {1U, 3U, 80U}) {
    std::string text;
    for (std::size_t i = 0; i < times; ++i) text += filler(500, static_cast<unsigned>(i)) + "The bank was there. ";
    text += filler(1'500, 7) + "The Bank of England came. " + filler(1'000, 8);
    CAPTURE(times);
    CHECK_THAT(snippet(phrase({"bank", "of", "england"}), text, "en"), Catch::Contains("[Bank of England]"));
    CHECK_THAT(snippet(all({word("came"), phrase({"bank", "of", "england"})}), text, "en"),
               Catch::Contains("[Bank of England"));
  }
}

namespace {

/// English-like text: common words, names and things asked for, in sentences and paragraphs.
std::string random_text(std::mt19937& random, const std::vector<std::string>& asked) {
  static constexpr const char* kCommon[] = {"the",        "of",   "and",   "a",     "to",  "in",   "said",  "people",
                                            "government", "year", "would", "which", "new", "more", "their", "country"};
  static constexpr const char* kOdd[] = {"U.S.", "O’Neill",  "café",   "it’s", "don't", "1,250,000", "2020",  "x-ray",
                                         "b-52", "“quoted”", "Müller", "AT&T", "/",     "—",         "«été»", "G20"};
  const std::size_t rarity = std::size_t{10} << (random() % 5);
  std::string text;
  for (std::size_t sentences = 20 + random() % 120; sentences > 0; --sentences) {
    const std::size_t words = 4 + random() % 25;
    for (std::size_t i = 0; i < words; ++i) {
      std::string next = random() % rarity == 0 ? asked[random() % asked.size()]
                         : random() % 40 == 0   ? std::string(kOdd[random() % std::size(kOdd)])
                                                : std::string(kCommon[random() % std::size(kCommon)]);
      static constexpr const char* kAround[][2] = {{"“", "”"}, {"'", "'"}, {"(", ")"},
                                                   {"", "’s"}, {"", "'s"}, {"", ","}};
      if (random() % 12 == 0) {
        const auto& around = kAround[random() % std::size(kAround)];
        next = around[0] + next + around[1];
      }
      if (i == 0 && next[0] >= 'a' && next[0] <= 'z') next[0] = static_cast<char>(next[0] - 0x20);
      text += next + (i + 1 < words ? random() % 30 == 0 ? "-" : " " : "");
    }
    text += random() % 12 == 0 ? ".\n\n" : random() % 5 == 0 ? ".\n" : ". ";
  }
  return text;
}

struct Outcome {
  int compared = 0, less = 0, more = 0, unmarked = 0;
  std::vector<std::string> first;  ///< of those that show less
};

Outcome compare_random(const std::vector<QueryNode>& things, const std::vector<std::string>& printed, unsigned seeds) {
  Outcome outcome;
  for (unsigned seed = 0; seed < seeds; ++seed) {
    std::mt19937 random(seed);
    const std::string text = random_text(random, printed);
    std::vector<QueryNode> some;
    for (std::size_t count = 1 + random() % 4; count > 0; --count) some.push_back(things[random() % things.size()]);
    const QueryNode query = all(some);
    const std::string whole = plain_snippet(query, text, "en"), got = snippet(query, text, "en");
    const double expected = weight_in(query, whole, "en"), held = weight_in(query, got, "en");
    ++outcome.compared;
    if (held > expected) ++outcome.more;
    if (!has_mark(got) && has_mark(whole)) ++outcome.unmarked;
    if (held >= expected) continue;
    ++outcome.less;
    if (outcome.first.size() < 5)
      outcome.first.push_back("seed " + std::to_string(seed) + " " + to_string(query) + ": " + got + " INSTEAD OF " +
                              whole);
  }
  return outcome;
}

}  // namespace

TEST_CASE("of plain words a snippet shows less than of a text read whole one time in twenty at the most") {
  const Outcome outcome = compare_random(
      {word("harbour"), word("strike"), word("minister"), word("bank"), prefix("elect"), exact("inquiry")},
      {"harbour", "strikes", "Minister", "bank", "election", "inquiry"}, 400);
  CAPTURE(outcome.compared, outcome.less, outcome.more, outcome.first);
  CHECK(outcome.unmarked == 0);
  CHECK(20 * outcome.less <= outcome.compared);
}

TEST_CASE("of words and phrases however printed a snippet is never unmarked where the text has a mark") {
  const Outcome outcome = compare_random(
      {word("harbour"), word("u.s"), word("cafe"), word("oneill"), word("rollsroyce"),
       phrase({"bank", "of", "england"}), phrase({"interest", "rates"}), word("putin"), word("covid19"), word("at&t")},
      {"harbour", "U.S.", "Café", "O'Neill", "Rolls-Royce", "bank", "Bank of England", "interest", "interest rates",
       "rates", "Путин", "COVID-19", "AT&T"},
      400);
  CAPTURE(outcome.compared, outcome.less, outcome.more, outcome.first);
  CHECK(outcome.unmarked == 0);
}

TEST_CASE("of one plain word or phrase a snippet shows what it shows of a text read whole") {
  for (unsigned seed = 0; seed < 100; ++seed) {
    std::mt19937 random(seed);
    const std::string text = random_text(random, {"harbour", "strikes", "Bank of England", "bank"});
    for (const QueryNode& query : {word("harbour"), word("strike"), phrase({"bank", "of", "england"})}) {
      CAPTURE(seed, to_string(query));
      CHECK(weight_in(query, snippet(query, text, "en"), "en") ==
            weight_in(query, plain_snippet(query, text, "en"), "en"));
    }
  }
}

TEST_CASE("the likely parts of a text are apart, in order, and end between words") {
  std::mt19937 random(5);
  const std::vector<std::string> printed = {"harbour", "strike", "bank"};
  for (int round = 0; round < 100; ++round) {
    const std::string text = random_text(random, printed);
    Analyzer analyzer;
    MarkFinder finder(all({word("harbour"), word("bank")}), analyzer, weight);
    const auto parts = likely_text(text, "en", 50 + random() % 500, finder);
    if (!parts) continue;
    std::size_t behind = 0;
    for (const TextRange& part : *parts) {
      REQUIRE(part.begin >= behind);
      REQUIRE(part.begin < part.end);
      REQUIRE(part.end <= text.size());
      if (part.begin > 0) REQUIRE((text[part.begin] == ' ' || text[part.begin] == '\n'));
      if (part.end < text.size()) REQUIRE((text[part.end] == ' ' || text[part.end] == '\n'));
      behind = part.end + 1;
    }
  }
}

TEST_CASE("a text of other letters than ASCII's, or a query of words near each other, is read whole") {
  Analyzer analyzer;
  MarkFinder russian(word("новости"), analyzer, weight);
  std::string text;
  for (int i = 0; i < 300; ++i) text += "вчера сообщили ";
  CHECK_FALSE(likely_text(text, "ru", kLength, russian));
  MarkFinder near_each_other(near(3, {word("bank"), word("rates")}), analyzer, weight);
  CHECK_FALSE(likely_text(filler(5'000, 1), "en", kLength, near_each_other));
  MarkFinder bank(word("bank"), analyzer, weight);
  CHECK_FALSE(likely_text(filler(1'000, 1), "en", kLength, bank));
  const auto nothing_likely = likely_text(filler(5'000, 1), "en", kLength, bank);
  REQUIRE(nothing_likely);
  CHECK(nothing_likely->empty());
}
