#include "corpus/html_headline.h"

#include <catch2/catch.hpp>

using namespace newssearch;

namespace {

std::string best(std::vector<HeadlineCandidate> candidates, const std::vector<std::string>& sites = {}) {
  const std::vector<HeadlineCandidate> ranked = rank_headlines(std::move(candidates), sites);
  return ranked.empty() ? "" : ranked.front().text;
}

}  // namespace

TEST_CASE("the name of the site is no part of a headline") {
  CHECK(best({{"Old bridge to close | The Daily", "title"}}, {"The Daily"}) == "Old bridge to close");
  CHECK(best({{"The Daily - Old bridge to close", "og:title"}}, {"the daily"}) == "Old bridge to close");
  CHECK(best({{"Old bridge to close - City | Daily", "og:title"}, {"Old bridge to close", "h1"}}) ==
        "Old bridge to close");
  CHECK(best({{"Old bridge to close-Daily", "og:title"}, {"Old bridge to close", "h1"}}) == "Old bridge to close");
  CHECK(best({{"The Daily", "title"}}, {"The Daily"}).empty());
}

TEST_CASE("what belongs to a headline stays") {
  CHECK(best({{"Ferry - the new bridge?", "h1"}}) == "Ferry - the new bridge?");
  CHECK(best({{"Ferry - the new bridge?", "h1"}}, {"The Daily"}) == "Ferry - the new bridge?");
}

TEST_CASE("the wording most places state is the headline") {
  CHECK(best({{"Bridge news", "og:title"}, {"Old bridge to close", "json-ld"}, {"Old bridge to close!", "h1"}}) ==
        "Old bridge to close");
  CHECK(best({}).empty());
}
