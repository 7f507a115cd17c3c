#include "server/search/wire_reading.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "server/search/wire_format.h"

using namespace newssearch;
using Catch::Contains;
using Json = nlohmann::json;

namespace {

Article filled_article() {
  Article article;
  article.id = "reut2-000.sgm:12";
  article.url = "https://news.example.org/a";
  article.headline = "Bank cuts rates";
  article.body = "The bank cut its rate.\n\nTo ten per cent.";
  article.published = parse_iso_date("1987-03-19").value();
  article.published->source = DateSource::json_ld;
  article.published->confidence = 0.7;
  article.updated = parse_iso_date("1987-03-20T09:41:00Z").value();
  article.embargoed = parse_iso_date("1987-03-18T09:00:00Z").value();
  article.expires = parse_iso_date("2087-03-18").value();
  article.refused_date = "1987-02-30";
  article.authors = {"Ann Lee", "Bo Ek"};
  article.source = "Reuters";
  article.sections = {"money-fx", "trade"};
  article.tags = {"rates"};
  article.places = {"uk"};
  article.version = "3";
  article.pub_status = "usable";
  article.ednote = "CORRECTION: a name";
  article.lang = "en";
  article.revision = 2;
  return article;
}

SearchHit filled_hit() {
  SearchHit hit;
  hit.article = filled_article();
  hit.headline = {{"Bank", true}, {" cuts rates", false}};
  hit.snippet = {{{"The ", false}, {"bank", true}}, "#:~:text=The%20bank"};
  hit.score = 11.270000457763672;
  hit.pinned = true;
  hit.missing = {"england"};
  hit.copies = {"b", "c"};
  hit.story = StoryOfHit{"s0f3c", 14, "1987-10-20"};
  hit.folded = 3;
  hit.copy_of = CopyOfHit{0.83, {{"It said so."}, {"It did not."}, {{"Ten.", "Eleven."}}}};
  hit.explanation = Explanation{{{"bank", 611, 2.5, 0.25, 4.125}}, 1.5, 0.9, 0.31, 0.75};
  return hit;
}

SearchResponse filled_search() {
  SearchResponse response;
  response.query = "bnak of england";
  response.parsed = "bank AND england";
  response.corrected = "bank of england";
  response.relaxed = true;
  response.dropped = {"of"};
  response.optional = {"bank", "england"};
  response.did_you_mean = DidYouMean{"bank", 7};
  response.expanded = {"sterling"};
  response.asked_recency = Recency::strong;
  response.recency = {AppliedRecency::Strength::strong, 0.25, 30, 0.5};
  response.total = 1843;
  response.folded = 1700;
  response.page = 2;
  response.per_page = 25;
  response.pages = 40;
  response.hits = {filled_hit(), SearchHit{}};
  response.facets = {{Facet::section, {{"money-fx", 611, true}, {"trade", 3, false}}, 31}, {Facet::lang, {}, 0}};
  response.histogram =
      DateHistogram{HistogramInterval::month, "Europe/London", {{"1987-03-01", "1987-04-01", 301, 0.021}}, 12};
  response.warnings = {{"a stray operator", 3, 5}};
  response.index = {12, 5'000'000'000, "1987-10-20T22:53:00Z", 0};
  response.took_ms = 0.9;
  return response;
}

template <class Answer>
void check_round_trip(const Answer& answer, Result<Answer> (*read)(std::string_view)) {
  const auto json = to_json(answer);
  const Result<Answer> got = read(dump(json));
  INFO((got ? "" : got.error().message));
  REQUIRE(got);
  CHECK(Json::parse(dump(to_json(*got))) == Json::parse(dump(json)));
}

/// Why the answer is not understood with one member, at a JSON pointer, changed or, with "absent", removed.
std::string refusal(const std::string& pointer, const std::string& value) {
  Json json = Json::parse(dump(to_json(filled_search())));
  const Json::json_pointer at(pointer);
  if (value == "absent")
    json.at(at.parent_pointer()).erase(at.back());
  else
    json.at(at) = Json::parse(value);
  const auto read = read_search_response(json.dump());
  return read ? "" : read.error().message;
}

}  // namespace

TEST_CASE("an answer read back from its JSON prints the same JSON") {
  check_round_trip(filled_search(), read_search_response);
  check_round_trip(SearchResponse(), read_search_response);
  check_round_trip(RelatedResponse{{filled_hit(), SearchHit{}}, 1.25}, read_related_response);
  check_round_trip(SuggestResponse{{{"Bank of England", SuggestionKind::name, 14, ""},
                                    {"Bank cuts rates", SuggestionKind::headline, 1, "a"}}},
                   read_suggest_response);
  check_round_trip(filled_article(), read_article);
  check_round_trip(Article{}, read_article);
}

TEST_CASE("an article read back is the article, but for what its JSON leaves out") {
  CHECK(read_article(dump(to_json(filled_article()))).value() == filled_article());
}

TEST_CASE("related stories keep their reasons") {
  SearchHit hit = filled_hit();
  hit.why = {"sterling", "Threadneedle"};
  CHECK(read_related_response(dump(to_json(RelatedResponse{{hit}, 1}))).value().hits.at(0).why == hit.why);
}

TEST_CASE("how many values a facet has is as many as are listed, where the server does not say it") {
  Json json = Json::parse(dump(to_json(filled_search())));
  CHECK(read_search_response(json.dump()).value().facets.at(0).distinct == 31);
  json.erase("facet_values");
  CHECK(read_search_response(json.dump()).value().facets.at(0).distinct == 2);
}

TEST_CASE("what is not as the API promises is refused by the member's name") {
  const auto [pointer, value, reason] = GENERATE(table<std::string, std::string, std::string>({
      {"/hits", "absent", "hits: is missing"},
      {"/hits", "{}", "hits: is no array"},
      {"/hits/1/score", "\"11\"", "hits[1].score: is no number"},
      {"/hits/0/id", "absent", "hits[0].id: is missing"},
      {"/hits/0/id", "null", "hits[0].id: is no text"},
      {"/hits/0/id", R"("a\u0000b")", "hits[0].id: holds a NUL"},
      {"/hits/0/tags/0", "1", "hits[0].tags[0]: is no text"},
      {"/hits/0/published_at", "\"1987-13-01\"", "hits[0].published_at: "},
      {"/hits/0/date", "null", "hits[0].date: is no object"},
      {"/hits/0/date/source", "\"tea leaves\"", "hits[0].date.source: 'tea leaves' is not known here"},
      {"/hits/0/headline_parts/0/match", "1", "hits[0].headline_parts[0].match: is neither true nor false"},
      {"/hits/0/story", "[]", "hits[0].story: is no object"},
      {"/hits/0/difference", "absent", "hits[0].difference: is missing"},
      {"/total/value", "-1", "total.value: is no whole number from 0 to 4294967295"},
      {"/total/value", "4294967296", "total.value: is no whole number"},
      {"/total/value", "1.5", "total.value: is no whole number"},
      {"/total/value", "1e300", "total.value: is no whole number"},
      {"/index/articles", "18446744073709551616", "index.articles: is no whole number"},
      {"/query/recency/applied", "\"wild\"", "query.recency.applied: 'wild' is not known here"},
      {"/date_histogram/time_zone", R"("\u001b[2J")", "date_histogram.time_zone: is no time zone"},
      {"/facets", "[]", "facets: is no object"},
      {"/facets/section/0/count", "null", "facets.section[0].count: is no whole number"},
      {"/facet_values/section", "absent", "facet_values.section: is missing"},
  }));
  CAPTURE(pointer, value);
  CHECK_THAT(refusal(pointer, value), Catch::StartsWith(reason));
}

TEST_CASE("what is no JSON, or no object, is refused") {
  for (const std::string text : {"", "<!doctype html>", "{\"hits\":", "[]", "null", "1e999", "{\"hits\": \"\xff\"}"}) {
    CAPTURE(text);
    CHECK_FALSE(read_search_response(text));
    CHECK_FALSE(read_article(text));
  }
  CHECK_FALSE(read_suggest_response(std::string(1 << 20, '[')));
}

TEST_CASE("members not known here are passed over") {
  Json json = Json::parse(dump(to_json(filled_search())));
  json["links"] = {{"self", "/v1/search"}};
  json["facets"]["mood"] = "grim";
  json["hits"][0]["new"] = 1;
  CHECK(read_search_response(json.dump()));
}
