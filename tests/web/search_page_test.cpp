#include <catch2/catch.hpp>

#include "server/web/search_page.h"
#include "tests/web/example.h"

using namespace newssearch;
using Catch::Contains;

namespace {

/// A plain search: no filters, no warnings, no facets.
struct Plain : Example {
  Plain() : Example("harbour") {
    request = {};
    request.text = "harbour";
    response.warnings.clear();
    response.facets.clear();
    response.histogram.reset();
  }
  std::string page(const std::string& query_string = "q=harbour") const {
    return search_page(request, response, query_string);
  }
};

}  // namespace

TEST_CASE("the heading is a sentence: how many articles, for what") {
  Plain plain;
  plain.response.total = plain.response.folded = 1843;
  CHECK_THAT(plain.page(), Contains("<h1>1,843 articles for “<bdi>harbour</bdi>”</h1>"));
  CHECK_THAT(plain.page(), Contains("<title>harbour – newssearch</title>"));
  plain.response.total = plain.response.folded = 1;
  CHECK_THAT(plain.page(), Contains("<h1>1 article for"));
}

TEST_CASE("what was read otherwise than asked is said above the hits, with a link where there is a choice") {
  Plain plain;
  CHECK_THAT(plain.page(), !Contains("Too few articles"));
  CHECK_THAT(plain.page(), !Contains("Did you mean"));
  plain.response.relaxed = true;
  plain.response.optional = {"dam", "<i>"};
  plain.response.dropped = {"zzzq"};
  plain.response.did_you_mean = DidYouMean{"harbor & dam", 12};
  CHECK_THAT(plain.page(), Contains("Too few articles hold all the words, showing those with any of <bdi>dam</bdi>, "
                                    "<bdi>&lt;i&gt;</bdi>."));
  CHECK_THAT(plain.page(), Contains("No article holds <bdi>zzzq</bdi>: left out."));
  CHECK_THAT(plain.page(), Contains("Did you mean <a href=\"/search?q=harbor"));
  CHECK_THAT(plain.page(), Contains("<bdi>harbor &amp; dam</bdi></a>? (12 articles)"));
  plain.response.corrected = "harbour";
  CHECK_THAT(plain.page(), Contains("These are the answers for <a href="));
}

TEST_CASE("without words the page shows the newest articles, and relevance is no choice") {
  Plain plain;
  plain.request.text = GENERATE("", " ", "*");
  const std::string page = plain.page("");
  CHECK_THAT(page, Contains("<title>Newest articles – newssearch</title>"));
  CHECK_THAT(page, Contains("<h1>25 articles</h1>"));
  CHECK_THAT(page, Contains("<a aria-current=\"true\" href=\"/search?sort=newest\">Newest</a>"));
  CHECK_THAT(page, !Contains("Relevance"));
}

TEST_CASE("the order is switched by links, and the present one is marked") {
  Plain plain;
  CHECK_THAT(plain.page("q=harbour&page=2"),
             Contains("<a aria-current=\"true\" href=\"/search?q=harbour&amp;sort=relevance\">Relevance</a>"));
  plain.request.sort = SortOrder::oldest;
  const std::string page = plain.page("q=harbour&sort=oldest&page=2");
  CHECK_THAT(page, Contains("<a href=\"/search?q=harbour&amp;sort=newest\">Newest</a>"));
  CHECK_THAT(page, Contains("<a aria-current=\"true\" href=\"/search?q=harbour&amp;sort=oldest\">Oldest</a>"));
}

TEST_CASE("one chooses whether copies, or all of a story, are one result") {
  Plain plain;
  plain.request.collapse = Collapse::story;
  const std::string page = plain.page("q=harbour&collapse=story&page=2");
  CHECK_THAT(page, Contains("<a href=\"/search?q=harbour&amp;collapse=copies\">No copies</a>"));
  CHECK_THAT(page, Contains("<a aria-current=\"true\" href=\"/search?q=harbour&amp;collapse=story\">Stories</a>"));
  CHECK_THAT(page, Contains("<a href=\"/search?q=harbour&amp;collapse=none\">All articles</a>"));
}

