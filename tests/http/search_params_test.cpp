#include "server/http/search_params.h"

#include <algorithm>
#include <catch2/catch.hpp>

namespace newssearch {
namespace {

using Invalid = std::vector<InvalidParameter>;

SearchRequest read(const Params& params, UnknownParameter unknown = UnknownParameter::refused) {
  const auto result = read_search_request(params, unknown);
  if (const auto* invalid = std::get_if<Invalid>(&result)) {
    FAIL("refused: " << invalid->front().name << ": " << invalid->front().reason);
  }
  return std::get<SearchRequest>(result);
}

Invalid refused(const Params& params) {
  const auto result = read_search_request(params, UnknownParameter::refused);
  const auto* invalid = std::get_if<Invalid>(&result);
  return invalid ? *invalid : Invalid{};
}

}  // namespace

TEST_CASE("without parameters everything is asked for, with the usual facets and a histogram") {
  const auto request = read({});
  CHECK(request.text.empty());
  CHECK(request.page == 1);
  CHECK(request.per_page == 10);
  CHECK(request.facets == std::vector{Facet::section, Facet::source, Facet::author, Facet::lang});
  CHECK(request.histogram == HistogramInterval::automatic);
}

TEST_CASE("each parameter lands where it belongs") {
  const auto request = read({{"q", "oil"},
                             {"from", "1987-03"},
                             {"to", "1987-03"},
                             {"date_field", "updated"},
                             {"tz", "Europe/London"},
                             {"sort", "newest"},
                             {"page", "3"},
                             {"per_page", "20"},
                             {"facets", "tag,place"},
                             {"facets", "tag"},
                             {"facet_limit", "5"},
                             {"date_histogram", "week"},
                             {"snippet_length", "0"},
                             {"unfinished", "true"},
                             {"explain", "true"}});
  CHECK(request.text == "oil");
  CHECK(request.dates.from == Day(std::chrono::year(1987) / 3 / 1));
  CHECK(request.dates.to == Day(std::chrono::year(1987) / 3 / 31));
  CHECK(request.date_field == DateField::updated);
  CHECK(request.time_zone == "Europe/London");
  CHECK(request.sort == SortOrder::newest);
  CHECK(request.page == 3);
  CHECK(request.per_page == 20);
  CHECK(request.facets == std::vector{Facet::tag, Facet::place});
  CHECK(request.facet_limit == 5);
  CHECK(request.histogram == HistogramInterval::week);
  CHECK(request.snippet_length == 0);
  CHECK(request.explain);
  CHECK(request.unfinished);
}

TEST_CASE("repeated filters mean or, a leading minus means not") {
  for (const auto facet : kFacets) {
    const std::string name(to_string(facet));
    const auto request = read({{name, "a"}, {name, "b,c"}, {name, "-d"}});
    CHECK(request.filter(facet).any == std::vector<std::string>{"a", "b,c"});
    CHECK(request.filter(facet).none == std::vector<std::string>{"d"});
  }
}

TEST_CASE("an empty value is as good as none, but facets and date_histogram given empty count nothing") {
  const auto request =
      read({{"q", ""}, {"from", ""}, {"sort", ""}, {"section", ""}, {"per_page", ""}, {"explain", ""}});
  CHECK(request.dates.empty());
  CHECK(request.filter(Facet::section).any.empty());
  CHECK(request.per_page == 10);
  const auto bare = read({{"facets", ""}, {"date_histogram", ""}});
  CHECK(bare.facets.empty());
  CHECK_FALSE(bare.histogram);
}

TEST_CASE("what is wrong with a parameter is said by its name, with the value given") {
  const auto [name, value] = GENERATE(table<std::string, std::string>({
      {"from", "1987-13"},
      {"to", "yesterday"},
      {"date_field", "created"},
      {"tz", "Mars/Olympus"},
      {"sort", "best"},
      {"page", "0"},
      {"page", "-1"},
      {"page", "1x"},
      {"page", " 1"},
      {"page", "+1"},
      {"page", "1.0"},
      {"page", "4294967296"},
      {"page", "101"},
      {"per_page", "0"},
      {"per_page", "101"},
      {"facets", "colour"},
      {"facet_limit", "0"},
      {"facet_limit", "1001"},
      {"date_histogram", "decade"},
      {"snippet_length", "1001"},
      {"explain", "maybe"},
      {"section", "-"},
      {"colour", "blue"},
  }));
  CAPTURE(name, value);
  const auto invalid = refused({{name, value}});
  REQUIRE(invalid.size() == 1);
  CHECK(invalid[0].name == name);
  CHECK(invalid[0].value == value);
  CHECK_FALSE(invalid[0].reason.empty());
}

TEST_CASE("all that is wrong is said at once") {
  CHECK(refused({{"page", "x"}, {"sort", "best"}, {"colour", "blue"}}).size() == 3);
}

TEST_CASE("an unknown parameter is refused with the list of known ones, or ignored where pages ask") {
  const auto invalid = refused({{"colour", "blue"}});
  for (const auto& known : search_parameters()) {
    CHECK(invalid.at(0).reason.find(known.parameter.name) != std::string::npos);
  }
  CHECK(read({{"q", "oil"}, {"utm_source", "x"}}, UnknownParameter::ignored).text == "oil");
}

TEST_CASE("a parameter that takes one value is refused when given twice, even with the same value") {
  for (const auto& entry : search_parameters()) {
    if (entry.parameter.repeatable) continue;
    CAPTURE(entry.parameter.name);
    const auto invalid = refused({{entry.parameter.name, ""}, {entry.parameter.name, ""}});
    REQUIRE(invalid.size() == 1);
    CHECK(invalid[0].reason == "given more than once");
  }
}

TEST_CASE("suggestions and related stories take a number of their own") {
  const auto read_size = [](const std::string& value) {
    return read_list_request(related_parameters(), {{"per_page", value}});
  };
  CHECK(std::get<ListRequest>(read_size("7")).per_page == 7);
  CHECK(std::get<ListRequest>(read_list_request(related_parameters(), {})).per_page == 5);
  for (const std::string bad : {"0", "101", "x"}) CHECK(std::holds_alternative<Invalid>(read_size(bad)));
  CHECK(std::get<ListRequest>(read_list_request(suggest_parameters(), {{"q", "oi"}})).text == "oi");
  CHECK(std::holds_alternative<Invalid>(read_list_request(related_parameters(), {{"q", "oi"}})));
}

TEST_CASE("a JSON object says what a query string says") {
  CHECK(*params_from_json(
            R"({"q": "oil", "page": 2, "section": ["a", "-b"], "explain": true, "tz": null, "facets": []})") ==
        Params{{"explain", "true"}, {"facets", ""}, {"page", "2"}, {"q", "oil"}, {"section", "a"}, {"section", "-b"}});
}

TEST_CASE("a body that is not a flat JSON object is refused") {
  const auto body =
      GENERATE(as<std::string>(), "", "{", "[]", "\"q\"", "null", R"({"q": {"a": 1}})", R"({"q": [["a"]]})",
               R"({"q": [null]})", "{\"q\": \"\xff\"}", R"({"q": "a\u0000b"})", R"({"q": "a"} x)");
  CAPTURE(body);
  REQUIRE_FALSE(params_from_json(body));
  CHECK(params_from_json(body).error().code == "bad_body");
}

TEST_CASE("a number from JSON that is not whole is refused as a text would be") {
  const auto invalid = refused(*params_from_json(R"({"page": 1.5})"));
  REQUIRE(invalid.size() == 1);
  CHECK(invalid[0].value == "1.5");
}

}  // namespace newssearch
