// What the API answers for an article that was taken out.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/http/written_api.h"

namespace newssearch {
namespace {

using Kind = WriteOutcome::Kind;
using Op = WriteOrder::Op;

const std::vector<std::string> kAddresses = {"/v1/articles/wire%2F2",
                                             "/v1/articles/wire%2F2/versions",
                                             "/v1/articles/wire%2F2/related",
                                             "/v1/articles/wire%2F2/related?mode=copies",
                                             "/v1/stories/wire%2F2",
                                             "/article/wire%2F2",
                                             "/story/wire%2F2"};

const Json kAgain = {{"headline", "Refinery fire"}, {"body", "A fire at the Rotterdam refinery."}};

}  // namespace

TEST_CASE("an article that was removed or purged is gone from every address of it, which says so and no more") {
  const auto op = GENERATE(Op::remove, Op::purge);
  WrittenApi api;
  std::map<std::string, std::string> etags;
  for (const auto& target : kAddresses)
    if (const auto before = api.get(target); before.headers.contains("ETag")) etags[target] = before.headers.at("ETag");
  CHECK(etags.size() == 3);
  CHECK(api.take_out(op, "wire/2", "court order") == Kind::removed);
  for (const auto& target : kAddresses) {
    CAPTURE(target);
    const auto response = api.get(target, {{"if-none-match", etags[target]}});
    CHECK(response.status == 410);
    CHECK(response.headers.at("Cache-Control") == "no-store");
    CHECK(Json::parse(response.body).at("code") == "gone");
    for (const auto* word : {"Refinery", "fire", "court"}) CHECK(response.body.find(word) == std::string::npos);
  }
  const auto page = api.get("/article/wire%2F2", {{"accept", "text/html"}});
  CHECK(page.status == 410);
  CHECK(page.content_type == "text/html; charset=utf-8");
}

TEST_CASE("an article that was taken out is in no answer about others") {
  WrittenApi api;
  CHECK(api.get("/v1/articles/a1/related").body.find("wire/2") != std::string::npos);
  CHECK(api.take_out(Op::purge, "wire/2") == Kind::removed);
  for (const std::string target : {"/v1/search?q=shipments", "/v1/search?q=", "/v1/suggest?q=ref",
                                   "/v1/articles/a1/related", "/v1/trending", "/search", "/article/a1"}) {
    CAPTURE(target);
    const auto body = api.get(target).body;
    CHECK(body.find("wire/2") == std::string::npos);
    CHECK(body.find("wire%2F2") == std::string::npos);
    CHECK(body.find("Refinery fire") == std::string::npos);
  }
  CHECK(api.json("/v1/search?q=").at("total").at("value") == 2);
}

TEST_CASE("what never was is not found, what was removed may come again, what was purged may not") {
  WrittenApi api;
  for (const std::string target : {"/v1/articles/none", "/v1/articles/none/versions", "/v1/articles/none/related",
                                   "/v1/stories/none", "/article/none", "/story/none"}) {
    CAPTURE(target);
    CHECK(api.get(target).status == 404);
  }
  CHECK(api.take_out(Op::remove, "wire/2") == Kind::removed);
  CHECK(api.put("wire/2", kAgain) == Kind::created);
  CHECK(api.json("/v1/articles/wire%2F2/versions").at("versions").size() == 1);
  CHECK(api.take_out(Op::purge, "wire/2") == Kind::removed);
  CHECK(api.put("wire/2", kAgain) == Kind::gone);
  CHECK(api.get("/v1/articles/wire%2F2").status == 410);
}

}  // namespace newssearch
