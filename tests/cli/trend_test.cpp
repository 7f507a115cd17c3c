#include "server/cli/trend.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "server/cli/terminal_text.h"
#include "server/cli/trend_svg.h"
#include "tests/support/xml_document.h"

using namespace newssearch;
using Catch::Contains;

namespace {

const Screen kScreen{.terminal = false, .colour = false, .width = 60};

DateHistogram histogram(std::vector<std::pair<std::string, std::uint32_t>> months, std::uint32_t undated) {
  DateHistogram histogram{.interval = HistogramInterval::month, .time_zone = "UTC", .buckets = {}, .undated = undated};
  for (std::size_t i = 0; i < months.size(); ++i)
    histogram.buckets.push_back(
        {months[i].first, i + 1 < months.size() ? months[i + 1].first : "1987-07-01", months[i].second, 0});
  return histogram;
}

/// Coverage of six months, in March and April none; a query found in two of the months.
Trend trend() {
  Trend trend = trend_of(histogram({{"1987-01-01", 40},
                                    {"1987-02-01", 8},
                                    {"1987-03-01", 0},
                                    {"1987-04-01", 0},
                                    {"1987-05-01", 1000},
                                    {"1987-06-01", 10}},
                                   5));
  add_query(trend, "strike",
            histogram({{"1987-02-01", 2}, {"1987-03-01", 0}, {"1987-04-01", 0}, {"1987-05-01", 10}}, 1));
  return trend;
}

std::size_t times_in(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != text.npos; at = text.find(part, at + 1)) ++count;
  return count;
}

/// The texts of all elements of a name, whatever they are in.
std::vector<std::string> texts_of(const XmlNode& node, const std::string& name) {
  std::vector<std::string> texts;
  for (const XmlNode& child : node.children) {
    if (child.name == name) texts.push_back(child.text);
    for (std::string& text : texts_of(child, name)) texts.push_back(std::move(text));
  }
  return texts;
}

/// The picture as a tree of plain names.
XmlNode picture(const Trend& trend) {
  std::string svg = trend_svg(trend);
  const std::string space = " xmlns=\"http://www.w3.org/2000/svg\"";
  REQUIRE_THAT(svg, Contains(space));
  return parse_xml(svg.erase(svg.find(space), space.size()));
}

std::string path_of(const XmlNode& svg, const std::string& kind) {
  for (const XmlNode& path : svg.all("path"))
    if (path.attributes.at("class") == kind) return path.attributes.at("d");
  return "";
}

}  // namespace

TEST_CASE("a share is of the articles of its month, and of none where there were none") {
  const Trend strike = trend();
  CHECK(share(strike.times[0], 0) == 0.0);
  CHECK(share(strike.times[1], 0) == 0.25);
  CHECK(share(strike.times[2], 0) == std::nullopt);
  CHECK(share(strike.times[4], 0) == 0.01);
  CHECK(sum(strike).found == std::vector<std::uint32_t>{13});
  CHECK(sum(strike).articles == 1063);
}

TEST_CASE("a terminal shows a bar for each month, months without articles on one line, and the undated") {
  CHECK(trend_table(trend(), kScreen) ==
        "strike: 13 of 1,063 articles by month\n"
        "  1987-01   0.0 %      0 of 40\n"
        "  1987-02  25.0 %       2 of 8  ████████████████████████\n"
        "  ⋮ no article from 1987-03 to 1987-04\n"
        "  1987-05   1.0 %  10 of 1,000  █\n"
        "  1987-06   0.0 %      0 of 10\n"
        "  and 1 of 5 undated\n");
}

TEST_CASE("several queries are drawn to one scale") {
  Trend both = trend();
  add_query(both, "walkout", histogram({{"1987-01-01", 5}}, 0));
  const std::string table = trend_table(both, kScreen);
  CHECK_THAT(table, Contains("\nwalkout: 5 of 1,063 articles by month\n"));
  CHECK_THAT(table, Contains("  1987-01  12.5 %     5 of 40  ████████████\n"));
}

TEST_CASE("the rarer what is asked for, the more decimals its shares have") {
  CHECK(percent(0.042, 0.3) == "4.2 %");
  CHECK(percent(0.042, 0.042) == "4.20 %");
  CHECK(percent(0.0042, 0.0042) == "0.420 %");
  CHECK(percent(0.00042, 0.00042) == "0.0420 %");
  CHECK(percent(0, 0) == "0.0 %");
}

