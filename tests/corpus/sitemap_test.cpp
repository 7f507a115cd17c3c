#include "tests/corpus/reading.h"

using namespace newssearch;

TEST_CASE("a news sitemap gives headlines with their addresses") {
  const Article article = read_article(R"(<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://lamp.example/bridge?a=1&b=2</loc><news:news><news:publication><news:name>The Lamp</news:name>
<news:language>en</news:language></news:publication><news:publication_date>2025-03-03</news:publication_date>
<news:title>Old bridge to close</news:title><news:keywords>bridges, traffic</news:keywords></news:news></url></urlset>)");
  CHECK(article.id == "https://lamp.example/bridge?a=1&b=2");
  CHECK(article.headline == "Old bridge to close");
  CHECK(article.body.empty());
  CHECK(article.source == "The Lamp");
  CHECK(article.tags == Lines{"bridges", "traffic"});
  CHECK(date_of(article.published) == "2025-03-03");
}

TEST_CASE("sitemaps without news are refused") {
  CHECK(outcomes(read_all("<urlset><url><loc>https://lamp.example/</loc></url></urlset>")) ==
        Lines{"file no_text: it is a sitemap of addresses alone: give the pages, or a sitemap with <news:news>"});
  CHECK(outcomes(read_all("<sitemapindex><sitemap><loc>x</loc></sitemap></sitemapindex>")) ==
        Lines{"file no_text: it is an index of sitemaps, without articles: give the news sitemaps it lists"});
}
