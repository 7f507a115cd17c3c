#include "server/http/openapi.h"

#include <catch2/catch.hpp>
#include <fstream>

#include "server/http/search_params.h"
#include "tests/http/api_under_test.h"
#include "tests/http/schema_breach.h"

namespace newssearch {
namespace {

const Json& schema_of(const Json& document, const std::string& path) {
  return document.at("paths")
      .at(path)
      .at("get")
      .at("responses")
      .at("200")
      .at("content")
      .at("application/json")
      .at("schema");
}

}  // namespace

TEST_CASE("answers are what /openapi.json says they are") {
  const Api api;
  const auto document = api.json("/openapi.json");
  const auto [path, target] = GENERATE(table<std::string, std::string>({
      {"/v1/search", "/v1/search"},
      {"/v1/search", "/v1/search?q=oil%20AND&explain=true&facets=section,tag&date_histogram=day&per_page=1"},
      {"/v1/search", "/v1/search?q=nothing&facets=&date_histogram="},
      {"/v1/articles/{id}", "/v1/articles/a1"},
      {"/v1/articles/{id}/related", "/v1/articles/a1/related"},
      {"/v1/suggest", "/v1/suggest?q=whe"},
      {"/healthz", "/healthz"},
      {"/readyz", "/readyz"},
  }));
  CAPTURE(target);
  CHECK(breach(api.json(target), schema_of(document, path), document) == "");
}

TEST_CASE("an answer with pinned hits is what /openapi.json says it is") {
  const Api api;
  std::ofstream(api.directory().root() / "pins.txt") << "oil => a3\n";
  const auto document = api.json("/openapi.json");
  const auto answer = api.json("/v1/search?q=oil&explain=true");
  CHECK(answer.at("hits").at(0).at("pinned") == true);
  CHECK(breach(answer, schema_of(document, "/v1/search"), document) == "");
}

TEST_CASE("problems are what /openapi.json says they are") {
  const Api api;
  const auto document = api.json("/openapi.json");
  const auto& schema = document.at("components").at("schemas").at("Problem");
  for (const std::string target : {"/v1/search?page=x", "/v1/articles/none", "/nowhere"}) {
    CHECK(breach(Json::parse(api.get(target).body), schema, document) == "");
  }
}

TEST_CASE("every schema spoken of in /openapi.json is there") {
  const Api api;
  const auto document = api.json("/openapi.json");
  const auto flat = document.flatten();
  for (const auto& [pointer, value] : flat.items()) {
    if (!pointer.ends_with("/$ref")) continue;
    CAPTURE(pointer);
    CHECK(document.contains(Json::json_pointer(value.get<std::string>().substr(1))));
  }
}

TEST_CASE("/openapi.json describes every route and every parameter the server takes") {
  const Api api;
  const auto document = api.json("/openapi.json");
  CHECK(document.at("openapi") == "3.1.0");
  for (const auto& route : api.router().routes()) {
    if (!route.pattern.starts_with("/v1/")) continue;
    CHECK(document.at("paths").at(route.pattern).contains(route.method == "GET" ? "get" : "post"));
  }
  const auto& search = document.at("paths").at("/v1/search");
  const auto& in_query = search.at("get").at("parameters");
  const auto& in_body =
      search.at("post").at("requestBody").at("content").at("application/json").at("schema").at("properties");
  CHECK(in_query.size() == search_parameters().size());
  CHECK(in_body.size() == search_parameters().size());
  for (const auto& parameter : in_query) CHECK(in_body.contains(std::string(parameter.at("name"))));
}

TEST_CASE("what /openapi.json gives as a default is what an absent parameter means") {
  const Api api;
  const auto document = api.json("/openapi.json");
  const auto bare = without_time(api.get("/v1/search").body);
  for (const auto& parameter : document.at("paths").at("/v1/search").at("get").at("parameters")) {
    const auto& schema = parameter.at("schema").value("items", parameter.at("schema"));
    if (!schema.contains("default")) continue;
    const auto& value = schema.at("default");
    const auto text = value.is_string() ? value.get<std::string>() : value.dump();
    CAPTURE(parameter.at("name"), text);
    auto answer = without_time(api.get("/v1/search?" + std::string(parameter.at("name")) + "=" + text).body);
    answer.erase("links");
    auto expected = bare;
    expected.erase("links");
    CHECK(answer == expected);
  }
}

}  // namespace newssearch