TEST_CASE("a hit shows what matched, where it is from and when, and leads to the original and to its like") {
  Plain plain;
  SearchHit& hit = plain.response.hits[0];
  hit.headline = {{"The ", false}, {"harbour", true}};
  hit.article.source = "Courier";
  hit.article.sections = {"Home", "Coast"};
  hit.article.authors = {"Ada Okafor", "Tom Hale"};
  hit.snippet.text_fragment = "#:~:text=Ships,%26%20all";
  const std::string page = plain.page();
  CHECK_THAT(page, Contains("<a href=\"https://example.org/1#:~:text=Ships,%26%20all\" rel=\"noopener\">The "
                            "<mark>harbour</mark></a>"));
  CHECK_THAT(page,
             Contains("<bdi>Courier</bdi> · <bdi>Home</bdi> · <bdi>Coast</bdi> · <bdi>Ada Okafor, Tom Hale</bdi> · "
                      "<time dir=\"ltr\" datetime=\"1987-10-19T09:41:00Z\">19 October 1987, 09:41 UTC</time>"));
  CHECK_THAT(page, Contains("href=\"/article/reut%3A1\">Related articles</a>"));
}

TEST_CASE("an address that points into its page, or to no page, is linked as it is") {
  Plain plain;
  SearchHit& hit = plain.response.hits[0];
  hit.snippet.text_fragment = "#:~:text=Ships";
  hit.article.url = "https://example.org/1#comments";
  CHECK_THAT(plain.page(), Contains("<a href=\"https://example.org/1#comments\" rel=\"noopener\">"));
  hit.article.url = "javascript:alert(1)";
  CHECK_THAT(plain.page(), !Contains(":~:text="));
}

TEST_CASE("a hit without headline, source, date and snippet is still a hit one can open") {
  Plain plain;
  plain.response.hits[0] = {};
  plain.response.hits[0].article.id = "7";
  CHECK_THAT(
      plain.page(),
      Contains(
          "<h2><a href=\"/article/7\">Untitled</a></h2>\n<p class=\"facts\"><span dir=\"ltr\">Undated</span></p>"));
}

TEST_CASE("a hit takes the direction of its own text and names its language") {
  Plain plain;
  plain.response.hits[0].article.lang = "ar";
  CHECK_THAT(plain.page(), Contains("<li dir=\"auto\"><h2 lang=\"ar\">") && Contains("<p dir=\"auto\" lang=\"ar\">"));
  plain.response.hits[0].article.lang = "und";
  CHECK_THAT(plain.page(), Contains("<li dir=\"auto\"><h2>") && !Contains("lang=\"und\""));
}

TEST_CASE("a facet's value is a link that selects it, or takes it away where it is selected") {
  Plain plain;
  plain.response.facets = {{Facet::section, {{"World & Co", 1611, false}, {"Politics", 9, true}}, 2},
                           {Facet::lang, {{"en", 20, false}, {"de", 5, false}}, 2}};
  const std::string page = plain.page("q=harbour&section=POLITICS&page=3");
  CHECK_THAT(page, Contains("<a href=\"/search?q=harbour&amp;section=POLITICS&amp;section=World%20%26%20Co\">"
                            "<bdi>World &amp; Co</bdi> <span>1,611</span></a>"));
  CHECK_THAT(page,
             Contains("<a aria-current=\"true\" href=\"/search?q=harbour\"><bdi>Politics</bdi> <span>9</span></a>"));
  CHECK_THAT(page, Contains("<h2>Language</h2>") && Contains("<bdi>Deutsch</bdi>"));
}

TEST_CASE("selecting a value that was shut out lets it in") {
  Plain plain;
  plain.response.facets = {{Facet::section, {{"World", 5, false}, {"Home", 4, false}}, 2}};
  CHECK_THAT(plain.page("section=-world"), Contains("<a href=\"/search?section=World\"><bdi>World</bdi>"));
}

TEST_CASE("a facet's first six values stand open, the others unfold, and a selected one is never folded away") {
  Plain plain;
  FacetCounts counts{Facet::tag, {}, 8};
  for (std::uint32_t i = 0; i < 8; ++i) counts.values.push_back({"tag" + std::to_string(i), 9 - i, false});
  plain.response.facets = {counts};
  CHECK_THAT(plain.page(), Contains("<details><summary>2 more</summary>"));
  plain.response.facets[0].values[7].selected = true;
  CHECK_THAT(plain.page(), Contains("<details open><summary>2 more</summary>"));
}

TEST_CASE("a facet whose only value is in every article is left out") {
  Plain plain;
  plain.response.facets = {{Facet::lang, {{"en", plain.response.total, false}}, 1}};
  CHECK_THAT(plain.page(), !Contains("<h2>Language</h2>"));
  plain.response.facets[0].values[0].selected = true;
  CHECK_THAT(plain.page(), Contains("<h2>Language</h2>"));
}

