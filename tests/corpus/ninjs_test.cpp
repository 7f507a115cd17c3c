#include "tests/corpus/reading.h"

using namespace newssearch;

TEST_CASE("ninjs 1 becomes an article") {
  const Article article = read_article(
      R"({"uri":"urn:lamp:1","type":"text","version":"3","versioncreated":"2025-03-04T10:00:00+0000",)"
      R"("firstcreated":"2025-03-03T10:00:00Z","headline":"Old bridge to close","byline":"By Jane Doe",)"
      R"("body_xhtml":"<p>It closes.</p><p>Soon.</p>","pubstatus":"usable","ednote":"Adds quote",)"
      R"("embargoed":"2025-03-05T10:00:00Z","language":"en","source":"The Lamp","subject":[{"code":"1","name":"traffic"}],)"
      R"("place":[{"name":"Saltmere"}],"service":[{"name":"Local"}],)"
      R"("associations":{"main":{"uri":"urn:p","type":"picture","body_text":"never"}}})");
  CHECK(article.id == "urn:lamp:1");
  CHECK(article.version == "3");
  CHECK(article.headline == "Old bridge to close");
  CHECK(article.body == "It closes.\n\nSoon.");
  CHECK(article.authors == Lines{"Jane Doe"});
  CHECK(article.source == "The Lamp");
  CHECK(article.ednote == "Adds quote");
  CHECK(article.pub_status == "usable");
  CHECK(article.tags == Lines{"traffic"});
  CHECK(article.places == Lines{"Saltmere"});
  CHECK(article.sections == Lines{"Local"});
  CHECK(date_of(article.published) == "2025-03-03T10:00:00Z");
  CHECK(date_of(article.updated) == "2025-03-04T10:00:00Z");
  CHECK(date_of(article.embargoed) == "2025-03-05T10:00:00Z");
}

TEST_CASE("ninjs 2 and 3 become articles") {
  const Article article = read_article(R"({
  "uri": "urn:lamp:1", "versionCreated": "2025-03-03T10:00:00Z", "pubStatus": "usable", "by": "Von Jane Doe, Lamp",
  "copyrightHolder": "Lamp", "headlines": [{"role": "short", "value": "Bridge"}, {"role": "main", "value": "Old bridge"}],
  "bodies": [{"role": "text", "contentType": "text/plain", "value": "Plain."},
             {"role": "html5", "contentType": "text/html", "value": "<html><head><title>T</title></head><body><p>It closes.</p></body></html>"}],
  "subjects": [{"name": "traffic"}]})");
  CHECK(article.headline == "Old bridge");
  CHECK(article.body == "It closes.");
  CHECK(article.authors == Lines{"Jane Doe"});
  CHECK(date_of(article.published) == "2025-03-03T10:00:00Z");
}

TEST_CASE("a body in NITF is read as such") {
  CHECK(read_article(R"({"uri":"u","bodies":[{"role":"nitf","value":"<nitf><body><body.content><p>It closes.</p>)"
                     R"(</body.content></body></nitf>"}]})")
            .body == "It closes.");
}

TEST_CASE("a canceled item of ninjs takes its article back") {
  const ReadArticle record = read_one(R"({"uri":"urn:lamp:1","pubstatus":"canceled","headline":"x"})");
  CHECK(record.killed);
  CHECK(record.article->id == "urn:lamp:1");
}

TEST_CASE("pictures and events are no articles") {
  const std::string type = GENERATE("picture", "graphic", "video", "event", "planning");
  CHECK(outcomes(read_all(R"({"uri":"u","versioncreated":"2025-03-03","headline":"x","description_text":"y","type":")" +
                          type + "\"}")) ==
        Lines{"file:1 no_text: it is an item of type '" + type + "' without a body: there is no article in it"});
}

TEST_CASE("items are found in what a content API answers, each on its own") {
  CHECK(outcomes(read_all(R"({"total":2,"data":{"items":[{"meta":{},"item":{"uri":"a","pubstatus":"usable",)"
                          R"("headline":"One"}},{"item":{"uri":"b","pubstatus":"usable","type":"picture"}}]}})")) ==
        Lines{"file:1#1 One",
              "file:1#2 no_text: it is an item of type 'picture' without a body: there is no article in it"});
}

TEST_CASE("what is not ninjs is read as any JSON") {
  CHECK(read_article(R"({"uri":"u","title":"About \"ninjs\"","body":"x"})").headline == "About \"ninjs\"");
  CHECK(read_article(R"({"title":"On jsonfeed.org","body":"x"})").headline == "On jsonfeed.org");
  ReadOptions options = options_of_2025();
  options.format = "ninjs";
  CHECK(read_one(R"({"title":"T","body":"x"})", options).article.error().code == "unknown_format");
}

TEST_CASE("text taken out of XML loses its indentation, a table keeps that of some of its lines") {
  const auto body = [](const std::string& value) {
    return read_article(R"({"uri":"u","body_text":")" + value + "\"}").body;
  };
  CHECK(body(R"(\n      It closes.\n\n      Soon.\n    )") == "It closes.\n\nSoon.");
  CHECK(body(R"(Prices:\n  bread 1\n    milk 2\nSo it was.)") == "Prices:\n  bread 1\n    milk 2\nSo it was.");
}
