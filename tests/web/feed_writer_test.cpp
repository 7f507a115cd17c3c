#include "server/web/feed_writer.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "server/web/opensearch.h"
#include "tests/support/xml_document.h"
#include "tests/web/example.h"

using namespace newssearch;
using nlohmann::json;
using Texts = std::vector<std::string>;

namespace {

const FeedPlace kPlace = {.origin = "https://news.example.org",
                          .self = "https://news.example.org/v1/feed.x?q=a&tag=b",
                          .page = "https://news.example.org/search?q=a&tag=b"};

/// One search that found a report with everything, one with next to nothing, and one with a day and no more.
struct Found {
  SearchRequest request;
  SearchResponse response;

  Found() {
    request.text = "harbour";
    SearchHit full, bare, dated;
    full.article.id = "7";
    full.article.url = "https://paper.example/7?a=1&b=2";
    full.article.headline = "Harbour <b>reopens</b> & trades";
    full.article.published = parse_iso_date("1987-10-19T09:41:00Z").value();
    full.article.updated = parse_iso_date("1987-10-20T08:00:05+02:00").value();
    full.article.authors = {"Ada Okafor", "Tom Hale"};
    full.article.source = "Courier";
    full.article.sections = {"Home", "Coast"};
    full.article.tags = {"ports", "Home"};
    full.article.lang = "en";
    full.snippet.parts = {{"Ships & <ferries> ", false}, {"came", true}};
    bare.article.id = "a/b c";
    bare.article.lang = "und";
    dated.article.id = "9";
    dated.article.published = parse_iso_date("1987-03-01").value();
    dated.article.source = "Wire";
    response.hits = {full, bare, dated};
  }
  XmlNode rss(const FeedPlace& place = kPlace) const { return parse_xml(rss_feed(request, response, place)); }
  XmlNode atom(const FeedPlace& place = kPlace) const { return parse_xml(atom_feed(request, response, place)); }
  json as_json(const FeedPlace& place = kPlace) const { return json::parse(json_feed(request, response, place)); }
};

bool has_entry_id(const std::string& id) {
  return id.size() == 45 && id.starts_with("urn:uuid:") && id[23] == '8' && std::string("89ab").find(id[28]) < 4;
}

}  // namespace

TEST_CASE("an RSS item says all that is known of an article, its text escaped as HTML") {
  const auto channel = Found().rss().only("channel");
  CHECK(channel.only("title").text == "harbour – newssearch");
  CHECK(channel.only("link").text == kPlace.page);
  CHECK(channel.link("self") == kPlace.self);
  CHECK(channel.only("lastBuildDate").text == "Tue, 20 Oct 1987 06:00:05 GMT");
  const auto item = channel.all("item").at(0);
  CHECK(item.only("title").text == "Harbour <b>reopens</b> & trades");
  CHECK(item.only("link").text == "https://paper.example/7?a=1&b=2");
  CHECK(has_entry_id(item.only("guid").text));
  CHECK(item.only("guid").attributes.at("isPermaLink") == "false");
  CHECK(item.only("pubDate").text == "Mon, 19 Oct 1987 09:41:00 GMT");
  CHECK(item.texts("dc:creator") == Texts{"Ada Okafor", "Tom Hale"});
  CHECK(item.only("dc:publisher").text == "Courier");
  CHECK(item.only("dc:language").text == "en");
  CHECK(item.texts("category") == Texts{"Home", "Coast", "ports"});
  CHECK(item.only("description").text == "Ships &amp; &lt;ferries&gt; came");
}

TEST_CASE("an Atom entry says all that is known of an article, its text as it is") {
  const auto feed = Found().atom();
  CHECK(feed.only("atom:id").text == kPlace.page);
  CHECK(feed.only("atom:updated").text == "1987-10-20T06:00:05Z");
  CHECK(feed.link("self") == kPlace.self);
  CHECK(feed.link("alternate") == kPlace.page);
  const auto entry = feed.all("atom:entry").at(0);
  CHECK(entry.attributes.at("xml:lang") == "en");
  CHECK(has_entry_id(entry.only("atom:id").text));
  CHECK(entry.only("atom:title").text == "Harbour <b>reopens</b> & trades");
  CHECK(entry.link("alternate") == "https://paper.example/7?a=1&b=2");
  CHECK(entry.only("atom:published").text == "1987-10-19T09:41:00Z");
  CHECK(entry.only("atom:updated").text == "1987-10-20T06:00:05Z");
  CHECK(entry.all("atom:author").at(1).only("atom:name").text == "Tom Hale");
  CHECK(entry.all("atom:category").at(2).attributes.at("term") == "ports");
  CHECK(entry.only("atom:summary").text == "Ships & <ferries> came");
}

