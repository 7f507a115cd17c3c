#include <catch2/catch.hpp>

#include "server/web/search_page.h"

using namespace newssearch;
using Catch::Contains;

namespace {

TrendingResponse floods() {
  TrendingResponse response;
  response.from = "2026-03-01T00:00:00Z";
  response.to = "2026-03-08T00:00:00Z";
  response.articles = 1200;
  response.entries = {{.phrase = "Dyke & Sluice",
                       .more = {"Harlow <b>", "flood"},
                       .articles = 12,
                       .ratio = 40,
                       .headline = "Dyke gives way",
                       .article = "a/1",
                       .story = "s0123456789ab"}};
  return response;
}

}  // namespace

TEST_CASE("the trending page names what is talked of, with its newest headline and its story") {
  const std::string page = trending_page(floods(), "window=7d");
  CHECK_THAT(page, Contains("1,200 articles from 1 March 2026"));
  CHECK_THAT(page, Contains("<a href=\"/story/s0123456789ab\"><bdi>Dyke &amp; Sluice</bdi></a>"));
  CHECK_THAT(page, Contains("<bdi>Harlow &lt;b&gt;</bdi>, <bdi>flood</bdi>"));
  CHECK_THAT(page, Contains("<a href=\"/article/a%2F1\">Dyke gives way</a>"));
  CHECK_THAT(page, Contains("12 articles · <a href=\"/search?q=%22Dyke%20%26%20Sluice%22\">"));
}

TEST_CASE("the trending page marks the time it shows, and none where days were named") {
  CHECK_THAT(trending_page(floods(), ""), Contains("aria-current=\"true\" href=\"/trending?window=24h\""));
  CHECK_THAT(trending_page(floods(), "window=7d"), Contains("aria-current=\"true\" href=\"/trending?window=7d\""));
  CHECK_THAT(trending_page(floods(), "from=2026-03-01"), !Contains("aria-current"));
}

TEST_CASE("a time in which nothing stands out is said to be one") {
  TrendingResponse nothing = floods();
  nothing.entries.clear();
  CHECK_THAT(trending_page(nothing, ""), Contains("a longer time may help"));
  CHECK_THAT(trending_page(TrendingResponse(), ""), Contains("No article is dated"));
}
