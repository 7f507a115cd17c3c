#include "tests/corpus/reading.h"

using namespace newssearch;

TEST_CASE("every field of a line arrives") {
  const Article article = read_article(
      R"({"id":"a1","url":"https://example.org/a1","title":"Rates rise","body":"The bank acted.\n\nMarkets fell.",)"
      R"("published":"2024-05-03T10:00:00+02:00","updated":"2024-05-04","author":["Jane Doe","John Roe"],)"
      R"("section":["Economy","Banks"],"tags":["rates"],"places":["London"],"source":"The Ledger","lang":"en-GB",)"
      R"("extra":{"anything":[1,2,{"deep":true}]}})");
  CHECK(article.id == "a1");
  CHECK(article.url == "https://example.org/a1");
  CHECK(article.headline == "Rates rise");
  CHECK(article.body == "The bank acted.\n\nMarkets fell.");
  CHECK(date_of(article.published) == "2024-05-03T08:00:00Z");
  CHECK(article.published->source == DateSource::metadata);
  CHECK(article.published->confidence == 1.0);
  CHECK(date_of(article.updated) == "2024-05-04");
  CHECK(article.authors == Lines{"Jane Doe", "John Roe"});
  CHECK(article.sections == Lines{"Economy", "Banks"});
  CHECK(article.tags == Lines{"rates"});
  CHECK(article.places == Lines{"London"});
  CHECK(article.source == "The Ledger");
  CHECK(article.lang == "en");
}