TEST_CASE("a JSON Feed item says all that is known of an article") {
  const auto feed = Found().as_json();
  CHECK(feed.at("version") == "https://jsonfeed.org/version/1.1");
  CHECK(feed.at("feed_url") == kPlace.self);
  CHECK(feed.at("home_page_url") == kPlace.page);
  CHECK(feed.at("items").at(0) == json{{"id", "7"},
                                       {"url", "https://paper.example/7?a=1&b=2"},
                                       {"title", "Harbour <b>reopens</b> & trades"},
                                       {"content_text", "Ships & <ferries> came"},
                                       {"summary", "Ships & <ferries> came"},
                                       {"date_published", "1987-10-19T09:41:00Z"},
                                       {"date_modified", "1987-10-20T06:00:05Z"},
                                       {"authors", {{{"name", "Ada Okafor"}}, {{"name", "Tom Hale"}}}},
                                       {"tags", {"Home", "Coast", "ports"}},
                                       {"language", "en"}});
}

TEST_CASE("an undated article has no date in RSS and JSON Feed, and is not in Atom, which wants one") {
  const Found found;
  const auto item = found.rss().only("channel").all("item").at(1);
  CHECK(item.only("title").text == "Untitled");
  CHECK(item.only("link").text == "https://news.example.org/article/a%2Fb%20c");
  CHECK(item.children.size() == 3);
  CHECK(found.as_json().at("items").at(1) ==
        json{{"id", "a/b c"}, {"url", "https://news.example.org/article/a%2Fb%20c"}, {"content_text", ""}});
  CHECK(found.atom().all("atom:entry").size() == 2);
}

TEST_CASE("a day without a time is its midnight, and an outlet stands for an author who is not named") {
  const Found found;
  CHECK(found.rss().only("channel").all("item").at(2).only("pubDate").text == "Sun, 01 Mar 1987 00:00:00 GMT");
  CHECK(found.as_json().at("items").at(2).at("date_published") == "1987-03-01T00:00:00Z");
  const auto entry = found.atom().all("atom:entry").at(1);
  CHECK(entry.only("atom:updated").text == "1987-03-01T00:00:00Z");
  CHECK(entry.only("atom:author").only("atom:name").text == "Wire");
}

TEST_CASE("an entry stays the same one when its article is updated or the server moves, and no other article is it") {
  Found found;
  const auto ids = [&](const FeedPlace& place) {
    Texts found_ids;
    for (const auto& entry : found.atom(place).all("atom:entry")) found_ids.push_back(entry.only("atom:id").text);
    return found_ids;
  };
  const auto before = ids(kPlace);
  CHECK(before.at(0) != before.at(1));
  CHECK(found.rss().only("channel").all("item").at(0).only("guid").text == before.at(0));
  found.response.hits[0].article.headline = "Harbour closes";
  found.response.hits[0].article.url.clear();
  CHECK(ids({"http://elsewhere.example", "http://elsewhere.example/f", "http://elsewhere.example/p"}) == before);
  found.response.hits[0].article.source = "Another";  // whose number 7 is another report
  CHECK(ids(kPlace).at(0) != before.at(0));
}

TEST_CASE("feeds are well-formed and lose nothing but what XML cannot hold, whatever an article holds") {
  const auto [text, read] = GENERATE(table<std::string, std::string>({
      {"a ]]> b", "a ]]> b"},
      {"<![CDATA[ <!-- & &amp; &#0; ?>", "<![CDATA[ <!-- & &amp; &#0; ?>"},
      {"\" onclick=\"x", "\" onclick=\"x"},
      {"bell\a escape\x1b form\f", "bell\ufffd escape\ufffd form\ufffd"},
      {std::string("nul\0l", 5), "nul\ufffdl"},
      {"tab\tline\nreturn\r.", "tab\tline\nreturn\r."},
      {"lone \xed\xa0\x80 surrogate", "lone \ufffd\ufffd\ufffd surrogate"},
      {"cut \xe2\x82", "cut \ufffd"},
      {"\xff\xfe", "\ufffd\ufffd"},
      {"none \uffff \ufffe", "none \ufffd \ufffd"},
      {"\U0001f6a2 \u0627\u0644\u0645\u064a\u0646\u0627\u0621 e\u0301",
       "\U0001f6a2 \u0627\u0644\u0645\u064a\u0646\u0627\u0621 e\u0301"},
  }));
  CAPTURE(text);
  Found found;
  found.request.text = text;
  for (FacetFilter& filter : found.request.filters) filter = {.any = {text}, .none = {text}};
  SearchHit& hit = found.response.hits[0];
  Article& article = hit.article;
  article.id = article.headline = article.source = article.lang = text;
  article.url = "https://paper.example/" + text;
  article.authors = article.sections = article.tags = {text};
  hit.snippet.parts = {{text, true}};
  const auto item = found.rss().only("channel").all("item").at(0);
  CHECK(item.only("title").text == read);
  CHECK(item.only("dc:creator").text == read);
  const auto entry = found.atom().all("atom:entry").at(0);
  CHECK(entry.only("atom:summary").text == read);
  CHECK(entry.only("atom:category").attributes.count("term") == 1);
  CHECK(found.as_json().at("items").size() == 3);
}

