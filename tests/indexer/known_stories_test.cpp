#include "indexer/known_stories.h"

#include <catch2/catch.hpp>

using namespace newssearch;

namespace {

using Names = std::vector<std::string>;

schema::Groups known_as(std::string story, Names absorbed = {}) {
  return {.copies = "", .story = std::move(story), .absorbed = std::move(absorbed)};
}

/// Articles a, b, c, … in order of time, as stories by number, and what they were known by.
std::vector<schema::Groups> named(const std::vector<std::uint32_t>& stories, KnownStories known = {}) {
  known.resize(stories.size());
  std::vector<std::size_t> in_order;
  Names ids;
  for (std::size_t i = 0; i < stories.size(); ++i) {
    in_order.push_back(i);
    ids.push_back(std::string(1, static_cast<char>('a' + i)));
  }
  return name_stories(stories, in_order, ids, known);
}

}  // namespace

TEST_CASE("a new story is named after its first article, the same at each building") {
  const auto groups = named({0, 0, 2});
  CHECK(groups[0].story == "sca978112ca1b");  // SHA-256 of "a"
  CHECK(groups[1].story == groups[0].story);
  CHECK(groups[2].story != groups[0].story);
  CHECK(groups == named({0, 0, 2}));
}

TEST_CASE("a story keeps its name, though an earlier article joins it") {
  const auto groups = named({0, 0, 0}, {known_as(""), known_as("sold"), known_as("sold")});
  CHECK(groups[0].story == "sold");
  CHECK(groups[2].story == "sold");
}

TEST_CASE("stories that became one go by the name of the earlier, which has absorbed the other's") {
  const auto groups = named({0, 0, 0}, {known_as("sone"), known_as("stwo"), known_as("sone")});
  CHECK(groups[2].story == "sone");
  CHECK(groups[0].absorbed == Names{"stwo"});
  CHECK(groups[1].absorbed.empty());
}

TEST_CASE("where a story fell apart its name stays with its earliest article") {
  const auto groups = named({0, 1, 1}, {known_as("sone"), known_as("sone"), known_as("sone")});
  CHECK(groups[0].story == "sone");
  CHECK(groups[1].story != "sone");
  CHECK(groups[1].story == groups[2].story);
}

TEST_CASE("a name absorbed long ago still leads to the story") {
  const auto groups = named({0, 0}, {known_as("sone", {"stwo"}), known_as("sone")});
  CHECK(groups[0].absorbed == Names{"stwo"});
}

TEST_CASE("a new story does not take a name that another one has") {
  const auto groups = named({0, 1}, {known_as(""), known_as("sca978112ca1b")});
  CHECK(groups[1].story == "sca978112ca1b");
  CHECK(groups[0].story != "sca978112ca1b");
}