TEST_CASE("a field goes by several names") {
  const auto read = [](const std::string& member) { return read_article("{\"text\":\"Words.\"," + member + "}"); };
  CHECK(read(R"("headline":"H")").headline == "H");
  CHECK(read(R"("title":null,"headline":"H")").headline == "H");
  CHECK(read(R"("title":"","headline":"H")").headline == "H");
  for (const char* name : {"published", "date", "published_at", "publishedAt", "datePublished", "pubDate"})
    CHECK(date_of(read("\"" + std::string(name) + "\":\"2024-05-03\"").published) == "2024-05-03");
  CHECK(date_of(read(R"("pubDate":"Fri, 03 May 2024 10:00:00 GMT")").published) == "2024-05-03T10:00:00Z");
  for (const char* name : {"updated", "updated_at", "updatedAt", "modified", "dateModified"})
    CHECK(date_of(read("\"" + std::string(name) + "\":\"2024-05-03\"").updated) == "2024-05-03");
  for (const char* name : {"author", "authors", "byline", "creator"})
    CHECK(read("\"" + std::string(name) + "\":\"By Jane Doe and John Roe\"").authors == Lines{"Jane Doe", "John Roe"});
  CHECK(read(R"("authors":[{"name":"Jane Doe"},"John Roe"])").authors == Lines{"Jane Doe", "John Roe"});
  for (const char* name : {"section", "sections", "category", "categories", "topics"})
    CHECK(read("\"" + std::string(name) + "\":\"Sport\"").sections == Lines{"Sport"});
  for (const char* name : {"source", "publisher", "outlet", "site"})
    CHECK(read("\"" + std::string(name) + "\":{\"name\":\"The Ledger\"}").source == "The Ledger");
  for (const char* name : {"tags", "keywords"})
    CHECK(read("\"" + std::string(name) + "\":\"oil, trade ,\"").tags == Lines{"oil", "trade"});
  CHECK(read(R"("location":"Oslo")").places == Lines{"Oslo"});
  CHECK(read(R"("inLanguage":"de-AT")").lang == "de");
  CHECK(read(R"("guid":"g1")").id == "g1");
  CHECK(read(R"("_id":17)").id == "17");
  CHECK(read(R"("link":"https://example.org/x")").url == "https://example.org/x");
  for (const char* name : {"body", "text", "content", "articleBody"})
    CHECK(read_article("{\"" + std::string(name) + "\":\"Words.\"}").body == "Words.");
}

TEST_CASE("a line without an id is known by its address, then by what it says") {
  CHECK(read_article(R"({"title":"T","url":"https://example.org/x"})").id == "https://example.org/x");
  const std::string id = read_article(R"({"title":"T","source":"S"})").id;
  CHECK(id.size() == 64);
  CHECK(read_article(R"({"source":"S","title":"T"})").id == id);
  CHECK(read_article(R"({"title":"T","source":"R"})").id != id);
}

TEST_CASE("a wrong type costs the article where it is the id or the text, else the field") {
  CHECK(outcomes(read_all(R"({"id":[1],"title":"T"})")) ==
        Lines{"file:1 bad_field: id: expected a string or a number, found array"});
  CHECK(outcomes(read_all(R"({"title":12,"body":"B"})")) ==
        Lines{"file:1 bad_field: title: expected a string, found number"});
  CHECK(outcomes(read_all(R"({"title":"T","body":["B"]})")) ==
        Lines{"file:1 bad_field: body: expected a string, found array"});
  const ReadArticle record = read_one(R"({"title":"T","published":1714730400,"section":7,"author":["Jane",3,4,null]})");
  CHECK(record.article);
  CHECK(record.article->authors == Lines{"Jane"});
  CHECK(record.warnings == Lines{"published: expected a string, found number; left out",
                                 "author: expected strings in the list, found number; left out",
                                 "section: expected a string or a list of strings, found number; left out"});
}

TEST_CASE("a broken line costs nothing but itself, and is named by its number") {
  CHECK(outcomes(read_all(
            "\xef\xbb\xbf{\"title\":\"One\"}\r\n\n  \n{\"title\":\"Two\n[1]\n{\"title\":\"Six\"}\n{}\nnull")) ==
        Lines{"file:1 One", "file:4 bad_json: not valid JSON at byte 14",
              "file:5 bad_json: expected a JSON object with an article's fields", "file:6 Six",
              "file:7 no_text: no text at all", "file:8 bad_json: expected a JSON object with an article's fields"});
}

TEST_CASE("the first line may be a broken one") {
  CHECK(outcomes(read_all("oops\n{\"title\":\"Two\"}\n{\"title\":\"Three\"}\n")) ==
        Lines{"file:1 bad_json: expected a JSON object with an article's fields", "file:2 Two", "file:3 Three"});
}

TEST_CASE("a line over the limit is passed over, and the next is read") {
  ReadOptions options = options_of_2025();
  options.max_record_bytes = 1000;
  const std::string huge = "{\"title\":\"" + std::string(300'000, 'x') + "\"}\n";
  CHECK(outcomes(read_all("{\"title\":\"One\"}\n" + huge + "{\"title\":\"Three\"}", options)) ==
        Lines{"file:1 One", "file:2 too_large: the record of 293.0 kB is over the limit of 1.0 kB", "file:3 Three"});
}

TEST_CASE("JSON is refused beyond 32 levels") {
  const auto nested = [](std::size_t levels) {
    return R"({"title":"T","extra":)" + std::string(levels - 1, '[') + std::string(levels - 1, ']') + "}";
  };
  CHECK(outcomes(read_all(nested(32))) == Lines{"file:1 T"});
  CHECK(outcomes(read_all(nested(33))) == Lines{"file:1 bad_json: nested deeper than 32 levels"});
  CHECK(outcomes(read_all("{\"title\":\"" + std::string(50, '[') + "\"}")) == Lines{"file:1 " + std::string(50, '[')});
  CHECK(outcomes(read_all("{\"a\":" + std::string(2'000'000, '['))) ==
        Lines{"file:1 bad_json: nested deeper than 32 levels"});
}

TEST_CASE("what is not UTF-8, or half a surrogate pair, is replaced and counted") {
  ReadArticle record = read_one("{\"title\":\"caf\xe9 \xe2\x82 \\ud800 \\udc00x \\ud83d\\ude00\"}");
  REQUIRE(record.article);
  CHECK(record.article->headline == "caf\uFFFD \uFFFD \uFFFD \uFFFDx \U0001F600");
  CHECK(record.warnings == Lines{"text: 4 sequences not in UTF-8 replaced by U+FFFD"});
}

TEST_CASE("control characters are taken out, raw or escaped") {
  using namespace std::string_literals;
  const ReadArticle record = read_one("{\"title\":\"a\\u0000b\0c\x1b\",\"body\":\"one\ttwo\\r\\nthree\"}"s);
  REQUIRE(record.article);
  CHECK(record.article->headline == "abc");
  CHECK(record.article->body == "one\ttwo\nthree");
  CHECK(record.warnings == Lines{"text: 3 control characters removed"});
}

TEST_CASE("a byline of megabytes is no list of people") {
  CHECK(read_article("{\"title\":\"T\",\"author\":\"" + std::string(5000, ',') + "\"}").authors ==
        Lines{std::string(5000, ',')});
}

TEST_CASE("a number no computer holds costs the line") {
  CHECK(outcomes(read_all(R"({"title":"T","extra":1e999})")) ==
        Lines{"file:1 bad_json: a number in it is out of range"});
}

TEST_CASE("what agencies say of an article is read from JSON too") {
  const Article article = read_article(
      R"({"title":"T","version":3,"ednote":"Adds quote","pub_status":"stat:Usable","embargoed_at":"2025-05-01",)"
      R"("expires_at":"2030-01-01T00:00:00Z"})");
  CHECK(article.version == "3");
  CHECK(article.ednote == "Adds quote");
  CHECK(article.pub_status == "usable");
  CHECK(date_of(article.embargoed) == "2025-05-01");
  CHECK(date_of(article.expires) == "2030-01-01T00:00:00Z");
  CHECK(read_one(R"({"id":"1","title":"T","pub_status":"canceled"})").killed);
  CHECK(read_one(R"({"title":"T","embargoed":"2025-07-01"})").article.error().code == "embargoed");
}

TEST_CASE("an expiry that cannot be read is none to pass over") {
  const ReadArticle record = read_one(R"({"title":"T","expires":"2030-13-01"})");
  REQUIRE_FALSE(record.article);
  CHECK(record.article.error() == Error{"bad_expiry", "expires: '2030-13-01': month 13 does not exist"});
}

TEST_CASE("an object's name is one author or one tag, a text may be several") {
  const Article article =
      read_article(R"({"title":"T","authors":[{"name":"Roe, John"},"Jane Doe and Ann Poe"],"tags":{"name":"a, b"}})");
  CHECK(article.authors == Lines{"Roe, John", "Jane Doe", "Ann Poe"});
  CHECK(article.tags == Lines{"a, b"});
}
