#include "corpus/json_ld.h"

#include <catch2/catch.hpp>

using namespace newssearch;

namespace {

using Names = std::vector<std::string>;

std::vector<StatedArticle> read(const std::string& script) { return read_json_ld({script}); }

}  // namespace

TEST_CASE("an article is found in data of all shapes") {
  const std::string script = GENERATE(values<std::string>({
      R"({"@type": "NewsArticle", "headline": "Old bridge to close"})",
      R"([{"@type": "Organization", "name": "Daily"}, {"@type": ["Article"], "headline": "Old bridge to close"}])",
      R"({"@graph": [{"@type": "http://schema.org/BlogPosting", "headline": "Old bridge to close"}]})",
      R"({"@type": "WebPage", "mainEntity": {"@type": "Article", "headline": "Old bridge to close"}})",
      "<!-- {\"@type\": \"NewsArticle\", \"headline\": \"Old bridge to close\",} -->",
      "{\"@type\": \"NewsArticle\", \"headline\": \"Old bridge to close\", \"description\": \"two\nlines\"};",
  }));
  INFO(script);
  const std::vector<StatedArticle> found = read(script);
  REQUIRE_FALSE(found.empty());
  CHECK(found.front().is_article);
  CHECK(found.front().headline == "Old bridge to close");
}

TEST_CASE("what is stated of an article is read") {
  const StatedArticle article = read(R"({"@graph": [
      {"@type": "Person", "@id": "#jane", "name": "Jane Doe"},
      {"@type": "NewsArticle", "datePublished": "2024-05-03T10:15:00+02:00", "dateModified": "2024-05-04",
       "author": [{"@id": "#jane"}, {"name": "John Roe"}, "Ann Poe"], "publisher": {"name": "The Daily"},
       "articleSection": ["City"], "keywords": "bridge, ferry", "inLanguage": "en", "articleBody": "Text.",
       "mainEntityOfPage": {"@id": "https://example.org/bridge"}}]})")
                                    .front();
  CHECK(article.published == "2024-05-03T10:15:00+02:00");
  CHECK(article.updated == "2024-05-04");
  CHECK(article.authors == Names{"Jane Doe", "John Roe", "Ann Poe"});
  CHECK(article.publisher == "The Daily");
  CHECK(article.sections == Names{"City"});
  CHECK(article.tags == Names{"bridge, ferry"});
  CHECK(article.language == "en");
  CHECK(article.body == "Text.");
  CHECK(article.url == "https://example.org/bridge");
}

TEST_CASE("articles that are listed are not the page's") {
  CHECK(read(R"({"@type": "ItemList", "itemListElement": [{"@type": "NewsArticle", "headline": "Other"}]})").empty());
}

TEST_CASE("what is no data is passed over") {
  CHECK(read("").empty());
  CHECK(read("window.x = 1;").empty());
  CHECK(read("{\"@type\": \"NewsArticle\", \"headline\": ").empty());
  CHECK(read(std::string(1'000'000, '[') + std::string(1'000'000, ']')).empty());
  CHECK(read(R"({"@type": "NewsArticle", "@id": "a", "author": {"@id": "a"}})").front().authors.empty());
}
