#include <catch2/catch.hpp>
#include <set>

#include "server/web/html.h"
#include "server/web/search_address.h"
#include "server/web/search_page.h"
#include "tests/web/example.h"
#include "tests/web/skeleton.h"

using namespace newssearch;

namespace {

const std::string kHarmless = "harbour";
const std::string kHostile[] = {
    "<script>alert(1)</script>",
    "\" onmouseover=\"alert(1)",
    "' autofocus onfocus='alert(1)",
    "--><img src=x>",
    "</title></textarea></svg><b>",
    "&lt;script&gt;",
    "]]><style>*{}</style>",
    "javascript:alert(1)",
    "\" style=\"x",
};

/// The text as a value of a parameter that is known and as the name of one that is not.
std::string query_string_of(const std::string& text) {
  const std::string encoded = percent_encode(text);
  return "q=" + encoded + "&section=" + encoded + "&" + encoded + "=1";
}

std::string results(const std::string& text) {
  Example example(text);
  example.response.hits[0].article.url = example.response.hits[0].article.id = text;
  example.related.hits[0].article.id = text;
  return search_page(example.request, example.response, query_string_of(text), &example.related);
}

std::string nothing(const std::string& text) {
  Example example(text);
  example.response.total = example.response.pages = 0;
  example.response.hits.clear();
  return search_page(example.request, example.response, query_string_of(text));
}

std::string article(const std::string& text) {
  Article shown = example_hit(text).article;
  shown.id = shown.url = shown.body = shown.refused_date = text;
  shown.tags = shown.places = {text};
  shown.updated = shown.published;
  RelatedResponse copies = Example(text).related;
  copies.hits[0].copy_of = CopyOfHit{.resemblance = 1, .difference = {{text}, {text}, {{text, text}}}};
  const RelatedResponse beside = Example(text).related;
  return article_page(shown, {.related = beside,
                              .background = beside,
                              .followups = beside,
                              .copies = copies,
                              .story = StoryOfHit{.id = text, .size = 2, .latest = text},
                              .versions = {}});
}

std::string story(const std::string& text) {
  StoryResponse told;
  told.id = told.headline = text;
  told.sources = {{text, 1, false}};
  told.days = {{.date = "1987-10-19", .articles = 1, .turning_point = true, .new_words = {text}}};
  told.hits = {example_hit(text)};
  return story_page(told);
}

std::string error(const std::string& text) { return error_page(404, text, text); }

}  // namespace

TEST_CASE("text from outside adds no tag and no attribute to any page, wherever it stands") {
  for (const auto page : {results, nothing, article, story, error}) {
    const std::vector<std::string> expected = skeleton(page(kHarmless));
    for (const std::string& text : kHostile) {
      CAPTURE(text);
      CHECK(skeleton(page(text)) == expected);
    }
  }
}

TEST_CASE("text is shown as it was written, with the five characters that mean something to HTML escaped") {
  const std::string text = R"(Q&A: <b>"quotes"</b> 'n' more)";
  const std::string escaped = "Q&amp;A: &lt;b&gt;&quot;quotes&quot;&lt;/b&gt; &#39;n&#39; more";
  const std::string page = search_page(Example(text).request, Example(text).response, "q=x");
  CHECK_THAT(page, Catch::Contains("value=\"" + escaped + "\""));
  CHECK_THAT(page, Catch::Contains("<mark>" + escaped + "</mark>"));
  CHECK_THAT(page, Catch::Contains("<a href=\"https://example.org/1" + escaped + "\" rel=\"noopener\">"));
  CHECK_THAT(page, Catch::Contains("<title>" + escaped));
  CHECK_THAT(page, !Catch::Contains("<b>"));
}

TEST_CASE("only http and https addresses become links") {
  const auto [url, linked] = GENERATE(table<std::string, bool>({{"https://example.org/a?b=1", true},
                                                                {"HTTP://EXAMPLE.ORG", true},
                                                                {"javascript:alert(1)", false},
                                                                {" javascript:alert(1)", false},
                                                                {"java\nscript:alert(1)", false},
                                                                {"https://example.org/\nx", false},
                                                                {"data:text/html,x", false},
                                                                {"//example.org/", false},
                                                                {"/etc/passwd", false},
                                                                {"https://", false},
                                                                {"", false}}));
  CAPTURE(url);
  CHECK(web_address(url) == (linked ? url : ""));
}

TEST_CASE("an article without a web address is linked to its own page, its id percent-encoded") {
  Example example;
  example.response.hits[0].article.url = "javascript:alert(1)";
  example.response.hits[0].article.id = "a/b?c#d e\"é";
  const std::string page = search_page(example.request, example.response, "q=x");
  CHECK_THAT(page, Catch::Contains("><a href=\"/article/a%2Fb%3Fc%23d%20e%22%C3%A9\">"));
  CHECK_THAT(page, !Catch::Contains("javascript:"));
}

TEST_CASE("no page holds a style, a script of its own, an event handler or anything from another host") {
  for (const auto page : {results, nothing, article, error}) {
    const std::string html = page(kHarmless);
    for (const std::string& tag : skeleton(html)) {
      CAPTURE(tag);
      CHECK((tag.rfind("<script", 0) != 0 || tag == "<script type src blocking>" || tag == "<script type src>"));
      CHECK_THAT(tag, !Catch::StartsWith("<style") && !Catch::Contains(" style") && !Catch::Contains(" on"));
    }
    CHECK_THAT(html, Catch::Contains("<script type=\"module\" src=\"/assets/search.js\" blocking=\"render\"></script>\n"
                                     "<script type=\"module\" src=\"/newssearch.js\"></script>"));
    CHECK_THAT(html, !Catch::Contains("src=\"http") && !Catch::Contains("stylesheet\" href=\"http"));
  }
}

TEST_CASE("every tag that is opened is closed, in order") {
  const std::set<std::string> kVoid = {"!doctype", "meta", "link", "input"};
  for (const auto page : {results, nothing, article, error}) {
    std::vector<std::string> open;
    for (const std::string& tag : skeleton(page(kHarmless))) {
      const std::string name = tag.substr(1, tag.find_first_of(" />", 1) - 1);
      if (tag[1] == '/') {
        REQUIRE(!open.empty());
        CHECK("</" + open.back() + ">" == tag);
        open.pop_back();
      } else if (kVoid.count(name) == 0 && tag[tag.size() - 2] != '/') {
        open.push_back(name);
      }
    }
    CHECK(open.empty());
  }
}
