#include "server/http/feeds.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "server/http/origin.h"
#include "server/http/search_params.h"
#include "tests/http/api_under_test.h"
#include "tests/support/test_server.h"
#include "tests/support/xml_document.h"

namespace newssearch {
namespace {

using Headers = std::map<std::string, std::string>;

const Headers kAsked = {{"host", "news.example.org"}};

Headers asked_with(const std::string& name, const std::string& value) {
  auto headers = kAsked;
  headers[name] = value;
  return headers;
}

/// The path of an absolute address that begins as the feed's own.
std::string local(const std::string& address) {
  REQUIRE(address.starts_with("http://news.example.org/"));
  return address.substr(std::string("http://news.example.org").size());
}

Json json_feed_at(const Api& api, const std::string& target) {
  const auto response = api.get(target, kAsked);
  CAPTURE(target, response.body);
  REQUIRE(response.status == 200);
  return Json::parse(response.body);
}

std::vector<std::string> item_ids(const Json& feed) {
  std::vector<std::string> ids;
  for (const auto& item : feed.at("items")) ids.push_back(item.at("id"));
  return ids;
}

}  // namespace

TEST_CASE("any search is a feed, in three formats, newest first") {
  const Api api;
  const auto rss = api.get("/v1/feed.rss?q=oil&section=crude", kAsked);
  CHECK(rss.content_type == "application/rss+xml; charset=utf-8");
  const auto channel = parse_xml(rss.body).only("channel");
  CHECK(channel.only("title").text == "oil (crude) – newssearch");
  CHECK(channel.link("self") == "http://news.example.org/v1/feed.rss?q=oil&section=crude");
  CHECK(channel.all("item").size() == 2);
  CHECK(channel.all("item").at(0).only("title").text == "Oil prices rise");
  CHECK_FALSE(channel.all("item").at(0).only("description").text.empty());
  const auto atom = api.get("/v1/feed.atom?q=oil", kAsked);
  CHECK(atom.content_type == "application/atom+xml; charset=utf-8");
  CHECK(parse_xml(atom.body).all("atom:entry").size() == 2);
  const auto json = api.get("/v1/feed.json", kAsked);
  CHECK(json.content_type == "application/feed+json; charset=utf-8");
  CHECK(item_ids(Json::parse(json.body)) == std::vector<std::string>{"a1", "wire/2", "a3"});
  CHECK(item_ids(json_feed_at(api, "/v1/feed.json?sort=oldest&per_page=1")) == std::vector<std::string>{"a3"});
}

TEST_CASE("the page of a feed shows what is in it, in its order") {
  const Api api;
  const auto feed = json_feed_at(api, "/v1/feed.json?q=oil&tag=&per_page=1");
  const auto page = local(feed.at("home_page_url"));
  CHECK(page == "/search?q=oil&sort=newest&spelling=off");
  CHECK(api.get(page).status == 200);
}

TEST_CASE("a feed leads through all that is found") {
  const Api api;
  std::vector<std::string> met;
  std::string target = "/v1/feed.json?per_page=1";
  for (int parts = 0; !target.empty() && parts < 5; ++parts) {
    const auto feed = json_feed_at(api, target);
    CHECK(local(feed.at("feed_url")) == target);
    met.push_back(item_ids(feed).at(0));
    target = feed.contains("next_url") ? local(feed.at("next_url")) : "";
  }
  CHECK(met == std::vector<std::string>{"a1", "wire/2", "a3"});
}

TEST_CASE("a feed holds what has all the words, and nothing in its place") {
  const Api api;
  CHECK(api.json("/v1/search?q=wheat+refinery").at("hits").size() > 0);
  CHECK(item_ids(json_feed_at(api, "/v1/feed.json?q=wheat+refinery")).empty());
  CHECK(item_ids(json_feed_at(api, "/v1/feed.json?q=wheat+zeppelin")).empty());
  CHECK(item_ids(json_feed_at(api, "/v1/feed.json?q=rotterdam+shipments")) == std::vector<std::string>{"wire/2"});
  CHECK(item_ids(json_feed_at(api, "/v1/feed.json?q=refinnery")).empty());
  CHECK(item_ids(json_feed_at(api, "/v1/feed.json?q=refinnery&spelling=on")).size() == 2);
}

TEST_CASE("what is wrong with a feed's parameters is named") {
  const Api api;
  for (const std::string query : {"facets=section", "colour=blue", "per_page=101", "sort=best", "cursor=x", "fields=id",
                                  "q=a&q=b", "explain=true"}) {
    CAPTURE(query);
    const auto response = api.get("/v1/feed.rss?" + query, kAsked);
    CHECK(response.status == 400);
    CHECK(response.content_type == "application/problem+json");
    CHECK(Json::parse(response.body).at("invalid_params").size() == 1);
  }
  for (const std::string query : {"sort=&per_page=&q=&cursor=&page=", "page=1&tz=Europe/Berlin&from=1987&lang=en"})
    CHECK(api.get("/v1/feed.rss?" + query, kAsked).status == 200);
}

TEST_CASE("/openapi.json says what a feed means without parameters") {
  std::map<std::string, std::string> schemas;
  for (const auto& entry : feed_parameters()) schemas[entry.parameter.name] = entry.parameter.schema;
  CHECK(Json::parse(schemas.at("sort")).at("default") == "newest");
  CHECK(Json::parse(schemas.at("per_page")).at("default") == 20);
  CHECK(Json::parse(schemas.at("spelling")).at("default") == "off");
  CHECK(schemas.count("cursor") == 1);
  CHECK(schemas.count("facets") == 0);
  CHECK(schemas.size() + 6 == search_parameters().size());
}

TEST_CASE("a feed the client holds is not sent again until the index changes") {
  const Api api;
  const auto target = GENERATE(as<std::string>(), "/v1/feed.rss?q=oil", "/v1/feed.atom?q=oil", "/v1/feed.json?q=oil");
  const auto first = api.get(target, kAsked);
  const auto etag = first.headers.at("ETag");
  CHECK(first.headers.at("Cache-Control") == "public, max-age=0, must-revalidate");
  const auto again = api.get(target, asked_with("if-none-match", etag));
  CHECK(again.status == 304);
  CHECK(again.body.empty());
  CHECK(again.headers.at("ETag") == etag);
  CHECK(again.headers.at("Vary") == first.headers.at("Vary"));
  CHECK(api.get(target, {{"host", "elsewhere.example"}, {"if-none-match", etag}}).status == 200);
  publish_articles(api.directory(), {make_article("a1", "Oil prices fall", "Crude oil prices fell.", "1987-03-20")});
  CHECK(api.get(target, asked_with("if-none-match", etag)).status == 200);
}

TEST_CASE("the scheme that a proxy names is read, and nothing else that it says") {
  const auto [name, value, scheme] = GENERATE(table<std::string, std::string, std::string>({
      {"x-forwarded-proto", "https", "https"},
      {"x-forwarded-proto", "HTTPS , http", "https"},
      {"x-forwarded-proto", "http, https", "http"},
      {"x-forwarded-proto", "javascript", ""},
      {"x-forwarded-host", "evil.example", ""},
      {"forwarded", "for=192.0.2.60;Proto=\"https\";host=evil.example, proto=http", "https"},
      {"forwarded", "for=192.0.2.60, proto=https", ""},
      {"forwarded", "proto=\"https://evil.example/\"", ""},
      {"forwarded", "", ""},
  }));
  CAPTURE(name, value);
  HttpRequest request;
  request.headers = {{name, value}};
  CHECK(forwarded_scheme(request) == scheme);
}

TEST_CASE("addresses in feeds have the host that was asked, and the scheme that a trusted proxy names, nobody else") {
  const Api api;
  const auto [trusted, said, scheme] = GENERATE(table<std::vector<std::string>, std::string, std::string>({
      {{}, "X-Forwarded-Proto: https\r\n", "http"},
      {{}, "Forwarded: proto=https\r\n", "http"},
      {{"192.0.2.0/24"}, "X-Forwarded-Proto: https\r\n", "http"},
      {{"127.0.0.1"}, "X-Forwarded-Proto: https\r\n", "https"},
      {{"127.0.0.1"}, "Forwarded: for=192.0.2.60;proto=https\r\n", "https"},
      {{"127.0.0.1"}, "", "http"},
  }));
  CAPTURE(trusted, said);
  ServerOptions options;
  options.limits.trusted_proxies = trusted;
  const TestServer server(api.router(), options);
  auto client = server.connect();
  client.send("GET /v1/feed.json HTTP/1.1\r\nHost: news.example.org\r\n" + said + "\r\n");
  const auto response = client.receive();
  REQUIRE(response);
  CHECK(Json::parse(response->body).at("feed_url") == scheme + "://news.example.org/v1/feed.json");
}

TEST_CASE("a host that is none gives no addresses") {
  const Api api;
  for (const std::string host : {"news.example.org:8080", "localhost", "192.0.2.1", "[2001:db8::1]:80", "a_b-c.d"}) {
    CAPTURE(host);
    const auto feed = Json::parse(api.get("/v1/feed.json", {{"host", host}}).body);
    CHECK(feed.at("feed_url") == "http://" + host + "/v1/feed.json");
    CHECK(api.get("/opensearch.xml", {{"host", host}}).status == 200);
  }
  for (const std::string host : {"", ":80", "a b", "a/b", "a@b", "a\"b", "a<b>", "a:", "a:80x", "a:123456", "[::1",
                                 "[]", "[::1]x", "a,b", "\xc3\xa9.example"}) {
    CAPTURE(host);
    for (const std::string path : {"/v1/feed.rss", "/opensearch.xml", "/v1/suggest/opensearch?q=o"}) {
      const auto response = api.get(path, {{"host", host}});
      CHECK(response.status == 400);
      CHECK(Json::parse(response.body).at("code") == "bad_host");
    }
  }
  CHECK(api.get("/v1/feed.rss").status == 400);
}

TEST_CASE("a browser learns how to search here, and what its user may mean") {
  const Api api;
  const auto description = api.get("/opensearch.xml", kAsked);
  CHECK(description.status == 200);
  CHECK(description.content_type == "application/opensearchdescription+xml; charset=utf-8");
  CHECK(api.get("/opensearch.xml", asked_with("if-none-match", description.headers.at("ETag"))).status == 304);
  for (const auto& url : parse_xml(description.body).all("os:Url")) {
    auto target = local(url.attributes.at("template"));
    for (const auto& [name, value] : Params{{"{searchTerms}", "whe"}, {"{count?}", ""}, {"{startPage?}", ""}}) {
      if (const auto at = target.find(name); at != target.npos) target.replace(at, name.size(), value);
    }
    CAPTURE(target);
    const auto response = api.get(target, kAsked);
    CHECK(response.status == 200);
    CHECK(response.content_type.starts_with(url.attributes.at("type")));
  }
  const auto suggested = api.get("/v1/suggest/opensearch?q=whe", kAsked);
  CHECK(suggested.content_type == "application/x-suggestions+json");
  CHECK(Json::parse(suggested.body) ==
        Json::array({"whe", {"Wheat harvest"}, {"1 article"}, {"http://news.example.org/article/a3"}}));
  CHECK(api.get("/v1/suggest/opensearch?prefix=whe", kAsked).status == 400);
}

TEST_CASE("the results page and the answer of a search lead to their feed") {
  const Api api;
  const auto page = api.get("/search?q=oil&page=1&sort=relevance&utm_source=mail").body;
  CHECK(page.find("href=\"/v1/feed.rss?q=oil\"") != page.npos);
  const std::string link = api.json("/v1/search?q=oil&section=crude&facets=&per_page=1").at("links").at("rss");
  CHECK(link == "/v1/feed.rss?q=oil&section=crude");
  CHECK(api.get(link, kAsked).status == 200);
}

TEST_CASE("without an index there is no feed") {
  const Api api(std::vector<Article>{});
  CHECK(api.get("/v1/feed.rss", kAsked).status == 503);
  CHECK(api.get("/opensearch.xml", kAsked).status == 200);
}

}  // namespace newssearch
