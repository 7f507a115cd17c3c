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

/// As `gzip -9` packs it.
std::size_t gzipped_size(std::string_view text) {
  z_stream stream{};
  REQUIRE(deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY) == Z_OK);
  std::string packed(deflateBound(&stream, text.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  CHECK(deflate(&stream, Z_FINISH) == Z_STREAM_END);
  deflateEnd(&stream);
  return stream.total_out;
}

}  // namespace

TEST_CASE("an asset of the pages is embedded byte for byte") {
  for (const Asset& asset : assets()) {
    if (asset.path.ends_with(".js")) continue;  // bundled of several modules
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
    CHECK(gzipped_size(script.body) < 10'000);
  }
}

TEST_CASE("the style sheet stays small and asks nothing of other hosts") {
  const auto css =
      std::find_if(assets().begin(), assets().end(), [](const Asset& a) { return a.path.ends_with(".css"); });
  CHECK(css->body.size() < 12'000);
  CHECK(css->body.find("url(") == css->body.npos);
  CHECK(css->body.find("@import") == css->body.npos);
}
