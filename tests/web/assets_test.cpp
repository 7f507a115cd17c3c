#include <zlib.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>

#include "server/web/assets.h"
#include "server/web/search_page.h"

using namespace newssearch;

namespace {

const Asset& asset(std::string_view path) {
  const auto found = std::find_if(assets().begin(), assets().end(), [&](const Asset& a) { return a.path == path; });
  REQUIRE(found != assets().end());
  return *found;
}

}  // namespace

TEST_CASE("an asset of the pages is embedded byte for byte") {
  for (const Asset& asset : assets()) {
    if (asset.is_for_other_sites()) continue;  // built of several files
    const std::string name(asset.path.substr(asset.path.rfind('/') + 1));
    std::ostringstream source;
    source << std::ifstream(NEWSSEARCH_SOURCE_DIR "/server/web/" + name, std::ios::binary).rdbuf();
    CAPTURE(name);
    CHECK(!asset.body.empty());
    CHECK(asset.body == source.str());
  }
}

TEST_CASE("every asset a page names is on the list, with its content type") {
  const std::string page = error_page(404, "x", "x");
  const std::pair<std::string, std::string> expected[] = {{"/assets/search.css", "text/css; charset=utf-8"},
                                                          {"/assets/search.js", "text/javascript; charset=utf-8"},
                                                          {"/assets/icon.svg", "image/svg+xml"},
                                                          {"/newssearch.js", "text/javascript; charset=utf-8"}};
  for (const auto& [path, content_type] : expected) {
    CAPTURE(path);
    CHECK_THAT(page, Catch::Contains("\"" + path + "\""));
    CHECK(asset(path).content_type == content_type);
  }
}

TEST_CASE("what other sites embed is a small script with its hash") {
  for (const char* path : {"/newssearch.js", "/newssearch-instantsearch.js"}) {
    CAPTURE(path);
    const Asset& script = asset(path);
    CHECK(script.is_for_other_sites());
    CHECK(script.content_type == "text/javascript; charset=utf-8");
    CHECK(script.integrity.starts_with("sha384-"));
    CHECK(script.integrity.size() == std::string_view("sha384-").size() + 64);
    uLongf packed = compressBound(script.body.size());
    std::string bytes(packed, '\0');
    REQUIRE(compress(reinterpret_cast<Bytef*>(bytes.data()), &packed,
                     reinterpret_cast<const Bytef*>(script.body.data()), script.body.size()) == Z_OK);
    CHECK(packed < 10'000);
  }
}

TEST_CASE("the style sheet stays small and asks nothing of other hosts") {
  const auto css =
      std::find_if(assets().begin(), assets().end(), [](const Asset& a) { return a.path.ends_with(".css"); });
  CHECK(css->body.size() < 12'000);
  CHECK(css->body.find("url(") == css->body.npos);
  CHECK(css->body.find("@import") == css->body.npos);
}
