#include "tests/corpus/reading.h"

using namespace newssearch;

namespace {

std::string item(const std::string& meta, const std::string& content, const std::string& guid = "urn:lamp:1") {
  return "<newsItem guid='" + guid + "' version='3' xml:lang='en-GB'><itemMeta><itemClass qcode='ninat:text'/>" + meta +
         "</itemMeta><contentMeta><headline>Old bridge to close</headline><by>By Jane Doe</by>"
         "<subject qcode='x:1'><name xml:lang='de'>Verkehr</name><name xml:lang='en'>traffic</name></subject>"
         "<located literal='Saltmere'/></contentMeta><contentSet>" +
         content + "</contentSet></newsItem>";
}

const std::string kNitf =
    "<inlineXML><nitf><body><body.head><hedline><hl1>Other</hl1></hedline></body.head><body.content><p>It closes.</p>"
    "<p>Soon.</p></body.content></body></nitf></inlineXML>";

std::string newsml_1(const std::string& management, const std::string& data) {
  return "<?xml version='1.0' encoding='utf-8'?><NewsML Version='1.2'><NewsItem xml:lang='en'><Identification>"
         "<NewsIdentifier><ProviderId>lamp.example</ProviderId><DateId>20250303</DateId><NewsItemId>17</NewsItemId>"
         "<RevisionId PreviousRevision='1' "
         "Update='N'>2</RevisionId><PublicIdentifier>urn:newsml:lamp.example:20250303:17:2"
         "</PublicIdentifier></NewsIdentifier></Identification><NewsManagement>" +
         management +
         "</NewsManagement><NewsComponent><NewsLines><HeadLine>Old bridge to close</HeadLine><ByLine>Jane Doe</ByLine>"
         "</NewsLines><AdministrativeMetadata><Provider><Party FormalName='Lamp'/></Provider></AdministrativeMetadata>"
         "<NewsComponent><Role FormalName='Caption'/><ContentItem><DataContent><p>A "
         "bridge.</p></DataContent></ContentItem>"
         "</NewsComponent><NewsComponent><Role FormalName='Main'/><ContentItem><MediaType "
         "FormalName='Text'/><DataContent>" +
         data + "</DataContent></ContentItem></NewsComponent></NewsComponent></NewsItem></NewsML>";
}

}  // namespace

TEST_CASE("an item of NewsML-G2 becomes an article") {
  const Article article = read_article(item(
      "<provider qcode='nprov:LAMP'/><versionCreated>2025-03-04T10:00:00Z</versionCreated><firstCreated>2025-03-03T"
      "10:00:00Z</firstCreated><embargoed>2025-03-05T10:00:00Z</embargoed><pubStatus qcode='stat:usable'/>"
      "<edNote>Adds quote</edNote>",
      kNitf));
  CHECK(article.id == "urn:lamp:1");
  CHECK(article.version == "3");
  CHECK(article.headline == "Old bridge to close");
  CHECK(article.body == "It closes.\n\nSoon.");
  CHECK(article.authors == Lines{"Jane Doe"});
  CHECK(article.source == "LAMP");
  CHECK(article.tags == Lines{"traffic"});
  CHECK(article.places == Lines{"Saltmere"});
  CHECK(article.ednote == "Adds quote");
  CHECK(article.pub_status == "usable");
  CHECK(article.lang == "en");
  CHECK(date_of(article.published) == "2025-03-03T10:00:00Z");
  CHECK(date_of(article.updated) == "2025-03-04T10:00:00Z");
  CHECK(date_of(article.embargoed) == "2025-03-05T10:00:00Z");
}

TEST_CASE("content is XHTML, data or NITF") {
  const std::string content = GENERATE(
      std::string(
          "<inlineXML contenttype='application/xhtml+xml'><html xmlns='http://www.w3.org/1999/xhtml'><head><title>T"
          "</title></head><body><p>It closes.</p></body></html></inlineXML>"),
      std::string("<inlineData contenttype='text/plain'>It closes.</inlineData>"),
      std::string("<remoteContent href='a.jpg'/><inlineData contenttype='text/html'>&lt;p&gt;It "
                  "closes.&lt;/p&gt;</inlineData>"));
  CHECK(read_article(item("", content)).body == "It closes.");
}

TEST_CASE("a canceled item takes its article back") {
  const ReadArticle record = read_one(item("<pubStatus qcode='stat:canceled'/>", ""));
  CHECK(record.killed);
  CHECK(record.article->id == "urn:lamp:1");
}

TEST_CASE("a message holds several items, and one that is no article costs no other") {
  const std::string picture =
      "<newsItem guid='p'><itemMeta><itemClass qcode='ninat:picture'/></itemMeta><contentMeta><headline>P</headline>"
      "</contentMeta></newsItem>";
  CHECK(outcomes(read_all("<newsMessage><itemSet><packageItem/>" + item("", kNitf) + picture +
                          item("", kNitf, "urn:lamp:2") + "</itemSet></newsMessage>")) ==
        Lines{"file#1 Old bridge to close",
              "file#2 no_text: it is an item of class 'picture' without text: there is no article in it",
              "file#3 Old bridge to close"});
  CHECK(outcomes(read_all("<packageItem guid='x'/>")) ==
        Lines{"file no_text: it is a packageItem: there is no article in it"});
}

TEST_CASE("an item of NewsML 1.2 becomes an article") {
  const std::string data = GENERATE(
      std::string("<nitf><body><body.content><p>It closes.</p></body.content></body></nitf>"),
      std::string("<p>It closes.</p>"), std::string("<![CDATA[<P>It closes.</P>]]>"), std::string("It closes."));
  const Article article = read_article(newsml_1(
      "<FirstCreated>20250303T100000Z</FirstCreated><ThisRevisionCreated>20250304T100000+0100</ThisRevisionCreated>"
      "<Status FormalName='Usable'/>",
      data));
  CHECK(article.id == "urn:newsml:lamp.example:20250303:17");
  CHECK(article.version == "2");
  CHECK(article.headline == "Old bridge to close");
  CHECK(article.body == "It closes.");
  CHECK(article.authors == Lines{"Jane Doe"});
  CHECK(article.source == "Lamp");
  CHECK(date_of(article.published) == "2025-03-03T10:00:00Z");
  CHECK(date_of(article.updated) == "2025-03-04T09:00:00Z");
}

TEST_CASE("NewsML 1.2 says what may be shown, and when") {
  CHECK(read_one(newsml_1("<Status FormalName='Canceled'/>", "")).killed);
  CHECK(date_of(read_article(newsml_1("<Status FormalName='Embargoed'/><StatusWillChange><FutureStatus "
                                      "FormalName='Usable'/><DateAndTime>20250305T100000Z</DateAndTime>"
                                      "</StatusWillChange>",
                                      "It closes."))
                    .embargoed) == "2025-03-05T10:00:00Z");
  CHECK(read_one(newsml_1("<Status FormalName='Embargoed'/>", "It closes.")).article.error().code == "bad_embargo");
  CHECK(read_one(newsml_1("<Status FormalName='Usable'/>", "")).article.error().code == "no_text");
}

TEST_CASE("a message that breaks off keeps the items before") {
  CHECK(outcomes(read_all("<newsMessage><itemSet>" + item("", kNitf) + "<newsItem guid='x'><itemMeta>")) ==
        Lines{"file#1 Old bridge to close", "file#2 bad_xml: not well-formed at line 1: no element found"});
}
