// What stands beside an article, over the API: copies, stories, trending, and how hits are folded and weighed.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/http/api_under_test.h"

namespace newssearch {
namespace {

const std::string kFlood =
    "The river rose by two metres in the night and flooded the lower town of Harlow before dawn. Firemen carried sixty "
    "people out of their houses in boats. The mayor asked the army for sandbags and pumps.";

std::vector<Article> flood_and_others() {
  std::vector<Article> articles = other_articles(60, "2024-01-01");
  articles.push_back(make_article("wire", "Flood in Harlow", kFlood, "2024-03-02T05:00:00Z"));
  articles.push_back(make_article("copy/1", "Harlow flooded", kFlood + " Schools are shut.", "2024-03-02T07:00:00Z"));
  return articles;
}

}  // namespace

TEST_CASE("a hit says what it stands for, an answer how many hits its articles make") {
  const Api api(flood_and_others());
  const auto answer = api.json("/v1/search?q=flooded+harlow");
  CHECK(answer.at("total") == Json{{"value", 2}, {"relation", "eq"}, {"folded", 1}});
  REQUIRE(answer.at("hits").size() == 1);
  const auto& hit = answer.at("hits").at(0);
  CHECK(hit.at("id") == "wire");
  CHECK(hit.at("duplicates") == Json{{"count", 1}, {"ids", {"copy/1"}}});
  CHECK(hit.at("folded") == 1);
  CHECK(hit.at("story").at("size") == 2);
  CHECK(hit.at("story").at("latest_at") == "2024-03-02T07:00:00Z");
  CHECK(api.json("/v1/search?q=flooded+harlow&collapse=none").at("hits").size() == 2);
}

TEST_CASE("an answer says how newer articles were preferred") {
  const Api api(flood_and_others());
  const auto recency = [&](const char* more) {
    return api.json(std::string("/v1/search?q=flooded") + more).at("query").at("recency");
  };
  CHECK(recency("").at("mode") == "auto");
  CHECK(recency("&recency=strong").at("applied") == "strong");
  CHECK(recency("&recency=strong").at("floor") >= 0.5);
  CHECK(recency("&recency=off") == Json{{"mode", "off"}, {"applied", "off"}});
  CHECK(recency("&from=2024").at("applied") == "off");
}

TEST_CASE("a copy comes with what differs") {
  const Api api(flood_and_others());
  const auto copies = api.json("/v1/articles/wire/related?mode=copies");
  REQUIRE(copies.at("hits").size() == 1);
  CHECK(copies.at("hits").at(0).at("difference") ==
        Json{{"added", {"Schools are shut."}}, {"cut", Json::array()}, {"changed", Json::array()}});
  CHECK(copies.at("hits").at(0).at("resemblance") > 0.5);
  CHECK(api.json("/v1/articles/wire/related?mode=background").at("hits").is_array());
}

TEST_CASE("a story is at its own address, to which those of its articles lead") {
  const Api api(flood_and_others());
  const auto moved = api.get("/v1/stories/copy%2F1?tz=Europe%2FLondon");
  CHECK(moved.status == 308);
  const auto story = api.json(moved.headers.at("Location"));
  CHECK("/v1/stories/" + story.at("id").get<std::string>() + "?tz=Europe%2FLondon" == moved.headers.at("Location"));
  CHECK(story.at("articles") == 2);
  CHECK(story.at("days").at(0).at("turning_point") == true);
  CHECK(story.at("hits").at(0).at("duplicates").at("ids") == Json{"copy/1"});
  CHECK(api.get("/story/wire").status == 308);
  CHECK(api.get("/story/" + story.at("id").get<std::string>()).status == 200);
  CHECK(api.get("/v1/stories/nope").status == 404);
  CHECK(api.get("/story/nope").status == 404);
}

TEST_CASE("what is trending can be asked for by a window or by days") {
  const Api api(flood_and_others());
  CHECK(api.json("/v1/trending").at("articles") == 2);
  CHECK(api.json("/v1/trending?from=2024-01&to=2024-01").at("articles") == 60);
}

TEST_CASE("what is trending has a page, which a browser keeps until another index is published") {
  const Api api(flood_and_others());
  const auto page = api.get("/trending?window=7d&unknown=1");
  CHECK(page.status == 200);
  CHECK(page.body.find("2 articles from") != std::string::npos);
  const auto etag =
      std::find_if(page.headers.begin(), page.headers.end(), [](const auto& h) { return h.first == "ETag"; });
  REQUIRE(etag != page.headers.end());
  CHECK(api.get("/trending?window=7d&unknown=1", {{"if-none-match", etag->second}}).status == 304);
  CHECK(api.get("/trending?window=ever").status == 400);
}

TEST_CASE("what is not understood of these is refused by its name") {
  const Api api;
  for (const char* target : {"/v1/search?recency=never", "/v1/search?collapse=all", "/v1/articles/a1/related?mode=like",
                             "/v1/trending?window=2y", "/v1/trending?per_page=0", "/v1/trending?from=soon",
                             "/v1/trending?from=1987-04&to=1987-03", "/v1/stories/a1?tz=Mars"}) {
    CAPTURE(target);
    const auto response = api.get(target);
    CHECK(response.status == 400);
    const std::string parameter = Json::parse(response.body).at("invalid_params").at(0).at("name");
    CHECK(std::string(target).find(parameter + "=") != std::string::npos);
  }
}

}  // namespace newssearch