TEST_CASE("what narrows the search is listed, each with a link that takes it away") {
  Plain plain;
  plain.request.filter(Facet::section) = {.any = {"Politics"}, .none = {"Opinion"}};
  plain.request.filter(Facet::lang).any = {"de"};
  plain.request.dates = {.from = make_day(1987, 3, 1).value(), .to = make_day(1987, 3, 31).value()};
  const std::string page =
      plain.page("q=harbour&section=politics&section=-Opinion&lang=de&from=1987-03&to=1987-03&tz=UTC");
  CHECK_THAT(
      page,
      Contains(
          "<a href=\"/search?q=harbour&amp;section=-Opinion&amp;lang=de&amp;from=1987-03&amp;to=1987-03&amp;tz=UTC\">"
          "<span class=\"hidden\">Remove </span>Section <bdi>Politics</bdi></a>"));
  CHECK_THAT(page, Contains("section=politics&amp;lang=de&amp;from=1987-03&amp;to=1987-03&amp;tz=UTC\">"
                            "<span class=\"hidden\">Remove </span>Section <bdi>not Opinion</bdi></a>"));
  CHECK_THAT(page, Contains("Language <bdi>Deutsch</bdi>"));
  CHECK_THAT(
      page,
      Contains(
          "section=-Opinion&amp;lang=de&amp;tz=UTC\"><span class=\"hidden\">Remove </span>Date <bdi>March 1987</bdi>"));
  CHECK_THAT(page, Contains("<a href=\"/search?q=harbour&amp;tz=UTC\">Remove all filters</a>"));
}

TEST_CASE("an open range says which end it has") {
  Plain plain;
  plain.request.dates.from = make_day(1987, 3, 1).value();
  CHECK_THAT(plain.page(), Contains("Date <bdi>since 1 March 1987</bdi>"));
  plain.request.dates = {.from = {}, .to = make_day(1987, 3, 31).value()};
  plain.request.date_field = DateField::updated;
  CHECK_THAT(plain.page(), Contains("Updated <bdi>until 31 March 1987</bdi>"));
}

TEST_CASE("the search box keeps the filters and the order, and starts again on the first page") {
  Plain plain;
  plain.request.dates.from = make_day(1987, 3, 1).value();
  const std::string page =
      plain.page("q=harbour&section=Home&section=-Sport&sort=newest&from=1987-03&to=&page=4&cursor=x");
  CHECK_THAT(page, Contains("<form id=\"search\" action=\"/search\" role=\"search\">"));
  CHECK_THAT(page,
             Contains("<label for=\"q\">") && Contains("name=\"q\" type=\"search\"") && Contains("value=\"harbour\""));
  CHECK_THAT(page, Contains("<input type=\"hidden\" name=\"section\" value=\"Home\">\n"
                            "<input type=\"hidden\" name=\"section\" value=\"-Sport\">\n"
                            "<input type=\"hidden\" name=\"sort\" value=\"newest\">\n</form>"));
  CHECK_THAT(page, Contains("<input type=\"date\" form=\"search\" name=\"from\" value=\"1987-03-01\">"));
  CHECK_THAT(page, Contains("<input type=\"date\" form=\"search\" name=\"to\" value=\"\">"));
}

TEST_CASE("pages are turned by links that end where paging ends") {
  Plain plain;
  const auto at = [&plain](std::uint32_t page, std::uint32_t pages) {
    plain.response.page = page;
    plain.response.pages = pages;
    return plain.page("q=harbour&page=" + std::to_string(page));
  };
  CHECK_THAT(at(1, 1), !Contains("aria-label=\"Pages\""));
  CHECK_THAT(at(1, 3), !Contains("Previous") && Contains("Page 1 of 3") &&
                           Contains("href=\"/search?q=harbour&amp;page=2\">Next"));
  CHECK_THAT(at(2, 3), Contains("href=\"/search?q=harbour\">Previous") && Contains("page=3\">Next"));
  CHECK_THAT(at(3, 3), Contains("page=2\">Previous") && !Contains("Next</a>"));
  CHECK_THAT(at(99, 185),
             Contains("Page 99 of 100") && Contains("page=100\">Next") && !Contains("These are the first"));
  CHECK_THAT(at(100, 185), !Contains("Next</a>") && Contains("These are the first 1,000 of 25 articles."));
}

TEST_CASE("nothing found: the page says what was understood, offers to drop the filters, and gives advice") {
  Plain plain;
  plain.response.total = plain.response.folded = plain.response.pages = 0;
  plain.response.hits.clear();
  plain.response.parsed = "(harbour AND \"x\")";
  const std::string unfiltered = plain.page();
  CHECK_THAT(unfiltered,
             Contains("<h1>No articles for") && Contains("<code dir=\"auto\">(harbour AND &quot;x&quot;)</code>"));
  CHECK_THAT(unfiltered, Contains("What may help") && !Contains("without the filters"));
  plain.request.filter(Facet::tag).none = {"sport"};
  CHECK_THAT(plain.page("q=harbour&tag=-sport"),
             Contains("<a href=\"/search?q=harbour\">Search again without the filters</a>"));
}

