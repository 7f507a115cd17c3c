#include <catch2/catch.hpp>

#include "server/web/search_page.h"
#include "tests/web/example.h"

using namespace newssearch;
using Catch::Contains;

TEST_CASE("an article is shown whole, in paragraphs parted at blank lines") {
  Article article = example_hit().article;
  article.body = "\n\nFirst line\nwrapped.\r\n \t\r\n\r\nSecond.\n\nThird.";
  const std::string page = article_page(article, {});
  CHECK_THAT(page, Contains("<p dir=\"auto\">First line\nwrapped.\r</p>\n<p dir=\"auto\">Second.</p>\n"
                            "<p dir=\"auto\">Third.</p>\n</div>"));
}

TEST_CASE("an article's page leads to the original, to its like and back") {
  BesideArticle beside;
  beside.related = Example("Bank & Co").related;
  const std::string page = article_page(example_hit().article, beside);
  CHECK_THAT(page, Contains("rel=\"noopener\" href=\"https://example.org/1\">Read the original</a>"));
  CHECK_THAT(page, Contains("<a class=\"back\" href=\"/search\">"));
  CHECK_THAT(page, Contains("<a href=\"/article/reut%3A1\">Bank &amp; Co</a>"));
  CHECK_THAT(page, Contains("Shares <bdi>Bank &amp; Co</bdi>"));
}

TEST_CASE("what an article is filed under leads to a search for it") {
  Article article = example_hit().article;
  article.source = "Meridian & Sons";
  article.tags = {"money supply"};
  const std::string page = article_page(article, {});
  CHECK_THAT(page, Contains("<a href=\"/search?source=Meridian%20%26%20Sons\"><bdi>Meridian &amp; Sons</bdi></a>"));
  CHECK_THAT(page, Contains("<a href=\"/search?tag=money%20supply\">"));
}

TEST_CASE("a page says how sure a date is") {
  Article article = example_hit().article;
  CHECK_THAT(article_page(article, {}),
             Contains("<time dir=\"ltr\" datetime=\"1987-10-19T09:41:00Z\">19 October 1987, 09:41 UTC</time>"));
  CHECK_THAT(article_page(article, {}), !Contains("read from the text"));
  article.published->source = DateSource::text;
  CHECK_THAT(article_page(article, {}), Contains("date read from the text"));
  article.published->source = DateSource::url;
  CHECK_THAT(article_page(article, {}), Contains("date read from the address"));
  article.published.reset();
  article.refused_date = "1987-02-30";
  CHECK_THAT(article_page(article, {}), Contains(">Undated</span>") && Contains("stated date: <bdi>1987-02-30</bdi>"));
}

TEST_CASE("an article's page names its story, what came before and after, and its copies with what differs") {
  RelatedResponse copies = Example("Copy").related;
  copies.hits[0].copy_of = CopyOfHit{
      .resemblance = 0.9, .difference = {.added = {"More rain."}, .cut = {"Less."}, .changed = {{"12", "14"}}}};
  const std::string page =
      article_page(example_hit().article, {.related = {},
                                           .background = Example("Before").related,
                                           .followups = Example("After").related,
                                           .copies = copies,
                                           .story = StoryOfHit{.id = "s1", .size = 3, .latest = ""},
                                           .versions = {}});
  CHECK_THAT(page, Contains("href=\"/story/s1\">The whole story: 3 articles</a>"));
  CHECK_THAT(
      page, Contains("Background</h2>") && Contains("Before") && Contains("What came of it</h2>") && Contains("After"));
  CHECK_THAT(page, Contains("<ins>More rain.</ins>") && Contains("<del>Less.</del>"));
  CHECK_THAT(page, Contains("<del>12</del></p>\n<p dir=\"auto\"><ins>14</ins>"));
}

