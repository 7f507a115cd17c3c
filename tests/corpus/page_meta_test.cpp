#include "corpus/page_meta.h"

#include <catch2/catch.hpp>

using namespace newssearch;

TEST_CASE("a sentence or a headline is no byline, however it begins") {
  const std::string line = GENERATE("By Tuesday the water had reached the second step of the church.", "By the numbers",
                                    "Updated rules take effect", "Published works of the poet", "On the beach",
                                    "Last of the summer wine", "A day at the races | a memoir", "Posted to Berlin",
                                    "March of the penguins", "12 ways to cook an egg", "By 2030, half of all cars");
  INFO(line);
  CHECK_FALSE(read_page_meta(line));
}

TEST_CASE("words that announce a date or an author wait for it") {
  CHECK(read_page_meta("Published") == PageMeta{{}, {{DateMention::Role::published, ""}}, false});
  CHECK(read_page_meta("Last updated:") == PageMeta{{}, {{DateMention::Role::updated, ""}}, false});
  CHECK(read_page_meta("on") == PageMeta{{}, {{DateMention::Role::unsaid, ""}}, false});
  CHECK(read_page_meta("BY") == PageMeta{{}, {}, true});
  CHECK(read_page_meta("2 hours ago") == PageMeta{});
}
