#include "common/names.h"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace newssearch;

namespace {

using Names = std::vector<std::string>;

/// In order of bytes.
Names names(std::string_view text, std::string_view lang = "en") {
  Analyzer analyzer;
  Names names = printed_names(text, analyzer.analyze(text), lang);
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace

TEST_CASE("a name is a run of capitalised words inside a sentence, and each of them on its own") {
  CHECK(names("They said that Theresa May had met Boris in the old town.") ==
        Names{"Boris", "May", "Theresa", "Theresa May"});
}

TEST_CASE("small words join a name but do not begin or end one") {
  const auto [text, expected] = GENERATE(table<std::string, std::string>({
      {"it was said by the Bank of England that prices rose", "Bank of England"},
      {"it was said by Ursula von der Leyen that prices rose", "Ursula von der Leyen"},
      {"it was said by the Office for the Protection of prices", "Office for the Protection"},
      {"it was said by the Bank of the West that prices rose", "Bank of the West"},
      {"it was written by Ana de la Cruz of course", "Ana de la Cruz"},
      {"a meeting with Omar al Bashir and others took place", "Omar al Bashir"},
      {"a meeting with John F. Kennedy was remembered there", "John F. Kennedy"},
      {"a meeting with Jean-Claude Juncker was remembered there", "Jean-Claude Juncker"},
      {"a meeting with Conan O’Brien was remembered there", "Conan O’Brien"},
  }));
  INFO(text);
  CHECK_THAT(names(text), Catch::VectorContains(expected));
  for (const std::string& name : names(text)) CHECK(name.size() <= expected.size());
}

TEST_CASE("a word that has its capital for another reason is no evidence") {
  const auto text =
      GENERATE(as<std::string>{}, "Prices rose. Harvest was late again.", "Prices rose: Harvest was late.",
               "then she asked, \"Harvest where it grows?\"", "then she asked, “Harvest where it grows?”",
               "prices rose again\nHarvest was late again", "prices rose — Harvest was late again",
               "so I'm told that I've been wrong", "the price of iPhones and G20 meetings");
  INFO(text);
  CHECK(names(text).empty());
}

TEST_CASE("a run behind a long word that opens a sentence may lack its first word") {
  CHECK(names("Theresa May was there again.") == Names{"May"});
  CHECK(names("Minister Theresa May was there again.") == Names{"May", "Theresa"});
  CHECK(names("The Bank of England was there again.") == Names{"Bank", "Bank of England", "England"});
  CHECK(names("Russia's Vladimir Putin was there again.") == Names{"Putin", "Vladimir", "Vladimir Putin"});
}

TEST_CASE("a possessive, an elided article and a title are no part of a name") {
  CHECK(names("it is Britain's Parliament that was there") == Names{"Britain", "Parliament"});
  CHECK(names("on dit que l’Allemagne ne veut rien savoir", "fr") == Names{"Allemagne"});
  CHECK(names("it was Mr. Khan who told Mrs Khan of it") == Names{"Khan"});
}

TEST_CASE("capitals are a name where the line is not in capitals") {
  CHECK(names("they met at the NATO summit in the U.S. last year") == Names{"NATO", "U.S."});
  CHECK(names("THEY MET AT THE NATO SUMMIT").empty());
  CHECK(names("they met and shouted HURRAH there") == Names{});
}

TEST_CASE("a line in Title Case names nothing") {
  CHECK(names("Why the House of Cards Comes Back to Haunt Washington Again").empty());
  CHECK(names("Prices are rising again.\n\nHow Theresa May Lost\n\nthey said that London waited") == Names{"London"});
}

TEST_CASE("names end at commas and at ends of lines") {
  CHECK(names("they met Anna Berg, Carl Dahl and others there") ==
        Names{"Anna", "Anna Berg", "Berg", "Carl", "Carl Dahl", "Dahl"});
  CHECK(names("yesterday they met old Anna\nBerg was not at home") == Names{"Anna"});
}

TEST_CASE("German nouns are no names, but two in a row may be") {
  CHECK(names("dann hat die Kanzlerin gesagt, dass Angela Merkel den Minister trifft", "de") == Names{"Angela Merkel"});
}

TEST_CASE("Greek and Cyrillic names are found, other scripts give none") {
  CHECK(names("вчера приехал Владимир Путин в город", "ru") == Names{"Владимир", "Владимир Путин", "Путин"});
  CHECK(names("είπε ο Κυριάκος Μητσοτάκης στην πόλη", "el") == Names{"Κυριάκος", "Κυριάκος Μητσοτάκης", "Μητσοτάκης"});
  CHECK(names("東京で会談した", "ja").empty());
}

TEST_CASE("a name has five words and sixty bytes at most, and its white space is single") {
  CHECK(names("they met Aa Bb Cc Dd Ee here at last") == Names{"Aa", "Aa Bb Cc Dd Ee", "Bb", "Cc", "Dd", "Ee"});
  CHECK(names("they met Aa Bb Cc Dd Ee Ff here at last") == Names{"Aa", "Bb", "Cc", "Dd", "Ee", "Ff"});
  const std::string longest = "A" + std::string(kMaxNameBytes - 1, 'a');
  CHECK(names("they met " + longest + " here at last") == Names{longest});
  CHECK(names("they met " + longest + "a here at last").empty());
  CHECK(names("they met Theresa \u00A0 May here at last") == Names{"May", "Theresa", "Theresa May"});
}
