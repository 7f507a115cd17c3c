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
  const std::string page = article_page(example_hit().article, Example("Bank & Co").related);
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
  article.published.reset();
  article.refused_date = "1987-02-30";
  CHECK_THAT(article_page(article, {}), Contains(">Undated</span>") && Contains("stated date: <bdi>1987-02-30</bdi>"));
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
