#include "tests/corpus/reading.h"

using namespace newssearch;

namespace {

std::string nitf(const std::string& docdata, const std::string& body_head = "<hedline><hl1>Old bridge</hl1></hedline>",
                 const std::string& content = "<p>It closes.</p>") {
  return "<?xml version='1.0'?><!DOCTYPE nitf SYSTEM 'nitf.dtd'><nitf><head><docdata>" + docdata +
         "</docdata></head><body><body.head>" + body_head + "</body.head><body.content>" + content +
         "</body.content></body></nitf>";
}

}  // namespace

TEST_CASE("a story in NITF becomes an article") {
  const Article article = read_article(nitf(
      "<doc-id id-string='lamp-17' regsrc='LAMP'/><date.issue norm='20250303T101500+0100'/><ed-msg info='Adds quote'/>"
      "<doc.copyright holder='The Lamp Agency' year='2025'/><key-list><keyword key='bridge'/></key-list>",
      "<hedline><hl1>Old bridge to close</hl1><hl2>Traders object</hl2></hedline>"
      "<byline>By <person>Jane Doe</person><byttl>Staff Writer</byttl></byline><distributor>The Lamp</distributor>"
      "<dateline><location><city>Saltmere</city></location></dateline>",
      "<media media-type='image'><media-caption>A bridge</media-caption></media><p>The <location>bridge</location> "
      "closes.</p><hl2>What next</hl2><p>Ferries<br/>run.</p>"));
  CHECK(article.id == "lamp-17");
  CHECK(article.headline == "Old bridge to close");
  CHECK(article.body == "The bridge closes.\n\nWhat next\n\nFerries\nrun.");
  CHECK(article.authors == Lines{"Jane Doe"});
  CHECK(article.source == "The Lamp");
  CHECK(article.ednote == "Adds quote");
  CHECK(article.places == Lines{"Saltmere"});
  CHECK(article.tags == Lines{"bridge"});
  CHECK(date_of(article.published) == "2025-03-03T09:15:00Z");
}

TEST_CASE("the release of a story, where it is later than its issue, is an embargo") {
  const std::string issue = "<doc-id id-string='a'/><date.issue norm='20250303T100000Z'/>";
  const auto embargo = [&](const std::string& more) { return date_of(read_article(nitf(issue + more)).embargoed); };
  CHECK(embargo("") == "undated");
  CHECK(embargo("<date.release norm='20250303T100000Z'/>") == "undated");
  CHECK(embargo("<date.release norm='20250304T100000Z'/>") == "2025-03-04T10:00:00Z");
  CHECK(embargo("<date.release norm='YYYYMMDD'/>") == "undated");
}

TEST_CASE("a canceled story is taken back, an embargo without an end is not passed over") {
  const auto with_status = [](const std::string& status) {
    return read_one(
        "<nitf><head><docdata management-status='" + status +
        "'><doc-id id-string='a'/></docdata></head><body><body.content><p>x</p></body.content></body></nitf>");
  };
  CHECK(with_status("canceled").killed);
  CHECK(with_status("canceled").article->id == "a");
  CHECK(with_status("canceled").article->body.empty());
  CHECK_FALSE(with_status("usable").killed);
  CHECK(with_status("usable").article->pub_status == "usable");
  CHECK(with_status("embargoed").article.error().code == "bad_embargo");
}
