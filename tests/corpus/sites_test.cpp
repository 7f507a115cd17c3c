// What WordPress, Ghost and Hugo give out: tests/corpus/sites has a file of each kind.
#include <fstream>
#include <sstream>

#include "tests/corpus/reading.h"

using namespace newssearch;

namespace {

std::string site_file(const std::string& name) {
  std::ifstream stream(std::string(NEWSSEARCH_SOURCE_DIR) + "/tests/corpus/sites/" + name);
  std::ostringstream content;
  content << stream.rdbuf();
  REQUIRE_FALSE(content.str().empty());
  return content.str();
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

/// An export with these items, of a site with an author "ada".
std::string wxr(const std::string& items) {
  return "<rss xmlns:content='http://purl.org/rss/1.0/modules/content/' xmlns:dc='http://purl.org/dc/elements/1.1/' "
         "xmlns:wp='http://wordpress.org/export/1.2/'>\n<channel><title>The Lamp</title>\n"
         "<wp:author><wp:author_login>ada</wp:author_login><wp:author_display_name>Ada Okafor"
         "</wp:author_display_name></wp:author>\n" +
         items + "</channel></rss>";
}

std::string post(const std::string& title, const std::string& content, const std::string& more = "") {
  return "<item><title>" + title + "</title><guid>" + title + "</guid><dc:creator>ada</dc:creator><content:encoded>" +
         "<![CDATA[" + content +
         "]]></content:encoded><wp:status>publish</wp:status><wp:post_type>post</wp:post_type>" + more + "</item>\n";
}

Lines killed(const std::vector<ReadArticle>& records) {
  Lines ids;
  for (const ReadArticle& record : records)
    if (record.killed) ids.push_back(record.article->id);
  return ids;
}

}  // namespace

TEST_CASE("a published post of a WordPress export is an article with sections, tags and its author's name") {
  const std::vector<ReadArticle> records = read_all(site_file("wordpress.xml"));
  REQUIRE(records.size() == 4);
  REQUIRE(records[0].article);
  const Article& article = *records[0].article;
  CHECK(article.id == "https://www.lamp.example/?p=41");
  CHECK(article.url == "https://www.lamp.example/2025/04/pilots-return/");
  CHECK(article.headline == "Pilots & tugs return to Saltmere’s quay");
  CHECK(article.body ==
        "The harbour's pilots went back to work on Monday after nine days on strike.\n\n"
        "Two tugs [sic] took the first freighter in.");
  CHECK(article.authors == Lines{"Morwenna Hale"});
  CHECK(article.sections == Lines{"Harbour", "Work & pay"});
  CHECK(article.tags == Lines{"pilots"});
  CHECK(article.source == "The Harbour Lamp");
  CHECK(article.lang == "en");
  CHECK(date_of(article.published) == "2025-04-07T06:30:00Z");
  CHECK(date_of(article.updated) == "2025-04-07T09:05:00Z");
}

TEST_CASE("a post of the classic editor has its paragraphs, and no shortcodes, captions or default category") {
  const std::vector<ReadArticle> records = read_all(site_file("wordpress.xml"));
  REQUIRE(records[1].article);
  CHECK(records[1].article->body ==
        "The Saturday market moves into the old customs house.\n\nTraders asked for a roof\nand got one.");
  CHECK(records[1].article->sections.empty());
}

TEST_CASE("drafts and posts with a password are taken back, pages and attachments passed over") {
  const std::vector<ReadArticle> records = read_all(site_file("wordpress.xml"));
  CHECK(killed(records) == Lines{"https://www.lamp.example/?p=50", "https://www.lamp.example/?p=51"});
  for (const ReadArticle& record : records) CHECK((record.article && (!record.killed || record.article->body.empty())));
}

TEST_CASE("what readers of a WordPress site may not see is not indexed") {
  const std::string status = GENERATE("draft", "pending", "private", "future", "trash", "auto-draft", "inherit");
  INFO(status);
  const auto records = read_all(wxr(replaced(post("One", "Text."), "publish", status) + post("Two", "Text.")));
  CHECK(killed(records) == Lines{"One"});
  CHECK(records.back().article->headline == "Two");
}

TEST_CASE("a post type that is not WordPress's own is refused by its name") {
  CHECK(outcomes(read_all(wxr(replaced(post("One", "Text."), ">post<", ">recipe<") + post("Two", "Text.")))) ==
        Lines{"file#1 no_article: it is of WordPress's post type 'recipe': of an export, posts are read; give that "
              "type's feed, or its REST API's answer",
              "file#2 Two"});
}

TEST_CASE("an item of a WordPress export that is broken costs no other") {
  const auto [name, broken, reason] = GENERATE(table<std::string, std::string, std::string>({
      {"an end tag missing", "<item><title>Broken</item>", "bad_xml: not well-formed at line 1: mismatched tag"},
      {"no end", "<item><title>Broken</title>", "bad_xml: the item has no end"},
      {"nothing in it", "<item><title/></item>", "no_text: no text at all"},
  }));
  INFO(name);
  CHECK(outcomes(read_all(wxr(post("One", "Text.") + broken + "\n" + post("Three", "Text.")))) ==
        Lines{"file#1 One", "file#2 " + reason, "file#3 Three"});
}

TEST_CASE("markup within a post's content or comments begins no item of a WordPress export") {
  const auto records = read_all(wxr(post("One", "Feeds hold <code></item><item></code>.",
                                         "<wp:comment><wp:c><![CDATA[<item>]]></wp:c></wp:comment>") +
                                    "<!-- <item> -->" + post("Two", "Text.")));
  CHECK(outcomes(records) == Lines{"file#1 One", "file#2 Two"});
  CHECK(records[0].article->body == "Feeds hold .");
  CHECK(records[0].article->authors == Lines{"Ada Okafor"});
}

TEST_CASE("a WordPress export that is cut short gives what came before") {
  const std::string whole = wxr(post("One", "Text.") + post("Two", "Text."));
  const Lines told = {"file#1 One", "file#2 bad_xml: the file ends in the middle of an item: it was cut short"};
  CHECK(outcomes(read_all(whole.substr(0, whole.find("Two") + 40))) == told);
  CHECK(outcomes(read_all(whole.substr(0, whole.find("<item><title>Two")))) == told);
  CHECK(outcomes(read_all(wxr(""))) == Lines{"file empty: no articles in it"});
}

TEST_CASE("a WordPress export is read whatever its size, and however many comments a post has") {
  std::string comments;
  for (int i = 0; i < 60'000; ++i) comments += "<wp:comment><wp:comment_id>1</wp:comment_id></wp:comment>";
  std::string items = post("0", "Text.", comments);
  for (int i = 1; i < 1500; ++i) items += post(std::to_string(i), std::string(8'000, 'x'));
  const auto records = read_all(wxr(items));
  REQUIRE(records.size() == 1500);
  for (const ReadArticle& record : records) REQUIRE(record.article);
  CHECK(records.back().article->headline == "1499");
}

TEST_CASE("shortcodes go and brackets stay") {
  const auto [content, text] = GENERATE(table<std::string, std::string>({
      {"Before [gallery ids=\"1,2\"] after.", "Before after."},
      {"[vc_row][vc_column width=\"1/2\"]Kept.[/vc_column][/vc_row]", "Kept."},
      {"[embed]https://video.example/1[/embed]Seen.", "Seen."},
      {"It \"dont [sic] matter\" [1] [update] [[x]] [", "It \"dont [sic] matter\" [1] [update] [[x]] ["},
      {"[caption] and no end", "and no end"},
      {"[/caption][caption]x", "x"},
  }));
  INFO(content);
  CHECK(read_article(wxr(post("T", content))).body == text);
}

TEST_CASE("an answer of WordPress's REST API is read as it is, under the ids of the export") {
  const std::vector<ReadArticle> records = read_all(site_file("wordpress-posts.json"));
  REQUIRE(records.size() == 2);
  REQUIRE(records[0].article);
  const Article& article = *records[0].article;
  CHECK(article.id == "https://www.lamp.example/?p=41");
  CHECK(article.url == "https://www.lamp.example/2025/04/pilots-return/");
  CHECK(article.headline == "Pilots & tugs return to Saltmere’s quay");
  CHECK(article.body ==
        "The harbour’s pilots went back to work on Monday after nine days on strike.\n\n"
        "Two tugs took the first freighter in.");
  CHECK(article.authors == Lines{"Morwenna Hale"});
  CHECK(article.sections == Lines{"Harbour", "Work & pay"});
  CHECK(article.tags == Lines{"pilots"});
  CHECK(article.source == "lamp.example");
  CHECK(date_of(article.published) == "2025-04-07T06:30:00Z");
  CHECK(date_of(article.updated) == "2025-04-07T09:05:00Z");
  CHECK(killed(records) == Lines{"https://www.lamp.example/?p=51"});
}

TEST_CASE("a post of the REST API with a bad field costs no other") {
  CHECK(
      outcomes(read_all(
          R"([{"guid":{"rendered":"1"},"title":{"rendered":7},"content":{"rendered":"x"}},)"
          R"({"guid":{"rendered":"2"},"title":{"rendered":"Two"},"content":{"rendered":"x"},"_embedded":{"author":[7,{"code":"rest_no"}],"wp:term":[3]}}])")) ==
      Lines{"file#1 bad_field: title.rendered: expected a string, found number", "file#2 Two"});
}

TEST_CASE("a WordPress feed's footer is no text of the article") {
  const Article article = read_article(site_file("wordpress-feed.xml"));
  CHECK(article.id == "https://www.lamp.example/?p=41");
  CHECK(article.body == "The harbour’s pilots went back to work on Monday after nine days on strike.");
}

TEST_CASE("a Ghost export gives its published posts, with tags and authors in their order") {
  const std::vector<ReadArticle> records = read_all(site_file("ghost-export.json"));
  REQUIRE(records.size() == 3);
  REQUIRE(records[0].article);
  const Article& article = *records[0].article;
  CHECK(article.id == "64b0c1d2e3f4a5b6c7d8e901");
  CHECK(article.headline == "Lock gates at Arden Mill fail their test");
  CHECK(article.body == "Both lower gates let water through on Tuesday.\n\nBoats wait until June.");
  CHECK(article.authors == Lines{"Ines Okoro", "Piet Vos"});
  CHECK(article.sections == Lines{"Locks & weirs"});
  CHECK(article.tags == Lines{"Arden Mill"});
  CHECK(article.source == "The Canal Letter");
  CHECK(article.lang == "en");
  CHECK(date_of(article.published) == "2025-04-22T09:15:00Z");
  CHECK(date_of(article.updated) == "2025-04-23T07:10:00Z");
  CHECK(killed(records) == Lines{"64b0c1d2e3f4a5b6c7d8e903"});
}

TEST_CASE("of a Ghost post for members, only what everybody may read is indexed") {
  CHECK(read_all(site_file("ghost-export.json"))[1].article->body == "The council names a price.");
  CHECK(read_all(site_file("ghost-posts.json"))[1].article->body == "The council names a price.");
  const std::string export_without_mark = replaced(site_file("ghost-export.json"), "<!--members-only-->", "");
  const Article article = *read_all(export_without_mark)[1].article;
  CHECK(article.headline == "What the dredging costs");
  CHECK(article.body.empty());
}

TEST_CASE("what Ghost's API answers is read as it is, under the ids of the export") {
  const std::vector<ReadArticle> records = read_all(site_file("ghost-posts.json"));
  REQUIRE(records.size() == 2);
  const Article& article = *records[0].article;
  CHECK(article.id == "64b0c1d2e3f4a5b6c7d8e901");
  CHECK(article.url == "https://www.canal.example/lock-gates-fail/");
  CHECK(article.authors == Lines{"Ines Okoro", "Piet Vos"});
  CHECK(article.sections == Lines{"Locks & weirs"});
  CHECK(article.tags == Lines{"Arden Mill"});
  CHECK(article.source == "canal.example");
  CHECK(date_of(article.published) == "2025-04-22T09:15:00Z");
}

TEST_CASE("what a webhook of Ghost brings is a post") {
  const Article article = read_article(
      R"({"post":{"current":{"id":"a","title":"Lock shut","html":"<p>Again.</p>","status":"published"},"previous":{}}})");
  CHECK(article.id == "a");
  CHECK(article.body == "Again.");
  const ReadArticle gone = read_one(R"({"post":{"current":{"id":"a","status":"draft"},"previous":{}}})");
  CHECK(gone.killed);
}

TEST_CASE("a Ghost post with a bad field costs no other, and a broken export is told") {
  const std::string rest = R"("data":{"posts":[{"id":"1","title":7},3,{"id":"2","title":"Two","html":"x"}]}})";
  CHECK(outcomes(read_all(R"({"meta":{"exported_on":1},)" + rest)) ==
        Lines{"file#1 bad_field: title: expected a string, found number",
              "file#2 bad_field: posts: expected objects in the list", "file#3 Two"});
  CHECK(outcomes(read_all(R"({"db":[{"data":{}}]})")) ==
        Lines{"file unknown_format: it begins like an export of Ghost, but has no data.posts"});
  CHECK(read_one(R"({"db":[{"data":{"posts":[{"id":)").article.error().code == "bad_json");
}

TEST_CASE("Hugo's feed and its JSON Feed give the same article") {
  const Article rss = read_article(site_file("hugo.xml")), json = read_article(site_file("hugo.json"));
  for (const Article* article : {&rss, &json}) {
    CHECK(article->id == "https://www.tide.example/posts/spring-tide/");
    CHECK(article->headline == "Spring tide floods \"the Strand\"");
    CHECK(article->body == "The sea stood in the Strand for an hour.\n\nShops stayed dry.");
    CHECK(article->source == "Tide Notes");
    CHECK(date_of(article->published) == "2025-05-01T16:00:00Z");
  }
  CHECK(json.authors == Lines{"Edda Quist"});
  CHECK(json.sections == Lines{"Weather"});
  CHECK(json.tags == Lines{"floods", "the Strand"});
}