TEST_CASE("an address that a feed could not hold is percent-encoded, and what is no web address is not linked") {
  Found found;
  auto& article = found.response.hits[0].article;
  const auto [url, linked] = GENERATE(table<std::string, std::string>({
      {"https://paper.example/a b|c?d=<e>\"%20#f", "https://paper.example/a%20b%7Cc?d=%3Ce%3E%22%20#f"},
      {"https://paper.example/\u00e9", "https://paper.example/%C3%A9"},
      {"javascript:alert(1)", "https://news.example.org/article/7"},
      {"", "https://news.example.org/article/7"},
  }));
  article.url = url;
  CHECK(found.rss().only("channel").all("item").at(0).only("link").text == linked);
  CHECK(found.atom().all("atom:entry").at(0).link("alternate") == linked);
  CHECK(found.as_json().at("items").at(0).at("url") == linked);
}

TEST_CASE("a feed is called by what was asked") {
  const auto [text, title] = GENERATE(table<std::string, std::string>({
      {"oil prices", "oil prices (crude, not Opinion) – newssearch"},
      {" ", "Newest articles (crude, not Opinion) – newssearch"},
      {"*", "Newest articles (crude, not Opinion) – newssearch"},
  }));
  Found found;
  found.request.text = text;
  found.request.filter(Facet::section) = {.any = {"crude"}, .none = {"Opinion"}};
  CHECK(found.as_json().at("title") == title);
}

TEST_CASE("a feed that goes on says where, and one without entries is a feed") {
  Found found;
  FeedPlace place = kPlace;
  CHECK(found.atom().link("next") == "");
  CHECK_FALSE(found.as_json().contains("next_url"));
  place.next = "https://news.example.org/v1/feed.x?q=a&cursor=b";
  CHECK(found.rss(place).only("channel").link("next") == place.next);
  CHECK(found.atom(place).link("next") == place.next);
  CHECK(found.as_json(place).at("next_url") == place.next);
  found.response.hits.clear();
  CHECK(found.rss().only("channel").all("item").empty());
  CHECK(found.atom().only("atom:updated").text == "1970-01-01T00:00:00Z");
  CHECK(found.as_json().at("items") == json::array());
}

TEST_CASE("the description for browsers has a short name and absolute addresses") {
  const auto description = parse_xml(opensearch_description("https://news.example.org"));
  CHECK(description.name == "os:OpenSearchDescription");
  CHECK(description.only("os:ShortName").text.size() <= 16);
  CHECK(description.only("os:Description").text.size() <= 1024);
  std::map<std::string, std::string> templates;
  for (const auto& url : description.all("os:Url"))
    templates[url.attributes.at("type")] = url.attributes.at("template");
  CHECK(templates.at("text/html") == "https://news.example.org/search?q={searchTerms}");
  CHECK(templates.at("application/x-suggestions+json") ==
        "https://news.example.org/v1/suggest/opensearch?q={searchTerms}");
  CHECK(templates.at("application/rss+xml").find("/v1/feed.rss?q={searchTerms}&per_page={count?}") !=
        std::string::npos);
}

TEST_CASE("browsers get each completion once, with what is under it and where that is") {
  SuggestResponse response;
  response.suggestions = {{"Oil & gas", SuggestionKind::section, 1200, ""},
                          {"Oil & gas", SuggestionKind::tag, 3, ""},
                          {"Oilrig City", SuggestionKind::name, 1, ""},
                          {"Oil prices rise", SuggestionKind::headline, 1, "wire/2"}};
  CHECK(json::parse(opensearch_suggestions("OI", response, "http://[::1]:80")) ==
        json::array({"OI",
                     {"Oil & gas", "Oilrig City", "Oil prices rise"},
                     {"1,200 articles", "1 article", "1 article"},
                     {"http://[::1]:80/search?section=Oil%20%26%20gas", "http://[::1]:80/search?q=Oilrig%20City",
                      "http://[::1]:80/article/wire%2F2"}}));
  CHECK(opensearch_suggestions("x", {}, "http://a") == R"(["x",[],[],[]])");
}
