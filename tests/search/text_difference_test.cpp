#include "server/search/text_difference.h"

#include <catch2/catch.hpp>

using namespace newssearch;

namespace {

TextDifference difference_of(std::string_view original, std::string_view version) {
  Analyzer analyzer;
  return text_difference(original, version, "en", analyzer);
}

}  // namespace

TEST_CASE("texts that differ in line breaks, capitals and signs alone do not differ") {
  CHECK(difference_of("The dam held.\nNobody was hurt.", "THE DAM HELD! Nobody\nwas hurt") == TextDifference{});
}

TEST_CASE("a sentence that moved is no difference") {
  CHECK(difference_of("The dam held. Nobody was hurt.", "Nobody was hurt. The dam held.") == TextDifference{});
}

TEST_CASE("sentences of one text alone are added or cut, as they are printed") {
  const TextDifference difference = difference_of("The dam held. Nobody was hurt. Rain is forecast.",
                                                  "The dam held.\nEngineers\nare inspecting it. Rain is forecast.");
  CHECK(difference.added == std::vector<std::string>{"Engineers are inspecting it."});
  CHECK(difference.cut == std::vector<std::string>{"Nobody was hurt."});
  CHECK(difference.changed.empty());
}

TEST_CASE("a sentence that keeps half of its words was changed") {
  const TextDifference difference = difference_of("The flood killed at least 12 people on Monday. The dam held.",
                                                  "The flood killed at least 14 people on Monday. The dam held.");
  CHECK(difference.added.empty());
  CHECK(difference.cut.empty());
  CHECK(difference.changed == std::vector<TextDifference::Change>{{"The flood killed at least 12 people on Monday.",
                                                                   "The flood killed at least 14 people on Monday."}});
}

TEST_CASE("a sentence said twice in one text and once in the other is cut once") {
  const TextDifference difference =
      difference_of("Stay inside. Stay inside. The dam held.", "Stay inside. The dam held.");
  CHECK(difference.cut == std::vector<std::string>{"Stay inside."});
}

TEST_CASE("a text of many sentences, all of them others, is all added and all cut") {
  std::string before, after;
  for (int i = 0; i < 1000; ++i) {
    before += "Old number" + std::to_string(i) + " stood. ";
    after += "Later digit" + std::to_string(i) + " came. ";
  }
  const TextDifference difference = difference_of(before, after);
  CHECK(difference.added.size() == 1000);
  CHECK(difference.cut.size() == 1000);
}
