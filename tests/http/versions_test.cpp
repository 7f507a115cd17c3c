// What an article was before, over the API and on its page.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/http/schema_breach.h"
#include "tests/http/written_api.h"

namespace newssearch {
namespace {

using Catch::Contains;
using Kind = WriteOutcome::Kind;

const Json kDraft = {{"headline", "Dam holds"},
                     {"body", "The dam at Arlenby holds. Nobody was hurt."},
                     {"published_at", "2024-05-03T10:00:00Z"}};

Json corrected() {
  Json article = kDraft;
  article["headline"] = "Dam breaks";
  article["body"] = "The dam at Arlenby holds no more. Nobody was hurt. Two roads are shut.";
  article["updated_at"] = "2024-05-03T12:00:00Z";
  return article;
}

/// Its article "wire/9" has been corrected, and one of its particulars after that.
class CorrectedApi : public WrittenApi {
 public:
  CorrectedApi() {
    put("wire/9", kDraft);
    put("wire/9", corrected());
    Json tagged = corrected();
    tagged["tags"] = {"dams"};
    put("wire/9", tagged);
  }
};

}  // namespace

TEST_CASE("an article's versions are listed, the last one first, each whole and with what was changed") {
  const CorrectedApi api;
  const auto answer = api.json("/v1/articles/wire%2F9/versions");
  CHECK(answer.at("id") == "wire/9");
  CHECK(answer.at("revision") == 3);
  const auto& versions = answer.at("versions");
  REQUIRE(versions.size() == 3);
  for (int i = 0; i < 3; ++i) CHECK(versions[i].at("revision") == 3 - i);
  CHECK(versions[0].at("difference") ==
        Json{{"added", Json::array()}, {"cut", Json::array()}, {"changed", Json::array()}});
  CHECK(versions[1].at("headline") == "Dam breaks");
  CHECK(versions[1].at("updated_at") == "2024-05-03T12:00:00Z");
  CHECK(versions[1].at("difference") ==
        Json{{"added", {"Two roads are shut."}},
             {"cut", Json::array()},
             {"changed", {{{"from", "The dam at Arlenby holds."}, {"to", "The dam at Arlenby holds no more."}}}}});
  CHECK(versions[2].at("headline") == "Dam holds");
  CHECK(versions[2].at("body") == kDraft.at("body"));
  CHECK_FALSE(versions[2].contains("difference"));
}

TEST_CASE("an article that was never changed has one version") {
  const Api api;
  const auto answer = api.json("/v1/articles/a1/versions");
  CHECK(answer.at("revision") == 1);
  REQUIRE(answer.at("versions").size() == 1);
  CHECK(answer.at("versions").at(0) == api.json("/v1/articles/a1"));
}

TEST_CASE("versions are what /openapi.json says they are, and kept by a client until there is another") {
  CorrectedApi api;
  const auto document = api.json("/openapi.json");
  const auto& schema = document.at("components").at("schemas").at("Versions");
  const auto first = api.get("/v1/articles/wire%2F9/versions");
  CHECK(breach(Json::parse(first.body), schema, document) == "");
  const auto etag = first.headers.at("ETag");
  CHECK(api.get("/v1/articles/wire%2F9/versions", {{"if-none-match", etag}}).status == 304);
  api.put("wire/9", kDraft);
  CHECK(api.get("/v1/articles/wire%2F9/versions", {{"if-none-match", etag}}).status == 200);
}

TEST_CASE("the page of an article says that it was changed, and what was") {
  const CorrectedApi api;
  const auto page = api.get("/article/wire%2F9").body;
  CHECK_THAT(page, Contains("<summary dir=\"ltr\">Updated twice; last on 3 May 2024, 12:00 UTC</summary>"));
  CHECK_THAT(page, Contains("<del>The dam at Arlenby holds.</del>") && Contains(">Dam holds</h2>"));
  CHECK_THAT(api.get("/article/a1").body, !Contains("<details class=\"differences\">"));
}

TEST_CASE("a hit says which revision it is, and on the page that it was updated") {
  const CorrectedApi api;
  CHECK(api.json("/v1/search?q=arlenby").at("hits").at(0).at("revision") == 3);
  CHECK(api.json("/v1/search?q=wheat").at("hits").at(0).at("revision") == 1);
  CHECK_THAT(api.get("/search?q=arlenby").body, Contains(">updated</span>"));
  CHECK_THAT(api.get("/search?q=wheat").body, !Contains(">updated</span>"));
}

}  // namespace newssearch
