#include <algorithm>
#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>

#include "server/web/assets.h"
#include "server/web/search_page.h"

using namespace newssearch;

TEST_CASE("an asset is embedded byte for byte") {
  for (const Asset& asset : assets()) {
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
                                                          {"/assets/icon.svg", "image/svg+xml"}};
  CHECK(assets().size() == std::size(expected));
  for (const auto& [path, content_type] : expected) {
    CAPTURE(path);
    CHECK_THAT(page, Catch::Contains("\"" + path + "\""));
    const auto found =
        std::find_if(assets().begin(), assets().end(), [&path = path](const Asset& a) { return a.path == path; });
    REQUIRE(found != assets().end());
    CHECK(found->content_type == content_type);
  }
}

TEST_CASE("the style sheet stays small and asks nothing of other hosts") {
  const auto css =
      std::find_if(assets().begin(), assets().end(), [](const Asset& a) { return a.path.ends_with(".css"); });
  CHECK(css->body.size() < 12'000);
  CHECK(css->body.find("url(") == css->body.npos);
  CHECK(css->body.find("@import") == css->body.npos);
}
