#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <set>

#include "tests/http/api_under_test.h"

namespace newssearch {
namespace {

std::vector<std::string> ids(const Json& answer) {
  std::vector<std::string> ids;
  for (const auto& hit : answer.at("hits")) ids.push_back(hit.at("id"));
  return ids;
}

std::string code_of(const HttpResponse& response) { return Json::parse(response.body).at("code"); }

}  // namespace

TEST_CASE("a search answers with hits, facets, a histogram and links") {
  const Api api;
  const auto answer = api.json("/v1/search?q=oil&sort=newest");
  CHECK(ids(answer) == std::vector<std::string>{"a1", "wire/2"});
  CHECK(answer.at("total").at("value") == 2);
  CHECK(answer.at("facets").at("section").at(0).at("value") == "crude");
  CHECK(answer.at("date_histogram").is_object());
  CHECK(answer.at("links") == Json{{"self", "/v1/search?q=oil&sort=newest"},
                                   {"next", nullptr},
                                   {"prev", nullptr},
                                   {"rss", "/v1/feed.rss?q=oil"}});
}

TEST_CASE("the links of an answer lead through all its pages") {
  const Api api;
  std::vector<std::string> met;
  Json link = "/v1/search?q=&per_page=1&sort=oldest";
  Json before = nullptr;
  while (!link.is_null()) {
    const auto answer = api.json(link);
    CHECK(answer.at("links").at("self") == link);
    CHECK(answer.at("links").at("prev") == before);
    met.push_back(ids(answer).at(0));
    before = link;
    link = answer.at("links").at("next");
  }
  CHECK(met == std::vector<std::string>{"a3", "wire/2", "a1"});
}

TEST_CASE("cursors lead through all hits, of a search got or posted") {
  const Api api;
  const auto first = api.json("/v1/search?q=&per_page=2&sort=oldest");
  CHECK(ids(first) == std::vector<std::string>{"a3", "wire/2"});
  const std::string cursor = first.at("next_cursor");
  const auto second = api.json("/v1/search?q=&per_page=2&sort=oldest&cursor=" + cursor);
  CHECK(ids(second) == std::vector<std::string>{"a1"});
  CHECK(second.at("next_cursor").is_null());
  CHECK(second.at("page") == 2);
  CHECK(second.at("links").at("self") == "/v1/search?q=&per_page=2&sort=oldest&cursor=" + cursor);
  const auto posted =
      api.post(Json{{"sort", "oldest"}, {"per_page", 1}, {"facets", Json::array()}, {"cursor", cursor}}.dump());
  CHECK(ids(Json::parse(posted.body)) == std::vector<std::string>{"a1"});
}

TEST_CASE("a cursor that is none, or of another query, is refused by name") {
  const Api api;
  const std::string cursor = api.json("/v1/search?q=&per_page=1").at("next_cursor");
  for (const auto& target : {"/v1/search?q=oil&cursor=" + cursor, "/v1/search?q=&sort=newest&cursor=" + cursor,
                             "/v1/search?q=&page=2&cursor=" + cursor, std::string("/v1/search?q=&cursor=x"),
                             "/v1/search?q=&cursor=" + cursor.substr(0, cursor.size() - 3),
                             "/v1/search?q=&cursor=" + cursor + "&cursor=" + cursor}) {
    CAPTURE(target);
    const auto refused = api.get(target);
    CHECK(refused.status == 400);
    CHECK(code_of(refused) == "invalid_parameter");
  }
}

TEST_CASE("hits have the fields asked for, and their ids") {
  const Api api;
  const auto hit = api.json("/v1/search?q=oil&fields=headline,score&fields=section").at("hits").at(0);
  std::set<std::string> names;
  for (const auto& [name, value] : hit.items()) names.insert(name);
  CHECK(names == std::set<std::string>{"id", "headline", "section", "score"});
  CHECK(api.get("/v1/search?q=oil&fields=colour").status == 400);
}

TEST_CASE("a search posted as JSON answers as the same search got") {
  const Api api;
  const auto posted = api.post(R"({"q": "oil", "section": ["crude", "-grain"], "per_page": 1, "facets": []})");
  REQUIRE(posted.status == 200);
  const auto got = api.get("/v1/search?q=oil&section=crude&section=-grain&per_page=1&facets=");
  auto of_post = without_time(posted.body), of_get = without_time(got.body);
  CHECK(posted.headers.at("ETag") == got.headers.at("ETag"));
  of_post.erase("links");  // the order of their parameters differs
  of_get.erase("links");
  CHECK(of_post == of_get);
}

TEST_CASE("a posted search must be JSON and say so") {
  const Api api;
  CHECK(api.post("{}", "application/json; charset=utf-8").status == 200);
  CHECK(api.post("q=oil", "application/x-www-form-urlencoded").status == 415);
  CHECK(api.post("{}", "").status == 415);
  CHECK(api.post("q=oil").status == 400);
  CHECK(code_of(api.post(R"({"colour": "blue"})")) == "invalid_parameter");
}

TEST_CASE("an answer the client holds is not sent again until the index changes") {
  const Api api;
  const auto target =
      GENERATE(as<std::string>(), "/v1/search?q=oil", "/search?q=oil", "/v1/articles/a1", "/article/a1");
  CAPTURE(target);
  const auto first = api.get(target);
  REQUIRE(first.status == 200);
  const auto etag = first.headers.at("ETag");
  const auto again = api.get(target, {{"if-none-match", etag}});
  CHECK(again.status == 304);
  CHECK(again.headers.at("ETag") == etag);
  CHECK(again.body.empty());
  publish_articles(api.directory(), {make_article("a1", "Oil prices fall", "Crude oil prices fell.", "1987-03-20")});
  CHECK(api.get(target, {{"if-none-match", etag}}).status == 200);
}

TEST_CASE("what is wrong with a search is named") {
  const Api api;
  const auto response = api.get("/v1/search?per_page=many&colour=blue");
  CHECK(response.status == 400);
  const auto problem = Json::parse(response.body);
  CHECK(problem.at("code") == "invalid_parameter");
  CHECK(problem.at("invalid_params").at(0).at("name") == "per_page");
  CHECK(problem.at("invalid_params").at(1).at("name") == "colour");
}

TEST_CASE("a query over a limit names q and the limit") {
  const Api api;
  const auto response = api.get("/v1/search?q=" + std::string(2000, 'x'));
  CHECK(response.status == 400);
  const auto problem = Json::parse(response.body);
  CHECK(problem.at("code") == "query_too_large");
  CHECK(problem.at("invalid_params").at(0).at("name") == "q");
}

TEST_CASE("an article is given whole, also where its id needs escapes") {
  const Api api;
  CHECK(api.json("/v1/articles/a1").at("body") == three_articles()[0].body);
  CHECK(api.json("/v1/articles/wire%2F2").at("headline") == "Refinery fire");
  const auto missing = api.get("/v1/articles/none");
  CHECK(missing.status == 404);
  CHECK(code_of(missing) == "not_found");
}

TEST_CASE("related stories are other stories, with what they share") {
  const Api api;
  const auto answer = api.json("/v1/articles/a1/related?per_page=1");
  CHECK(ids(answer) == std::vector<std::string>{"wire/2"});
  CHECK_FALSE(answer.at("hits").at(0).at("why").empty());
  CHECK(api.get("/v1/articles/none/related").status == 404);
  CHECK(api.get("/v1/articles/a1/related?per_page=0").status == 400);
}

TEST_CASE("suggestions complete what was typed") {
  const Api api;
  CHECK(api.json("/v1/suggest?q=whe").at("suggestions").at(0).at("text") == "Wheat harvest");
  CHECK(api.get("/v1/suggest?prefix=whe").status == 400);
}

TEST_CASE("without an index the process is healthy, not ready, and says so") {
  const Api api(std::vector<Article>{});
  CHECK(api.json("/healthz").at("status") == "ok");
  for (const std::string target : {"/readyz", "/v1/search?q=oil", "/v1/articles/a1", "/v1/suggest?q=o", "/search"}) {
    CAPTURE(target);
    const auto response = api.get(target);
    CHECK(response.status == 503);
    CHECK(response.headers.count("Retry-After") == 1);
    CHECK(code_of(response) == "no_index");
    CHECK(response.body.find(api.directory().root().string()) == std::string::npos);
  }
}

TEST_CASE(
    "a server is ready while the newest generation is whole, and degraded, not away, while an older one answers") {
  const Api api;
  CHECK(api.json("/readyz") == Json{{"status", "ready"}});
  const auto next = publish_articles(api.directory(), {make_article("a4", "Tin", "Tin talks resume.")}).generation;
  std::filesystem::resize_file(api.directory().generation_path(next) / "manifest.json", 3);
  CHECK(api.json("/readyz") == Json{{"status", "degraded"}});
  CHECK(api.get("/v1/search?q=oil").status == 200);
}

TEST_CASE("pages are HTML, and take the address bar's extra parameters") {
  const Api api;
  const auto home = api.get("/");
  CHECK(home.status == 302);
  CHECK(home.headers.at("Location") == "/search");
  for (const std::string target : {"/search", "/search?q=oil&utm_source=mail", "/article/a1", "/article/wire%2F2"}) {
    CAPTURE(target);
    const auto page = api.get(target);
    CHECK(page.status == 200);
    CHECK(page.content_type == "text/html; charset=utf-8");
  }
  CHECK(api.get("/search?q=oil").body.find("Refinery fire") != std::string::npos);
}

TEST_CASE("a reader is told on a page what is wrong") {
  const Api api;
  const std::map<std::string, std::string> browser = {{"accept", "text/html"}};
  for (const auto& [target, status] :
       {std::pair("/search?from=1987-13", 400), std::pair("/article/none", 404), std::pair("/nowhere", 404)}) {
    CAPTURE(target);
    const auto page = api.get(target, browser);
    CHECK(page.status == static_cast<unsigned>(status));
    CHECK(page.content_type == "text/html; charset=utf-8");
  }
}

TEST_CASE("the pages' assets are served, may be kept, and there are no others") {
  const Api api;
  const auto page = api.get("/search").body;
  const auto at = page.find("/assets/");
  REQUIRE(at != std::string::npos);
  const auto path = page.substr(at, page.find('"', at) - at);
  const auto asset = api.get(path);
  CHECK(asset.status == 200);
  CHECK(asset.headers.at("Cache-Control") == "public, max-age=86400");
  CHECK(api.get(path, {{"if-none-match", asset.headers.at("ETag")}}).status == 304);
  CHECK(api.get("/assets/..%2F..%2Fetc%2Fpasswd").status == 404);
}

}  // namespace newssearch
