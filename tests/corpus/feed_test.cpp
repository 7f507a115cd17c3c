#include "corpus/web_address.h"
#include "tests/corpus/reading.h"

using namespace newssearch;

TEST_CASE("an item of RSS 2.0 becomes an article") {
  const Article article = read_article(R"(<?xml version="1.0"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
     xmlns:atom="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/">
<channel><title>The Lamp</title><link>https://lamp.example/</link><language>en-gb</language>
<atom:link href="https://lamp.example/feed" rel="self"/>
<item><title>Old bridge to &amp;amp; fro</title><media:title>A picture</media:title>
<link>https://lamp.example/bridge</link><guid isPermaLink="false">lamp-17</guid>
<description>Short.</description>
<content:encoded><![CDATA[<p>The bridge closes.</p><p>Traders object.</p>]]></content:encoded>
<dc:creator>Jane Doe and John Roe</dc:creator><category>Local</category>
<pubDate>Mon, 03 Mar 2025 10:15:00 +0100</pubDate></item></channel></rss>)");
  CHECK(article.id == "lamp-17");
  CHECK(article.url == "https://lamp.example/bridge");
  CHECK(article.headline == "Old bridge to & fro");
  CHECK(article.body == "The bridge closes.\n\nTraders object.");
  CHECK(article.authors == Lines{"Jane Doe", "John Roe"});
  CHECK(article.sections == Lines{"Local"});
  CHECK(article.source == "The Lamp");
  CHECK(article.lang == "en");
  CHECK(date_of(article.published) == "2025-03-03T09:15:00Z");
  CHECK(article.published->source == DateSource::feed);
}

TEST_CASE("an entry of Atom becomes an article") {
  const Article article = read_article(R"(<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"
  xml:base="https://lamp.example/news/"><title>Die Lampe</title><author><name>Redaktion</name></author>
<entry><id>tag:lamp,1</id><title type="html">Br&amp;uuml;cke &lt;b&gt;zu&lt;/b&gt;</title>
<link rel="self" href="1.atom"/><link href="../bruecke.html"/>
<published>2025-03-03T10:00:00Z</published><updated>2025-03-04T10:00:00Z</updated>
<category term="Bau"/><category term="Stadt" label="Die Stadt"/>
<summary>Kurz.</summary>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Die <b>Brücke</b> schließt.</p><p>Basta.</p></div>
</content></entry></feed>)");
  CHECK(article.id == "tag:lamp,1");
  CHECK(article.url == "https://lamp.example/bruecke.html");
  CHECK(article.headline == "Brücke zu");
  CHECK(article.body == "Die Brücke schließt.\n\nBasta.");
  CHECK(article.authors == Lines{"Redaktion"});
  CHECK(article.tags == Lines{"Bau", "Die Stadt"});
  CHECK(article.lang == "de");
  CHECK(date_of(article.published) == "2025-03-03T10:00:00Z");
  CHECK(date_of(article.updated) == "2025-03-04T10:00:00Z");
}

TEST_CASE("an entry that has only been updated is dated by that, with less confidence") {
  const Article article = read_article(
      "<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>T</title><updated>2025-03-04</updated></entry></feed>");
  CHECK(date_of(article.published) == "2025-03-04");
  CHECK(article.published->confidence == 0.7);
}

