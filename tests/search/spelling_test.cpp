#include "server/search/spelling.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <fstream>
#include <random>

#include "common/characters.h"
#include "tests/support/temporary_folder.h"

using namespace newssearch;

namespace {

Lexicon lexicon_of(std::vector<LexiconWord> words) {
  std::sort(words.begin(), words.end(), [](const LexiconWord& a, const LexiconWord& b) { return a.word < b.word; });
  const TemporaryFolder folder;
  Lexicon::write(folder.path() / "lexicon", words);
  return Lexicon::open(folder.path() / "lexicon").value();
}

std::vector<std::string> corrected(std::string_view word, const Lexicon& lexicon) {
  std::vector<std::string> answers;
  for (const Correction& correction : corrections(word, lexicon, 10)) {
    std::string& answer = answers.emplace_back();
    for (const std::string& one : correction.words) answer += (answer.empty() ? "" : " ") + one;
  }
  return answers;
}

using Words = std::vector<std::string>;

const Lexicon& example() {
  static const Lexicon lexicon =
      lexicon_of({{"government", 5000}, {"governments", 900},   {"governor", 800}, {"harbour", 700},
                  {"harbor", 90},       {"interest", 800},      {"minister", 900}, {"bank", 900},
                  {"of", 9000},         {"england", 400},       {"inter", 9},      {"est", 5},
                  {"keating", 40},      {"seating", 41},        {"україна", 70},   {"αθηναιος", 30},
                  {"the", 9000},        {"rates", 500},         {"rate", 600},     {"wheat", 300},
                  {"cheat", 300},       {"straightforward", 40}});
  return lexicon;
}

/// Optimal string alignment, cell by cell from its definition.
unsigned distance(const std::u32string& a, const std::u32string& b) {
  std::vector<std::vector<unsigned>> d(a.size() + 1, std::vector<unsigned>(b.size() + 1));
  for (unsigned i = 0; i <= a.size(); ++i)
    for (unsigned j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        d[i][j] = std::max(i, j);
        continue;
      }
      d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
    }
  return d[a.size()][b.size()];
}

std::u32string letters_of(std::string_view word) {
  std::u32string letters;
  for (std::size_t at = 0; at < word.size();) letters += static_cast<char32_t>(next_character(word, at));
  return letters;
}

}  // namespace

TEST_CASE("a misspelt word leads to the word meant") {
  const auto [typed, meant] = GENERATE(table<std::string, std::string>({
      {"goverment", "government"},    // left out
      {"governmment", "government"},  // put in
      {"govermnent", "government"},   // exchanged
      {"gavernmant", "government"},   // two replaced
      {"ovenrment", "government"},    // left out and exchanged
      {"minster", "minister"},
      {"harbuor", "harbour"},
      {"keatng", "keating"},
      {"straitforward", "straightforward"},
      {"украина", "україна"},
      {"αθηναιοσ", "αθηναιος"},
      {"bankof", "bank of"},
      {"ofengland", "of england"},
  }));
  INFO(typed);
  REQUIRE_FALSE(corrected(typed, example()).empty());
  CHECK(corrected(typed, example()).front() == meant);
}

TEST_CASE("no edit under five letters, one from five, two from eight") {
  CHECK(allowed_edits("rtae") == 0);
  CHECK(allowed_edits("rtaes") == 1);
  CHECK(allowed_edits("keating") == 1);
  CHECK(allowed_edits("interest") == 2);
  CHECK(allowed_edits("київ") == 0);
  CHECK(allowed_edits("україна") == 1);
  CHECK(corrected("rtae", example()).empty());
  CHECK(corrected("keatxxg", example()).empty());
}

TEST_CASE("words with digits, and those of scripts without blanks, are left alone") {
  for (const char* word : {"covid19", "19877", "東京都知事選挙", ""}) CHECK(corrected(word, example()).empty());
}

TEST_CASE("a known word is not its own correction, and an empty lexicon has none") {
  for (const std::string& answer : corrected("wheat", example())) CHECK(answer != "wheat");
  CHECK(corrections("goverment", Lexicon(), 5).empty());
  CHECK(corrections("goverment", example(), 0).empty());
}

TEST_CASE("of equally near words the better known comes first, but one with the same first letter before") {
  const Lexicon lexicon = lexicon_of({{"seating", 41}, {"keating", 40}, {"meating", 60}});
  CHECK(corrected("keatinf", lexicon) == Words{"keating"});
  CHECK(corrected("leating", lexicon) == Words{"meating", "seating", "keating"});
  CHECK(corrected("keatings", lexicon_of({{"keatinga", 20}, {"beatings", 40}})) == Words{"keatinga", "beatings"});
}

TEST_CASE("a word far better known beats a nearer one hardly known") {
  const Lexicon lexicon = lexicon_of({{"government", 5000}, {"gavernmint", 1}, {"gavernment", 20}});
  CHECK(corrected("gavernmant", lexicon) == Words{"government", "gavernment", "gavernmint"});
}

TEST_CASE("a word of two words is parted where both are well known") {
  CHECK(corrected("theharbour", example()).front() == "the harbour");
  CHECK(corrected("interof", example()).empty());
}

TEST_CASE("two words are joined where the joint word is much better known than the rarer") {
  REQUIRE(joined("inter", "est", example()));
  CHECK(joined("inter", "est", example())->words == Words{"interest"});
  REQUIRE(joined("har", "bour", example()));
  CHECK_FALSE(joined("bank", "england", example()));
  CHECK_FALSE(joined("bank", "rates", lexicon_of({{"bank", 90}, {"rates", 50}, {"bankrates", 60}})));
}

TEST_CASE("walking the words finds just those that comparing with each would") {
  std::mt19937 random(11);
  const auto random_word = [&] {
    static const std::vector<std::string> alphabet = {"a", "b", "c", "é", "ж", "𝔞"};
    std::string word;
    for (std::size_t length = 3 + random() % 8; length > 0; --length) word += alphabet[random() % alphabet.size()];
    return word;
  };
  std::vector<std::string> texts;
  for (int i = 0; i < 3000; ++i) texts.push_back(random_word());
  std::sort(texts.begin(), texts.end());
  texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
  std::vector<LexiconWord> words;
  for (const std::string& text : texts) words.push_back({text, 1, 0});  // rare: none is part of another
  std::vector<std::u32string> letters;
  for (const std::string& text : texts) letters.push_back(letters_of(text));
  const Lexicon lexicon = lexicon_of(words);
  for (int i = 0; i < 200; ++i) {
    const std::string asked = random_word();
    const std::u32string asked_letters = letters_of(asked);
    std::size_t near = 0;
    for (const std::u32string& text : letters) {
      const unsigned edits = distance(asked_letters, text);
      near += edits > 0 && edits <= allowed_edits(asked) ? 1 : 0;
    }
    const std::vector<Correction> found = corrections(asked, lexicon, texts.size());
    CHECK(found.size() == near);
    for (const Correction& one : found) CHECK(one.edits == distance(letters_of(asked), letters_of(one.words.front())));
  }
}
