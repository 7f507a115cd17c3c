#include "corpus/charset.h"

#include <catch2/catch.hpp>
#include <string>

using namespace newssearch;

TEST_CASE("a document is read in the encoding it states") {
  struct Expected {
    std::string bytes, carrier, charset, text;
  };
  const Expected expected = GENERATE(values<Expected>({
      {"<meta charset=\"iso-8859-1\">M\xfcll \x80", "", "windows-1252", "<meta charset=\"iso-8859-1\">Müll €"},
      {"<META http-equiv=Content-Type content='text/html; charset=Shift_JIS'>\x8b\xb4", "", "windows-31j",
       "<META http-equiv=Content-Type content='text/html; charset=Shift_JIS'>橋"},
      {"<?xml version=\"1.0\" encoding=\"windows-1251\"?><html>\xec\xee\xf1\xf2", "", "windows-1251",
       "<?xml version=\"1.0\" encoding=\"windows-1251\"?><html>мост"},
      {"<meta charset=\"windows-1252\">\xb4\xd9\xb8\xae", "euc-kr", "windows-949",
       "<meta charset=\"windows-1252\">다리"},
      {"<p>\xc7\xc5", "gb2312", "gb18030", "<p>桥"},
      {"\xef\xbb\xbf<meta charset=latin1>Brücke", "", "utf-8", "<meta charset=latin1>Brücke"},
      {std::string("\xff\xfe<\0p\0>\0\x4b\x6a", 10), "", "utf-16le", "<p>橋"},
      {"<p>bridge", "", "utf-8", "<p>bridge"},
  }));
  const DecodedText decoded = decode_markup(expected.bytes, expected.carrier);
  CHECK(decoded.charset == expected.charset);
  CHECK(decoded.text == expected.text);
  CHECK(decoded.warnings.empty());
}

TEST_CASE("bytes that are UTF-8 are read so, whatever is stated") {
  const DecodedText decoded = decode_markup("<meta charset=iso-8859-1>Brücke über den Fluß", "");
  CHECK(decoded.text == "<meta charset=iso-8859-1>Brücke über den Fluß");
  CHECK(decoded.warnings ==
        std::vector<std::string>{"encoding: stated as windows-1252, but the bytes are UTF-8; read so"});
}

TEST_CASE("where nothing fits the encoding is guessed, and it is said") {
  const std::string german =
      "<meta charset=utf-8><p>Die alte Br\xfc"
      "cke \xfc"
      "ber den Flu\xdf wird f\xfcr zwei Jahre geschlossen, \xe4u\xdf"
      "erte der B\xfcrgermeister am Mittwoch.";
  const DecodedText decoded = decode_markup(german, "");
  CHECK(decoded.charset == "windows-1252");
  CHECK(decoded.text.find("Die alte Brücke über den Fluß") != std::string::npos);
  CHECK(decoded.warnings ==
        std::vector<std::string>{
            "encoding: stated as utf-8, but the bytes are not UTF-8; read as windows-1252, as they look"});
}

TEST_CASE("one bad byte makes no other encoding of UTF-8") {
  std::string page = "<p>";
  for (int i = 0; i < 30; ++i) page += "Brücke ";
  CHECK(decode_markup(page + "\xfc", "utf-8").charset == "utf-8");
}

TEST_CASE("labels mean what they mean in the web") {
  CHECK(charset_of_label(" ISO-8859-1 ") == "windows-1252");
  CHECK(charset_of_label("ISO-8859-9") == "windows-1254");
  CHECK(charset_of_label("GB2312") == "gb18030");
  CHECK(charset_of_label("utf-7").empty());
  CHECK(charset_of_label("").empty());
}
