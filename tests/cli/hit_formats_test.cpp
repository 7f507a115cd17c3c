#include "server/cli/hit_formats.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "server/search/wire_format.h"

using namespace newssearch;

namespace {

SearchHit hit(const std::string& id, double score) {
  SearchHit hit;
  hit.article.id = id;
  hit.article.headline = "Rates, \"again\"";
  hit.article.source = "Reuters";
  hit.article.tags = {"a", "b"};
  hit.article.published = *parse_iso_date("1987-10-19");
  hit.snippet.parts = {{"The ", false}, {"bank\x1b", true}};
  hit.score = score;
  return hit;
}

std::string form(const std::string& name, std::vector<SearchHit> hits, std::uint32_t first_rank = 1) {
  SearchResponse response;
  response.hits = std::move(hits);
  return hits_as(name, to_json(response), response.hits, first_rank);
}

}  // namespace

TEST_CASE("CSV quotes what holds commas or quotes, and ends lines as RFC 4180 says") {
  CHECK(form("csv", {hit("a", 1.5)}, 11) ==
        "rank,id,published_at,headline,byline,source,section,lang,tags,places,url,score,snippet\r\n"
        "11,a,1987-10-19,\"Rates, \"\"again\"\"\",,Reuters,,,a; b,,,1.500000,The bank\uFFFD\r\n");
}

TEST_CASE("a TREC run has six columns, whatever an id holds") {
  CHECK(form("trec", {hit("a b\tc", 2), hit("d", 1)}) ==
        "1 Q0 a%20b%09c 1 2.000000 newssearch\n1 Q0 d 2 1.000000 newssearch\n");
}

TEST_CASE("the scores of a TREC run fall even where the order is not that of the scores") {
  CHECK(form("trec", {hit("a", 1), hit("b", 2)}) == "1 Q0 a 1 1.000000 newssearch\n1 Q0 b 2 0.500000 newssearch\n");
  CHECK(form("trec", {hit("a", 0), hit("b", 0)}) == "1 Q0 a 1 1.000000 newssearch\n1 Q0 b 2 0.500000 newssearch\n");
}

TEST_CASE("scores that tie do not fall") {
  CHECK(form("trec", {hit("a", 3), hit("b", 3)}) == "1 Q0 a 1 1.000000 newssearch\n1 Q0 b 2 0.500000 newssearch\n");
}

TEST_CASE("ids end with a NUL each") {
  CHECK(form("ids0", {hit("a b", 2), hit("c", 1)}) == std::string("a b\0c\0", 6));
}

TEST_CASE("NDJSON has a line for each hit, and JSON the answer on one") {
  const std::string lines = form("ndjson", {hit("a", 2), hit("b", 1)});
  const std::size_t end = lines.find('\n');
  CHECK(nlohmann::json::parse(lines.substr(0, end)).at("id") == "a");
  CHECK(nlohmann::json::parse(lines.substr(end)).at("id") == "b");
  CHECK(nlohmann::json::parse(form("json", {hit("a", 2)})).at("hits").size() == 1);
}
