#include "server/search/wire_format.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace newssearch;

TEST_CASE("an answer's JSON has the members the API promises, in their order") {
  SearchResponse response;
  response.query = "bank";
  response.total = 1;
  SearchHit hit;
  hit.article.id = "a";
  hit.article.published = parse_iso_date("1987-04-28T09:41:00Z").value();
  hit.headline = {{"Bank", true}};
  hit.snippet.parts = {{"The bank", false}};
  response.hits = {hit};
  response.facets = {{.facet = Facet::section, .values = {{"World", 3, true}}, .distinct = 1}};
  const nlohmann::ordered_json json = to_json(response);
  std::vector<std::string> members;
  for (const auto& [name, value] : json.items()) members.push_back(name);
  CHECK(members == std::vector<std::string>{"query", "total", "took_ms", "page", "per_page", "pages", "hits", "facets",
                                            "facet_values", "date_histogram", "did_you_mean", "warnings", "index"});
  CHECK(json["total"]["relation"] == "eq");
  CHECK(json["hits"][0]["published_at"] == "1987-04-28T09:41:00Z");
  CHECK(json["hits"][0]["headline"].is_null());
  CHECK(json["hits"][0]["byline"].is_null());
  CHECK(json["hits"][0]["headline_parts"][0] == nlohmann::ordered_json({{"text", "Bank"}, {"match", true}}));
  CHECK(json["hits"][0]["snippet"]["parts"][0]["text"] == "The bank");
  CHECK(json["hits"][0]["snippet"]["text_fragment"].is_null());
  CHECK(json["facets"]["section"][0]["selected"] == true);
  CHECK(json["facet_values"]["section"] == 1);
  CHECK(json["date_histogram"].is_null());
}

TEST_CASE("a refused date is told, and the article is undated") {
  Article article;
  article.refused_date = "2023-02-30";
  const nlohmann::ordered_json json = to_json(article);
  CHECK(json["published_at"].is_null());
  CHECK(json["date"]["refused"] == "2023-02-30");
}

TEST_CASE("what an agency says of its article is told where it says something") {
  Article article;
  article.published = parse_iso_date("2024-05-03").value();
  article.refused_date = "4/31/24";
  CHECK_FALSE(to_json(article).contains("version"));
  article.version = "3";
  article.ednote = "CORRECTION: the name in the second paragraph";
  article.embargoed = parse_iso_date("2024-05-02T09:00:00Z").value();
  const nlohmann::ordered_json json = to_json(article);
  CHECK(json["version"] == "3");
  CHECK(json["ednote"] == article.ednote);
  CHECK(json["embargoed_at"] == "2024-05-02T09:00:00Z");
  CHECK(json["date"]["refused"] == "4/31/24");
  CHECK(json["date"]["source"] == "metadata");
}

TEST_CASE("bytes that are not UTF-8 never break an answer") {
  SearchResponse response;
  response.query = "\xff\xfe";
  CHECK_THAT(dump(to_json(response)), Catch::Contains("\xEF\xBF\xBD"));
}