TEST_CASE("no line of a trend is wider than the screen") {
  Trend wide = trend();
  wide.times[4].articles = wide.times[4].found[0] = 4'000'000;
  for (const int width : {40, 60, 100}) {
    const std::string table = trend_table(wide, {.terminal = false, .colour = false, .width = width});
    for (std::size_t begin = 0; begin < table.size();) {
      const std::size_t end = table.find('\n', begin);
      CHECK(display_width(table.substr(begin, end - begin)) <= width);
      begin = end + 1;
    }
  }
}

TEST_CASE("CSV has every month, a share only where there were articles, and the undated without a month") {
  CHECK(trend_csv(trend()) ==
        "query,from,to,found,articles,share\r\n"
        "strike,1987-01-01,1987-02-01,0,40,0.000000\r\n"
        "strike,1987-02-01,1987-03-01,2,8,0.250000\r\n"
        "strike,1987-03-01,1987-04-01,0,0,\r\n"
        "strike,1987-04-01,1987-05-01,0,0,\r\n"
        "strike,1987-05-01,1987-06-01,10,1000,0.010000\r\n"
        "strike,1987-06-01,1987-07-01,0,10,0.000000\r\n"
        "strike,,,1,5,0.200000\r\n");
}

TEST_CASE("the picture says in words what it shows, to who reads it and to who points at it") {
  const XmlNode svg = picture(trend());
  CHECK(svg.attributes.at("role") == "img");
  CHECK(svg.only("title").text == "strike: share of articles by month");
  CHECK(svg.only("desc").text ==
        "13 of 1,063 articles, January–June 1987; undated, and not drawn: 1 of 5. strike is highest in February 1987: "
        "25.0 % (2 of 8 articles). Of 2 months there are no articles.");
  CHECK(texts_of(svg.only("g"), "title") == std::vector<std::string>{"strike, January 1987: 0.0 % (0 of 40 articles)",
                                                                     "strike, February 1987: 25.0 % (2 of 8 articles)",
                                                                     "strike, May 1987: 1.0 % (10 of 1,000 articles)",
                                                                     "strike, June 1987: 0.0 % (0 of 10 articles)"});
}

TEST_CASE("the line is broken where there were no articles") {
  const std::string path = path_of(picture(trend()), "line line0");
  CHECK(times_in(path, "M") == 2);
  CHECK(times_in(path, "L") == 2);
}

TEST_CASE("axes have round shares and the months") {
  const std::vector<std::string> texts = picture(trend()).texts("text");
  for (const char* label : {"0 %", "5 %", "25 %", "Jan 1987", "Jun 1987"})
    CHECK(std::count(texts.begin(), texts.end(), label) == 1);
}

TEST_CASE("a long time has few labels, at the beginnings of years") {
  DateHistogram long_time{.interval = HistogramInterval::month, .time_zone = "UTC", .buckets = {}, .undated = 0};
  for (int month = 0; month < 12 * 40; ++month) {
    const auto name = [](int number) {
      const std::string of_year = std::to_string(number % 12 + 1);
      return std::to_string(1950 + number / 12) + "-" + (of_year.size() < 2 ? "0" : "") + of_year + "-01";
    };
    long_time.buckets.push_back({name(month), name(month + 1), 10, 0});
  }
  Trend trend = trend_of(long_time);
  add_query(trend, "strike", long_time);
  const std::vector<std::string> texts = picture(trend).texts("text");
  std::vector<std::string> years;
  for (const std::string& text : texts)
    if (text.size() == 4 && text.starts_with("19")) years.push_back(text);
  CHECK(years == std::vector<std::string>{"1950", "1955", "1960", "1965", "1970", "1975", "1980", "1985"});
}

TEST_CASE("whatever a query holds, the picture is one, without a script") {
  for (const std::string query : {"</title><script>alert(1)</script>", "\"><a href='x'>&amp;", "\x1b[2J \xff"}) {
    Trend hostile = trend();
    add_query(hostile, query, histogram({{"1987-01-01", 5}}, 0));
    const XmlNode svg = picture(hostile);
    CHECK(texts_of(svg, "script").empty());
    CHECK(texts_of(svg, "a").empty());
    CHECK(times_in(trend_table(hostile, kScreen) + trend_csv(hostile), "\x1b") == 0);
  }
}

TEST_CASE("where nothing has a date, there is an empty picture") {
  Trend empty = trend_of(histogram({}, 5));
  add_query(empty, "strike", histogram({}, 0));
  CHECK(picture(empty).only("desc").text == "0 of 5 articles; undated, and not drawn: 0 of 5.");
  CHECK(trend_table(empty, kScreen) == "strike: 0 of 5 articles by month\n  and 0 of 5 undated\n");
}
