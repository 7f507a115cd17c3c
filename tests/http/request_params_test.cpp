#include "server/http/request_params.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "server/http/received_answer.h"
#include "server/http/search_params.h"
#include "server/http/target.h"

namespace newssearch {
namespace {

SearchRequest filled_request() {
  SearchRequest request;
  request.text = "\"bank of england\" & rates + 100% -opinion\xc3\xa9";
  request.dates = {parse_range_start("1987-03").value(), parse_range_end("1987-10-19").value()};
  request.date_field = DateField::updated;
  request.time_zone = "Europe/London";
  for (const Facet facet : kFacets) request.filter(facet) = {{"a,b", "c=d"}, {"-e", "f&g"}};
  request.sort = SortOrder::oldest;
  request.recency = Recency::strong;
  request.collapse = Collapse::story;
  request.page = 3;
  request.per_page = 25;
  request.facets = {Facet::place, Facet::section};
  request.facet_limit = 7;
  request.histogram = HistogramInterval::week;
  request.snippet_length = 0;
  request.fields = {"headline", "score"};
  request.unfinished = request.explain = true;
  request.names = request.synonyms = request.pins = request.spelling = request.relax = request.expand = false;
  return request;
}

/// What a server understands of it.
SearchRequest as_read(const SearchRequest& request) {
  const auto target = parse_target("/v1/search?" + to_query(to_params(request))).value();
  const auto read = read_search_request(target.params, UnknownParameter::refused);
  if (const auto* invalid = std::get_if<std::vector<InvalidParameter>>(&read))
    FAIL("refused: " << invalid->front().name << ": " << invalid->front().reason);
  return std::get<SearchRequest>(read);
}

void check_same(const SearchRequest& a, const SearchRequest& b) {
  CHECK(a.text == b.text);
  CHECK(a.dates == b.dates);
  CHECK(a.date_field == b.date_field);
  CHECK(a.time_zone == b.time_zone);
  for (const Facet facet : kFacets) {
    CHECK(a.filter(facet).any == b.filter(facet).any);
    CHECK(a.filter(facet).none == b.filter(facet).none);
  }
  CHECK(a.sort == b.sort);
  CHECK(a.recency == b.recency);
  CHECK(a.collapse == b.collapse);
  CHECK(a.page == b.page);
  CHECK(a.per_page == b.per_page);
  CHECK(a.after == b.after);
  CHECK(a.facets == b.facets);
  CHECK(a.facet_limit == b.facet_limit);
  CHECK(a.histogram == b.histogram);
  CHECK(a.snippet_length == b.snippet_length);
  CHECK(a.fields == b.fields);
  CHECK(a.unfinished == b.unfinished);
  CHECK(a.explain == b.explain);
  CHECK(a.names == b.names);
  CHECK(a.synonyms == b.synonyms);
  CHECK(a.pins == b.pins);
  CHECK(a.spelling == b.spelling);
  CHECK(a.relax == b.relax);
  CHECK(a.expand == b.expand);
}

}  // namespace

TEST_CASE("a request written as parameters is read as the same request") {
  check_same(as_read({}), {});
  check_same(as_read(filled_request()), filled_request());
  SearchRequest behind = filled_request();
  behind.page = 1;
  behind.after = HitCursor{.shown = 25,
                           .whole = false,
                           .score = 1.5F,
                           .sorted = {},
                           .published = Instant(std::chrono::hours(9)),
                           .id = "a",
                           .pin = 2};
  check_same(as_read(behind), behind);
}

TEST_CASE("every parameter of a search is written where it is not as usual") {
  SearchRequest request = filled_request();
  request.after = HitCursor{};
  const Params params = to_params(request);
  for (const auto& known : search_parameters()) {
    CAPTURE(known.parameter.name);
    CHECK(std::any_of(params.begin(), params.end(),
                      [&](const auto& param) { return param.first == known.parameter.name; }));
  }
  CHECK(to_params({}) == Params{{"facets", ""}, {"date_histogram", ""}});
}

TEST_CASE("a problem that was sent is the problem received") {
  const Problem sent{410, "gone", "the article 'a' was taken out of this index"};
  const auto got = problem_of({.status = 410, .body = to_response(sent, {}).body, .location = "", .retry_after = {}});
  REQUIRE(got);
  CHECK(got->code == "gone");
  CHECK(got->detail == sent.detail);
  CHECK(is_of_the_question(*got));
}

TEST_CASE("only newssearch's own refusals are of the question") {
  const auto problem = [](unsigned status, std::string body) {
    return problem_of({.status = status, .body = std::move(body), .location = "", .retry_after = {}}).value();
  };
  CHECK_FALSE(is_of_the_question(problem(404, "<!doctype html>")));
  CHECK(problem(404, "<!doctype html>").detail == "HTTP status 404, Not Found");
  CHECK_FALSE(is_of_the_question(problem(404, R"({"code": 7, "detail": []})")));
  CHECK_FALSE(is_of_the_question(problem(503, R"({"code": "query_timeout", "detail": "too slow"})")));
  CHECK(problem(500, R"({"code": "x", "detail": ")" + std::string(5000, 'x') + "\"}").detail.size() == 1000);
  CHECK_FALSE(problem_of({.status = 200, .body = "", .location = "", .retry_after = {}}));
}

TEST_CASE("an answer that sends elsewhere says where") {
  const auto problem = problem_of({.status = 308, .body = "", .location = "https://b.example/", .retry_after = {}});
  CHECK(problem.value().code == "redirected");
  CHECK(problem->detail == "what is asked for is at https://b.example/");
}

}  // namespace newssearch
