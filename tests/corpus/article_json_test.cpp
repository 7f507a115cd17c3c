#include "corpus/article_json.h"

#include "tests/corpus/reading.h"

using namespace newssearch;

namespace {

ArticleDate date(const char* stated, DateSource source = DateSource::metadata, double confidence = 1) {
  ArticleDate date = parse_iso_date(stated).value();
  date.source = source;
  date.confidence = confidence;
  return date;
}

/// Every field says something.
Article full_article() {
  Article article;
  article.id = "urn:lamp:1";
  article.url = "https://lamp.example/a?b=1&c=\"2\"";
  article.headline = "AT&T \u201cbuys\u201d A < B: caf\u00e9 \U0001F600";
  article.body =
      "It \"closes\".\\\n\nSoon.\n  Bread   1.20\n\tMilk\u00a0\u00a0.80\n\n\u5cf0\u4f1a \u202e\u2028 e\u0301 \ufeff.";
  article.published = date("2024-05-03T10:00:00Z", DateSource::url, 0.6);
  article.updated = date("2024-05-04", DateSource::json_ld, 0.8);
  article.embargoed = date("2024-05-03T09:00:00Z");
  article.expires = date("2031-01-01");
  article.refused_date = "2024-13-01";
  article.authors = {"Jane Doe", "Roe, John", "The Editor and Staff"};
  article.source = "The Lamp & Ledger";
  article.sections = {"Local, north", "Top Stories"};
  article.tags = {"bread, milk"};
  article.places = {"Saltmere", "S\u00e3o Tom\u00e9"};
  article.version = "3";
  article.pub_status = "usable";
  article.ednote = "CORRECTION:\nspelling of <Doe>";
  article.lang = "en";
  return article;
}

/// What ninjs has a place for.
Article ninjs_article() {
  Article article = full_article();
  article.published = date("2024-05-03T10:00:00Z");
  article.updated = date("2024-05-04");
  article.refused_date.clear();
  return article;
}

Article read_ninjs_line(const std::string& line) {
  ReadOptions options = options_of_2025();
  options.format = "ninjs";
  return read_article(line, options);
}

void check_both(const Article& article) {
  INFO(to_json_line(article));
  CHECK(read_article(to_json_line(article)) == article);
  INFO(to_ninjs_line(article));
  CHECK(read_ninjs_line(to_ninjs_line(article)) == article);
}

}  // namespace

TEST_CASE("an article written as a line of JSON and read again is the same in every field") {
  const Article article = full_article();
  const std::string line = to_json_line(article);
  CHECK(line.find('\n') == std::string::npos);
  CHECK(read_article(line) == article);
}

TEST_CASE("what ninjs can say of an article comes back from it") {
  const Article article = ninjs_article();
  const std::string line = to_ninjs_line(article);
  CHECK(line.find('\n') == std::string::npos);
  CHECK(read_ninjs_line(line) == article);
  CHECK(read_article(line) == article);  // told by its content
}

TEST_CASE("an article of few fields is written in few") {
  Article article;
  article.id = "1";
  article.headline = "Rates rise";
  article.lang = "en";
  CHECK(to_json_line(article) == R"({"id":"1","headline":"Rates rise","lang":"en"})");
  check_both(article);
  article.headline.clear();
  article.body = "The bank of the country has raised its rates again.";
  check_both(article);
}

TEST_CASE("a day stays a day, a moment a moment, and what is undated undated") {
  Article article = ninjs_article();
  for (const char* published : {"1987-03-01", "1987-03-01T00:00:00Z", "1500-01-01", "2025-06-02T23:59:59Z"})
    for (const char* updated : {"1999-12-31", "1999-12-31T00:00:00Z"}) {
      article.published = date(published);
      article.updated = date(updated);
      article.embargoed = date("1987-03-01");
      check_both(article);
    }
  article.updated.reset();
  check_both(article);
  article.published.reset();
  article.embargoed.reset();
  article.expires.reset();
  check_both(article);
}

TEST_CASE("an update without a date of publication, and a refused date, are JSON Lines' alone") {
  Article article = ninjs_article();
  article.published.reset();
  article.refused_date = "30 February 2024";
  CHECK(read_article(to_json_line(article)) == article);
  const Article read = read_ninjs_line(to_ninjs_line(article));
  CHECK(date_of(read.published) == "undated");
  CHECK(read.refused_date.empty());
}

TEST_CASE("the source of a date survives, whatever it is") {
  Article article = full_article();
  for (const DateSource source :
       {DateSource::metadata, DateSource::json_ld, DateSource::feed, DateSource::url, DateSource::text}) {
    article.published = date("2024-05-03", source, 0.1 + 0.2);
    CHECK(read_article(to_json_line(article)) == article);
  }
}

TEST_CASE("a text that looks like HTML, entities or another format comes back as it was") {
  Article article = ninjs_article();
  for (const char* headline : {"Fish &amp; chips", "<b>Bold</b>", "Why a<b and b>a", "&lt;b&gt;", "\"pubstatus\"",
                               "jsonfeed.org \"items\" \"ninjs\"", "{\"id\":1}", "26-FEB-1987 15:01:01.79"}) {
    article.headline = headline;
    check_both(article);
  }
  for (const char* body : {"Fish &amp; chips", "The tag <b>bold</b> and\na line.\n\nA < B.", "pubstatus", "a\n b\nc"}) {
    article.body = body;
    check_both(article);
  }
}

TEST_CASE("an author, a tag or a section that reads like two is one") {
  Article article = ninjs_article();
  for (const std::vector<std::string>& values : {std::vector<std::string>{"Doe, Jane"},
                                                 {"By Jane Doe"},
                                                 {"Jane Doe and John Roe"},
                                                 {"Staff", "Reporter"},
                                                 {"Von Jane Doe"},
                                                 {"The Lamp & Ledger", "Jane Doe"},
                                                 {"a, b", "c"}}) {
    article.authors = article.tags = article.sections = article.places = values;
    check_both(article);
  }
}

TEST_CASE("an article known by its address needs no other") {
  Article article = ninjs_article();
  article.id = article.url = "https://lamp.example/a";
  check_both(article);
}

TEST_CASE("what the index counts of an article is not written") {
  Article article = full_article();
  article.revision = 7;
  article.earlier = {to_record(article)};
  CHECK(to_json_line(article) == to_json_line(full_article()));
  CHECK(to_ninjs_line(article) == to_ninjs_line(full_article()));
}

TEST_CASE("a line written from what was read of a line is the same line") {
  Article article = full_article();
  article.body = "  All\n  lines\n\n  have <b>blanks</b>\u00a0 before.";
  for (const auto write : {to_json_line, to_ninjs_line}) {
    const std::string once = write(read_article(write(article)));
    CHECK(write(read_article(once)) == once);
  }
}