TEST_CASE("a corrected article's page says so, and what each version said otherwise than the one before") {
  Article article = example_hit("Dam breaks").article;
  article.revision = 3;
  article.updated = parse_iso_date("1987-10-19T12:00:00Z").value();
  ArticleVersion first{article, std::nullopt}, second{article, TextDifference{.added = {}, .cut = {}, .changed = {}}};
  ArticleVersion third{article, TextDifference{.added = {"More <rain>."}, .cut = {"Less."}, .changed = {{"12", "14"}}}};
  second.article.revision = 2;
  first.article.revision = 1;
  first.article.headline = "Dam holds & holds";
  first.article.updated.reset();
  BesideArticle beside;
  beside.versions = {third, second, first};
  const std::string page = article_page(article, beside);
  CHECK_THAT(page, Contains("<details class=\"differences\"><summary dir=\"ltr\">"
                            "Updated twice; last on 19 October 1987, 12:00 UTC</summary>"));
  CHECK_THAT(page, Contains("Version 3 · <time") && Contains("<ins>More &lt;rain&gt;.</ins>") &&
                       Contains("<del>12</del></p>\n<p dir=\"auto\"><ins>14</ins>"));
  CHECK_THAT(page, Contains("Version 2 · ") && Contains(" · same text</p>"));
  CHECK_THAT(page, Contains(">Dam holds &amp; holds</h2>\n<p class=\"facts\" dir=\"ltr\">Version 1 · <time dir=\"ltr\" "
                            "datetime=\"1987-10-19T09:41:00Z\">"));
  CHECK(page.find("Version 3") < page.find("Version 1"));
  CHECK_THAT(page, !Contains("not kept"));
}

TEST_CASE("an article whose first versions are not kept says so, and one without versions that it was updated") {
  Article article = example_hit().article;
  article.revision = 30;
  ArticleVersion oldest{article, std::nullopt}, last{article, TextDifference{}};
  oldest.article.revision = 10;
  BesideArticle beside;
  beside.versions = {last, oldest};
  CHECK_THAT(article_page(article, beside),
             Contains("Updated 29 times</summary>") && Contains("those before are not kept"));
  CHECK_THAT(article_page(article, {}), Contains("<p class=\"facts\" dir=\"ltr\">Updated 29 times</p>"));
}

TEST_CASE("a story's page tells its days in order, with what was new on those that count") {
  StoryResponse story;
  story.id = "s1";
  story.headline = "Harbour wall falls";
  story.articles = 3;
  story.undated = 1;
  story.sources = {{"Meridian & Sons", 2, false}};
  story.days = {{.date = "1987-10-19", .articles = 1, .turning_point = true, .new_words = {"collapse"}},
                {.date = "1987-10-21", .articles = 1, .turning_point = false, .new_words = {"inquiry"}}};
  story.hits = {example_hit("Wall falls"), example_hit("Inquiry begins"), example_hit("A view")};
  story.hits[1].article.published = parse_iso_date("1987-10-21").value();
  story.hits[2].article.published.reset();
  const std::string page = story_page(story);
  CHECK_THAT(page, Contains("<h1 dir=\"auto\">Harbour wall falls</h1>") &&
                       Contains("3 articles · 19–21 October 1987 · 1 source"));
  CHECK_THAT(page,
             Contains("<li class=\"turn\"><h2><time datetime=\"1987-10-19\">") && Contains("New: <bdi>collapse</bdi>"));
  CHECK_THAT(page, !Contains("<bdi>inquiry</bdi>"));
  CHECK(page.find("Wall falls</a>") < page.find("Inquiry begins</a>"));
  CHECK(page.find("Undated</h2>") < page.find("A view</a>"));
}

TEST_CASE("an article without headline or like says so") {
  Article article = example_hit().article;
  article.headline.clear();
  const std::string page = article_page(article, {});
  CHECK_THAT(page, Contains(">Untitled</h1>") && Contains("<title>Untitled – newssearch</title>"));
  CHECK_THAT(page, Contains("No other article shares its telling words."));
}

TEST_CASE("an error page names the thing, the reason and a way on") {
  const std::string page = error_page(404, "No such article", "There is no article 'x' in this index.");
  CHECK_THAT(page, Contains("<h1>No such article</h1>") && Contains("There is no article &#39;x&#39; in this index."));
  CHECK_THAT(page, Contains("Status 404") && Contains("<a href=\"/search\">"));
}