TEST_CASE("an index without articles says so instead of giving advice on spelling") {
  Plain plain;
  plain.response.total = plain.response.folded = 0;
  plain.response.hits.clear();
  plain.response.index = {};
  CHECK_THAT(plain.page(), Contains("There are no articles in this index yet.") && !Contains("What may help"));
}

TEST_CASE("a page past the last one leads back to the first") {
  Plain plain;
  plain.response.page = 9;
  plain.response.hits.clear();
  CHECK_THAT(plain.page("q=harbour&page=9"), Contains("There is nothing on this page. <a href=\"/search?q=harbour\">"));
}

TEST_CASE("stories like the first hit stand beside the results with the words they share") {
  Plain plain;
  plain.related.hits[0].why = {"dredging", "quay"};
  const std::string page = search_page(plain.request, plain.response, "q=harbour", &plain.related);
  CHECK_THAT(page, Contains("Related to the first story") && Contains("Shares <bdi>dredging</bdi>, <bdi>quay</bdi>"));
  CHECK_THAT(plain.page(), !Contains("Related to the first story"));
  plain.related.hits.clear();
  CHECK_THAT(search_page(plain.request, plain.response, "q=harbour", &plain.related),
             !Contains("Related to the first story"));
}

TEST_CASE("the footer tells what was searched, and leads to the same answer as JSON") {
  Plain plain;
  plain.response.took_ms = 0.94;
  const std::string page = plain.page("q=harbour&sort=newest");
  CHECK_THAT(
      page,
      Contains("19,043 articles, newest <time datetime=\"1987-10-20T22:53:00Z\">20 October 1987, 22:53 UTC</time> "
               "· generation 12 · 0.9 ms"));
  CHECK_THAT(page, Contains("<a href=\"/v1/search?q=harbour&amp;sort=newest\">This search as JSON</a>"));
}

TEST_CASE("a search can be followed, where nothing is found too, and browsers are told how to search here") {
  Plain plain;
  const std::string query = "q=harbour&section=Home&sort=oldest&page=2&utm_source=mail&tag=";
  const std::string page = plain.page(query);
  CHECK_THAT(page, Contains("<link rel=\"search\" type=\"application/opensearchdescription+xml\" title=\"newssearch\" "
                            "href=\"/opensearch.xml\">"));
  CHECK_THAT(page, Contains("<link rel=\"alternate\" type=\"application/rss+xml\" title=\"This search as a feed\" "
                            "href=\"/v1/feed.rss?q=harbour&amp;section=Home\">"));
  CHECK_THAT(page, Contains("Follow this search: <a href=\"/v1/feed.rss?q=harbour&amp;section=Home\">RSS</a>"));
  plain.response.total = plain.response.folded = 0;
  plain.response.hits.clear();
  CHECK_THAT(plain.page(query), Contains("<a href=\"/v1/feed.atom?q=harbour&amp;section=Home\">Atom</a>"));
  CHECK_THAT(error_page(404, "Gone", "It is gone."), Contains("rel=\"search\"") && !Contains("rel=\"alternate\""));
}

TEST_CASE("warnings are shown") {
  Plain plain;
  CHECK_THAT(plain.page(), !Contains("class=\"warnings\""));
  plain.response.warnings = {{"A quotation mark has no partner.", 0, 1}};
  CHECK_THAT(plain.page(), Contains("<li dir=\"auto\">A quotation mark has no partner.</li>"));
}

TEST_CASE("a full page of ten hits with facets and sixty bars stays under 40 kB") {
  Example example("A headline of quite ordinary length, as they go");
  example.response.hits.assign(10, example.response.hits[0]);
  example.related.hits.assign(5, example.related.hits[0]);
  example.response.histogram->buckets.clear();
  Day day = make_day(1987, 1, 1).value();
  for (int i = 0; i < 60; ++i, day += std::chrono::days(1)) {
    example.response.histogram->buckets.push_back(
        {format_iso(day), format_iso(day + std::chrono::days(1)), 1U + i % 7, 0});
  }
  for (FacetFilter& filter : example.request.filters) filter = {};
  for (FacetCounts& counts : example.response.facets) counts.values.assign(10, {"An ordinary value", 12, false});
  const std::string page =
      search_page(example.request, example.response, "q=an+ordinary+query&sort=newest", &example.related);
  CHECK(page.size() < 40'000);
}
