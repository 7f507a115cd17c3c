#include "corpus/format.h"

#include <catch2/catch.hpp>

using namespace newssearch;

TEST_CASE("a format is told by its first lines") {
  const auto [front, format] = GENERATE(table<const char*, Format>({
      {"{\"id\":1}\n{\"id\":2}\n", Format::lines},
      {"\n\n {\"id\":1}", Format::lines},
      {"{}", Format::lines},
      {"broken\n{\"id\":2}\n{\"id\":3}\n", Format::lines},
      {"[{\"id\":1}]", Format::json_values},
      {"[\n  {", Format::json_values},
      {"[]", Format::json_values},
      {"{\n  \"id\": 1\n}", Format::json_values},
      {"Old bridge to close\n\nThe council voted.", Format::page},
      {"[Updated] Old bridge to close", Format::page},
      {"{Breaking} Old bridge to close", Format::page},
      {"<Bridge> closes", Format::page},
      {"<!DOCTYPE html><title>x</title>", Format::html},
      {"\xef\xbb\xbf<!-- made by hand -->\n<HTML lang=en>", Format::html},
      {"<?xml version=\"1.0\"?><html xmlns=\"http://www.w3.org/1999/xhtml\">", Format::html},
      {"<p>Old bridge to close</p>", Format::html},
      {"\n<?xml version=\"1.0\"?>\n<!-- <nitf> -->\n<rss version=\"2.0\">", Format::feed},
      {"<feed xmlns=\"http://www.w3.org/2005/Atom\">", Format::feed},
      {"<?xml version=\"1.0\"?><rss version=\"2.0\" xmlns:wp=\"http://wordpress.org/export/1.2/\">", Format::wxr},
      {"{\"db\":[{\"meta\":{", Format::ghost},
      {"{\"meta\":{\"exported_on\":1,\"version\":\"5\"},\n\"data\":{", Format::ghost},
      {"{\"posts\":[{", Format::lines},
      {"<rdf:RDF xmlns:rdf=\"x\">", Format::feed},
      {"<!DOCTYPE nitf SYSTEM \"nitf.dtd\" [<!ENTITY a \"<b>\">]><nitf>", Format::nitf},
      {"<NewsML>", Format::newsml},
      {"<newsMessage>", Format::newsml},
      {"<urlset xmlns:news=\"x\">", Format::sitemap},
      {"\x16\x16\x01W1\x1f\n\x02", Format::wire_text},
      {"{\"uri\": \"a\",\n\"headline\": \"b\",\n\"type\": \"text\"}", Format::json_values},
      {"", Format::page},
  }));
  INFO(front);
  const Result<Format> guess = guess_format(front);
  REQUIRE(guess);
  CHECK(*guess == format);
}

TEST_CASE("what is no text is refused by name") {
  using namespace std::string_literals;
  const auto [front, reason] = GENERATE(table<std::string, std::string>({
      {"%PDF-1.7\n", "it is a PDF: give pages, feeds, agency formats, JSON or plain text in UTF-8"},
      {"PK\x03\x04rest", "it is a zip archive: give pages, feeds, agency formats, JSON or plain text in UTF-8"},
      {"\xff\xfeH\0i\0"s, "it is text in UTF-16: give pages, feeds, agency formats, JSON or plain text in UTF-8"},
      {"<?xml version=\"1.0\"?>", "it is XML without an element"},
      {"<groupSet><group/></groupSet>",
       "it is XML with <groupSet> as its root: give RSS, Atom, NewsML, NITF or a news sitemap"},
      {"<?xml version=\"1.0\"?><!-- - --><svg:svg>",
       "it is XML with <svg> as its root: give RSS, Atom, NewsML, NITF or a news sitemap"},
      {"\x7f"
       "ELF\x02\x01\x01\0\0\0\0\0"s,
       "it is no text: give pages, feeds, agency formats, JSON or plain text in UTF-8"},
  }));
  const Result<Format> guess = guess_format(front);
  REQUIRE_FALSE(guess);
  CHECK(guess.error() == Error{"unknown_format", reason});
}

TEST_CASE("a stray byte does not make a text binary") {
  CHECK(guess_format(std::string("The mayor of K\xf6ln\0 spoke on Tuesday.", 36)));
}
