#include "corpus/xml_tree.h"

#include <catch2/catch.hpp>
#include <string>

#include "tests/support/linear_time.h"

using namespace newssearch;
using Catch::Contains;

namespace {

std::string text_of(const std::string& xml, const std::string& charset = "") {
  const XmlReading reading = read_xml(xml, charset);
  return reading.broken ? reading.broken->code + ": " + reading.broken->message : reading.root.all_text();
}

std::string repeat(const std::string& text, std::size_t times) {
  std::string all;
  for (std::size_t i = 0; i < times; ++i) all += text;
  return all;
}

}  // namespace

TEST_CASE("an element has its name, namespace, attributes and children") {
  const XmlReading reading = read_xml(
      "<?xml version='1.0'?><rss xmlns:d='http://purl.org/dc/elements/1.1/' version='2.0'><d:creator xml:lang='en'>"
      "Jane</d:creator> and <b><c>John</c></b><odd:one/><other xmlns='urn:x'/></rss>",
      "");
  REQUIRE_FALSE(reading.broken);
  const XmlElement& root = reading.root;
  CHECK(root.attribute("version") == "2.0");
  REQUIRE(root.child("creator", "dc"));
  CHECK(root.child("creator", "") == nullptr);
  CHECK(root.child("creator")->attribute("lang") == "en");
  CHECK(root.find("c")->line() == "John");
  CHECK(root.child("one")->space == "odd");
  CHECK(root.child("other")->space.empty());
  CHECK(root.line() == "Jane and John");
}

TEST_CASE("XML is read in the encoding it says, or that it is in") {
  const auto [xml, charset] = GENERATE(table<std::string, std::string>({
      {"<a>K\xc3\xb6ln</a>", ""},
      {"\xef\xbb\xbf<a>K\xc3\xb6ln</a>", ""},
      {"<?xml version='1.0' encoding='iso-8859-1'?><a>K\xf6ln</a>", ""},
      {"<?xml version='1.0' encoding='windows-1252'?><a>K\xf6ln</a>", "utf-8"},
      {"<?xml version='1.0' encoding='iso-8859-1'?><a>K\xc3\xb6ln</a>", ""},
      {"<?xml version='1.0' encoding='utf-8'?><a>K\xf6ln</a>", ""},
      {"<a>K\xf6ln</a>", "iso-8859-1"},
      {"<?xml version='1.0' encoding='nonsense'?><a>K\xc3\xb6ln</a>", ""},
      {"<a>K&ouml;ln</a>", ""},
      {"<a>K&#xF6;ln</a>", ""},
      {"<a>K&#246;ln</a>", ""},
      {std::string("\xff\xfe<\0a\0>\0K\0\xf6\0l\0n\0<\0/\0a\0>\0", 24), ""},
      {std::string("\0<\0a\0>\0K\0\xf6\0l\0n\0<\0/\0a\0>", 22), ""},
  }));
  CHECK(text_of(xml, charset) == "K\u00f6ln");
}

TEST_CASE("what careless software writes is mended") {
  const auto [xml, text] = GENERATE(table<std::string, std::string>({
      {"<a>Marks & Spencer, AT&T</a>", "Marks & Spencer, AT&T"},
      {"<a>1 < 2</a>", "1 < 2"},
      {"<a b='x?p=1&q=2'>&nosuch; &nbsp;&amp;amp;</a>", "&nosuch; \u00a0&amp;"},
      {"<a>bell \x07 here&#7;&#0;</a>", "bell  here"},
      {"<a>&#150; &#8211;</a>", "\u2013 \u2013"},
      {" \n <?xml version='1.0'?>\n<!-- late --><a>text</a>\n", "text"},
      {"<a><![CDATA[<b>R&D</b>]]></a>", "<b>R&D</b>"},
      {"<a>&lt;b&gt;</a>", "<b>"},
      {"<!DOCTYPE nitf SYSTEM \"nitf.dtd\"><a>text</a>", "text"},
  }));
  CHECK(text_of(xml) == text);
}

TEST_CASE("no document declares entities of its own") {
  std::string bomb = "<!DOCTYPE a [<!ENTITY l0 \"lol\">";
  for (int i = 1; i < 10; ++i)
    bomb += "<!ENTITY l" + std::to_string(i) + " \"" + repeat("&l" + std::to_string(i - 1) + ";", 10) + "\">";
  bomb += "]><a>&l9;</a>";
  const std::string outside = "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>";
  for (const std::string& xml : {bomb, outside})
    CHECK_THAT(text_of(xml), Contains("bad_xml: its document type declares elements or entities of its own"));
}

TEST_CASE("depth, attributes and elements are limited") {
  CHECK(text_of(repeat("<a>", 64) + "x" + repeat("</a>", 64)) == "x");
  CHECK(text_of(repeat("<a>", 65) + repeat("</a>", 65)) == "bad_xml: nested deeper than 64 levels");
  CHECK(text_of(repeat("<a>", 1'000'000)) == "bad_xml: nested deeper than 64 levels");
  std::string attributes = "<a";
  for (int i = 0; i < 100'000; ++i) attributes += " a" + std::to_string(i) + "='1'";
  CHECK(text_of(attributes + "/>") == "bad_xml: <a> has more than 256 attributes");
  CHECK(text_of("<a>" + repeat("<b/>", 600'000) + "</a>") == "bad_xml: it has more than 100000 elements");
  CHECK_THAT(text_of(std::string(11 << 20, ' ')), Contains("over the limit"));
}

TEST_CASE("time is linear in the size, whatever is in it") {
  const std::string unit = GENERATE("&", "&a", "<", "<!--", "<![CDATA[", "<a b='", "&#1;", "<?", "<a:b xmlns:a='c'>");
  CHECK(
      takes_linear_time([&](std::size_t units) { CHECK(read_xml("<x>" + repeat(unit, units), "").broken); }, 300'000));
}

TEST_CASE("where a document breaks off, what was whole before is known") {
  const XmlReading reading = read_xml("<a>\n<b>one</b>\n<b>two", "");
  REQUIRE(reading.broken);
  CHECK(reading.broken->message == "not well-formed at line 3: no element found");
  REQUIRE(reading.root.all("b").size() == 2);
  CHECK_FALSE(reading.root.all("b")[0]->cut_off);
  CHECK(reading.root.all("b")[1]->cut_off);
  CHECK_FALSE(read_whole_xml("<a>", ""));
  CHECK(read_xml("", "").broken->message == "nothing in it");
}
