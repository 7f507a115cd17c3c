#include "server/cli/bar_chart.h"

#include <catch2/catch.hpp>

#include "server/cli/terminal_text.h"

using namespace newssearch;

namespace {
const Screen kScreen{.terminal = false, .colour = false, .width = 40};
}

TEST_CASE("a bar is as long as its share, to an eighth of a column") {
  CHECK(bar(0, 4) == "");
  CHECK(bar(1, 4) == "████");
  CHECK(bar(0.5, 4) == "██");
  CHECK(bar(0.375, 4) == "█▌");
  CHECK(bar(0.0001, 4) == "▏");
  CHECK(bar(7, 4) == "████");
}

TEST_CASE("a facet is a table of values, counts and bars, the selected one marked") {
  const FacetCounts facet{
      .facet = Facet::section, .values = {{"money-fx", 1200, true}, {"trade", 300, false}}, .distinct = 9};
  CHECK(facet_chart(facet, kScreen) ==
        "section\n"
        "* money-fx  1,200  ████████████████████\n"
        "  trade       300  █████\n"
        "  and 7 more\n");
}

TEST_CASE("a facet no match has says so") {
  CHECK_THAT(facet_chart({.facet = Facet::author, .values = {}, .distinct = 0}, kScreen), Catch::Contains("none"));
}

TEST_CASE("no line of a chart is wider than the screen") {
  FacetCounts facet{.facet = Facet::tag, .values = {}, .distinct = 0};
  for (const char* value :
       {"日本経済新聞社日本経済新聞社日本経済新聞社", "a", "\x1b[2J very long value, longer than a screen is wide"})
    facet.values.push_back({value, 4'000'000, false});
  for (int width : {20, 40, 80}) {
    const std::string chart = facet_chart(facet, {.terminal = false, .colour = false, .width = width});
    for (std::size_t begin = 0; begin < chart.size();) {
      const std::size_t end = chart.find('\n', begin);
      CHECK(display_width(chart.substr(begin, end - begin)) <= width);
      begin = end + 1;
    }
  }
}

TEST_CASE("a histogram has a line for each interval, long gaps on one") {
  DateHistogram histogram{.interval = HistogramInterval::month, .time_zone = "UTC", .buckets = {}, .undated = 3};
  for (const auto& [from, count] : std::vector<std::pair<const char*, std::uint32_t>>{{"1987-01-01", 2},
                                                                                      {"1987-02-01", 0},
                                                                                      {"1987-03-01", 4},
                                                                                      {"1987-04-01", 0},
                                                                                      {"1987-05-01", 0},
                                                                                      {"1987-06-01", 0},
                                                                                      {"1987-07-01", 0},
                                                                                      {"1987-08-01", 1}})
    histogram.buckets.push_back({from, "", count, 0});
  CHECK(histogram_chart(histogram, {.terminal = false, .colour = false, .width = 19}) ==
        "by month\n"
        "  1987-01  2  ██\n"
        "  1987-02  0\n"
        "  1987-03  4  ████\n"
        "  ⋮ none from 1987-04 to 1987-07\n"
        "  1987-08  1  █\n"
        "  and 3 undated\n");
}
