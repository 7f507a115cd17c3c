#include "tests/corpus/reading.h"

using namespace newssearch;

namespace {

std::string iptc(const std::string& head, const std::string& body, const std::string& trailer = "031015 GMT Mar 25") {
  return "\x01lmp017 4 i 93   lamp 045\r\n\r\nSaltmere-bridge/\r\n\x02" + head + "\r\n\r\n" + body + "\r\n\x03" +
         trailer + "\r\n\x7f\r\n\x04";
}

std::string anpa(const std::string& keyword, const std::string& head, const std::string& body) {
  return "\x16\x16\x01W2870\x1flamp_\nf l\x13\x11 BC-Bridge     03-03 0093\n\x02^" + keyword + "<\r\n" + head + body +
         "\r\n\x03LP-WF-03-03-25 1015GMT<\r\n\x0c\r\n\x04";
}

}  // namespace

TEST_CASE("a message of IPTC 7901 becomes an article") {
  const Article article = read_article(
      iptc("1ST LEAD\r\nOld bridge to close for two years, council of\r\nSaltmere says\r\nBy Jane Doe, Lamp =",
           "Saltmere (Lamp) - The bridge closes on\r\nMonday.\r\n\r\nTraders object.\r\n\r\n# Lamp notebook\r\n\r\n* * "
           "* *\r\n"
           "Not for publication: call 123"));
  CHECK(article.id == "iptc7901:lmp017:2025-03-03T10:15:00Z");
  CHECK(article.headline == "Old bridge to close for two years, council of Saltmere says");
  CHECK(article.body == "Saltmere (Lamp) - The bridge closes on Monday.\n\nTraders object.");
  CHECK(article.version == "1ST LEAD");
  CHECK(article.ednote == "1ST LEAD");
  CHECK(article.source == "lamp");
  CHECK(article.authors == Lines{"Jane Doe"});
  CHECK(article.places == Lines{"Saltmere"});
  CHECK(article.tags == Lines{"Saltmere-bridge"});
  CHECK(date_of(article.published) == "2025-03-03T10:15:00Z");
}

TEST_CASE("a message of ANPA becomes an article") {
  const Article article = read_article(anpa(
      "BC-Saltmere Bridge, 1st Ld-Writethru,93",
      "^Old bridge to close<\r\n^LP Photo LMP101, LMP102<\r\n^Eds: Adds quote.<\r\n^By JANE DOE and JOHN ROE=\r\n^Lamp "
      "Writer=\r\n",
      "\t   SALTMERE, England (LP) _ The bridge closes on\r\nMonday.\r\n \r\n\t   ``At last,'' said nobody.<\r\n"));
  CHECK(article.id == "anpa:bc-saltmere-bridge:2025-03-03");
  CHECK(article.headline == "Old bridge to close");
  CHECK(article.body == "SALTMERE, England (LP) _ The bridge closes on Monday.\n\n\"At last,\" said nobody.");
  CHECK(article.version == "1st Ld-Writethru");
  CHECK(article.ednote == "Eds: Adds quote.");
  CHECK(article.authors == Lines{"JANE DOE", "JOHN ROE"});
  CHECK(article.source == "LP");
  CHECK(article.places == Lines{"SALTMERE, England"});
  CHECK(date_of(article.published) == "2025-03-03T10:15:00Z");
}

TEST_CASE("a kill of ANPA takes the story of its keyword and day back") {
  const std::string keyword =
      GENERATE("BC-Saltmere Bridge, KILL", "BC-Saltmere Bridge, 2nd Ld-Kill,12", "BC-Saltmere Bridge-KILL");
  const ReadArticle record = read_one(anpa(keyword, "^Bridge does not close<\r\n", "\t  Kill it.\r\n"));
  CHECK(record.killed);
  CHECK(record.article->id == "anpa:bc-saltmere-bridge:2025-03-03");
  CHECK_FALSE(read_one(anpa("BC-Police Kill Wasp", "", "\t  Text.\r\n")).killed);
}

TEST_CASE("a file holds several messages, whole or not") {
  CHECK(outcomes(read_all(iptc("One =", "Text.") + iptc("Two =", "Text.") + "\x01lmp018 4 i 3\r\n\x04" +
                          anpa("BC-Three", "^Three<\r\n", "\t Text.\r\n") +
                          "\x01lmp019 4 i 3\r\n\x02"
                          "Four =\r\n\r\nText")) ==
        Lines{"file#1 One", "file#2 Two",
              "file#3 bad_wire_text: the message has no start of text (STX) after its header", "file#4 Three",
              "file#5 Four"});
}

TEST_CASE("a filing time is read in the month names of its agency, or left alone") {
  const auto [trailer, date] = GENERATE(table<std::string, std::string>({
      {"071341 GMT Okt 15", "2015-10-07T13:41:00Z"},
      {"071341 Dez 98", "1998-12-07T13:41:00Z"},
      {"071341 MESZ Mai 15", "2015-05-07"},
      {"071341 GMT Foo 15", "undated"},
      {"321341 GMT May 15", "undated"},
      {"", "undated"},
  }));
  INFO(trailer);
  CHECK(date_of(read_article(iptc("One =", "Text.", trailer)).published) == date);
}

TEST_CASE("a wire in another encoding is read as Windows-1252") {
  CHECK(read_article(iptc("K\xf6ln =", "Text.")).headline == "K\u00f6ln");
}
