#include <catch2/catch.hpp>

#include "common/article.h"

using namespace newssearch;

namespace {

Article full_article() {
  Article article;
  article.id = "wire-1";
  article.url = "https://wire.example/1";
  article.headline = "Harbour \"wall\" falls\n";
  article.body = "First line.\n\nSecond\nparagraph with { braces }.";
  article.published = *parse_iso_date("1987-03-19T09:41:00Z");
  article.updated = ArticleDate{
      .time = *make_day(1987, 3, 20), .precision = DatePrecision::day, .source = DateSource::text, .confidence = 0.8};
  article.refused_date = "1987-13-01";
  article.authors = {"Ann Lee", "Bo Ek"};
  article.source = "Harbour Wire";
  article.sections = {"Local"};
  article.tags = {"harbour", "storm"};
  article.places = {"Port Aster"};
  article.lang = "en";
  return article;
}

}  // namespace

TEST_CASE("a record gives back the article it was made of") {
  for (const Article& article : {full_article(), Article{}}) {
    const Result<Article> read = from_record(to_record(article));
    REQUIRE(read);
    CHECK(*read == article);
  }
}

TEST_CASE("a record is one line of metadata, then the body as it is") {
  const Article article = full_article();
  const std::string record = to_record(article);
  CHECK(record.substr(record.find('\n') + 1) == article.body);
}

TEST_CASE("bytes that are no record are refused, whatever they are") {
  const auto bytes = GENERATE(
      as<std::string>{}, "", "{}", "{}\n", "[]\nbody", "{\"id\":7}\n", "{\"id\":\"a\",\"published\":[]}\n",
      "{\"id\":\"a\",\"published\":[\"1987-13-01\",\"text\",1]}\n", "\n\n\n", "{\"id\":\"a\",\"authors\":\"x\"}\nbody");
  INFO(bytes);
  const Result<Article> article = from_record(bytes);
  REQUIRE_FALSE(article);
  CHECK(article.error().code == "bad_record");
}

TEST_CASE("two articles have the same content hash only if they are the same") {
  Article changed = full_article();
  CHECK(content_hash(changed) == content_hash(full_article()));
  changed.tags.pop_back();
  CHECK(content_hash(changed) != content_hash(full_article()));
}

TEST_CASE("the byline names the authors in order") {
  CHECK(byline(full_article()) == "Ann Lee, Bo Ek");
  CHECK(byline(Article{}).empty());
}