TEST_CASE("RSS 1.0, Atom 0.3 and JSON Feed are read too") {
  const auto [feed, headline, body, date] = GENERATE(table<std::string, std::string, std::string, std::string>({
      {"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/' "
       "xmlns:dc='http://purl.org/dc/elements/1.1/'><channel><title>F</title></channel><item rdf:about='urn:1'>"
       "<title>Rates rise</title><description>The bank acted.</description><dc:date>2004-02-07T14:04Z</dc:date></item>"
       "</rdf:RDF>",
       "Rates rise", "The bank acted.", "2004-02-07T14:04:00Z"},
      {"<feed version='0.3' xmlns='http://purl.org/atom/ns#'><entry><title>Rates rise</title><id>urn:1</id>"
       "<issued>2004-02-07</issued><content type='text/html' mode='escaped'>&lt;p&gt;The bank "
       "acted.&lt;/p&gt;</content>"
       "</entry></feed>",
       "Rates rise", "The bank acted.", "2004-02-07"},
      {"{\n\"version\": \"https:\\/\\/jsonfeed.org\\/version\\/1.1\", \"title\": \"F\", \"items\": [{\"id\": "
       "\"urn:1\", "
       "\"title\": \"Rates rise\", \"content_html\": \"<p>The bank acted.</p>\", \"date_published\": \"2004-02-07\"}]}",
       "Rates rise", "The bank acted.", "2004-02-07"},
      {"<rss><channel><item><guid>urn:1</guid><title>Rates rise</title><description>The bank acted.</description>"
       "<pubDate>Sat, 07 Feb 04 14:04:00 GMT</pubDate></item></channel></rss>",
       "Rates rise", "The bank acted.", "2004-02-07T14:04:00Z"},
  }));
  const Article article = read_article(feed);
  CHECK(article.id == "urn:1");
  CHECK(article.headline == headline);
  CHECK(article.body == body);
  CHECK(date_of(article.published) == date);
}

TEST_CASE("a feed that breaks off keeps the entries before") {
  CHECK(outcomes(read_all("<rss><channel>\n<item><title>One</title></item>\n<item><title>Two</title></item>"
                          "<item><title>Thr")) ==
        Lines{"file#1 One", "file#2 Two", "file#3 bad_xml: not well-formed at line 3: no element found"});
}

TEST_CASE("an entry without text, or with a bad field, costs no other") {
  CHECK(outcomes(read_all(
            "<rss><channel><item/><item><link>x</link></item><item><title>Two</title></item></channel></rss>")) ==
        Lines{"file#1 no_text: no text at all", "file#2 Two"});
  CHECK(outcomes(read_all(R"({"version":"https://jsonfeed.org/version/1","items":[{"title":7},{"title":"Two"},3]})")) ==
        Lines{"file:1#1 bad_field: title: expected a string, found number", "file:1#2 Two",
              "file:1#3 bad_field: items: expected objects in the list"});
  CHECK(outcomes(read_all("<rss><channel><title>F</title></channel></rss>")) == Lines{"file empty: no articles in it"});
}

TEST_CASE("the people of a feed are named, not addressed") {
  const auto [author, expected] = GENERATE(table<std::string, Lines>({
      {"jane@example.org (Jane Doe)", {"Jane Doe"}},
      {"Jane Doe &lt;jane@example.org&gt;", {"Jane Doe"}},
      {"Jane Doe (jane@example.org)", {"Jane Doe"}},
      {"jane@example.org", {}},
      {"Jane Doe", {"Jane Doe"}},
  }));
  INFO(author);
  CHECK(read_article("<rss><channel><item><title>T</title><author>" + author + "</author></item></channel></rss>")
            .authors == expected);
}

TEST_CASE("an address is resolved as a browser would") {
  const auto [address, expected] = GENERATE(table<std::string, std::string>({
      {"https://b.example/x", "https://b.example/x"},
      {"//b.example/x", "https://b.example/x"},
      {"/x/../y", "https://a.example/y"},
      {"c.html?d=/e/../f", "https://a.example/one/c.html?d=/e/../f"},
      {"../../../c", "https://a.example/c"},
      {"./", "https://a.example/one/"},
      {"?q", "https://a.example/one/two?q"},
      {"mailto:jane@example.org", "mailto:jane@example.org"},
      {"", ""},
  }));
  CHECK(resolve_address(address, "https://a.example/one/two?three#four") == expected);
  CHECK(resolve_address("/x", "") == "/x");
}

TEST_CASE("entries that a missing end tag has swallowed are found") {
  CHECK(outcomes(read_all("<rss><channel><category><item><title>One</title></item></channel></rss>")) ==
        Lines{"file#1 One", "file#2 bad_xml: not well-formed at line 1: mismatched tag"});
}
