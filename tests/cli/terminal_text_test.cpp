#include "server/cli/terminal_text.h"

#include <catch2/catch.hpp>

using namespace newssearch;

namespace {

std::vector<std::string> texts(const std::vector<Parts>& lines) {
  std::vector<std::string> result;
  for (const Parts& line : lines) {
    result.emplace_back();
    for (const TextPart& part : line) result.back() += part.match ? "[" + part.text + "]" : part.text;
  }
  return result;
}

}  // namespace

TEST_CASE("nothing in a printable text can address the terminal") {
  const std::vector<std::pair<std::string, std::string>> table = {
      {"\x1b[2Jgone", "\uFFFD[2Jgone"},
      {"bell\x07", "bell\uFFFD"},
      {std::string("nul\0!", 5), "nul\uFFFD!"},
      {"c1 \xc2\x9b"
       "31m",
       "c1 \uFFFD31m"},
      {"raw \x9b"
       "31m",
       "raw \uFFFD31m"},
      {"delete\x7f", "delete\uFFFD"},
      {"over\u202Eride", "over\uFFFDride"},
      {"line\r\nend\ttab", "line  end tab"},
      {"naïve 日本 👍", "naïve 日本 👍"},
  };
  for (const auto& [raw, safe] : table) CHECK(printable(raw) == safe);
}

TEST_CASE("JSON for a terminal escapes what JSON itself lets through") {
  CHECK(printable_json("{\"a\":\"\x7f \xc2\x9b \u202E é\"}\n") == "{\"a\":\"\\u007f \\u009b \\u202e é\"}\n");
}

TEST_CASE("wide characters take two columns and combining marks none") {
  CHECK(display_width("bank") == 4);
  CHECK(display_width("日本") == 4);
  CHECK(display_width("e\u0301") == 1);
  CHECK(display_width("ﾊﾝｶｸ") == 4);
  CHECK(display_width("\u200Bzero\u200D") == 4);
}

TEST_CASE("fitting pads or cuts to the very column") {
  CHECK(fit("bank", 6) == "bank  ");
  CHECK(fit("bank", 4) == "bank");
  CHECK(fit("banking", 4) == "ban…");
  CHECK(fit("日本経済", 6) == "日本… ");
  CHECK(fit("bank", 1) == "…");
}

TEST_CASE("lines break at spaces and keep their matches") {
  const Parts parts = {{"The ", false}, {"Bank of England", true}, {" cut its rate", false}};
  CHECK(texts(wrap(parts, 12)) == std::vector<std::string>{"The [Bank of]", "[England] cut", "its rate"});
  CHECK(texts(wrap(parts, 80)) == std::vector<std::string>{"The [Bank of England] cut its rate"});
}

TEST_CASE("no line is wider than it may be") {
  const std::string text =
      "https://example.org/a/very/long/address/without/any/space 日本経済新聞社は日本の新聞社である e\u0301te\u0301";
  for (int width = 2; width < 40; ++width)
    for (const std::string& line : texts(wrap({{text, false}}, width))) CHECK(display_width(line) <= width);
}

TEST_CASE("wrapping loses no character but the spaces at line ends") {
  const std::string text = "https://example.org/a/very/long/address 日本経済新聞社 one two";
  for (int width = 2; width < 40; ++width) {
    std::string joined, expected = text;
    for (const std::string& line : texts(wrap({{text, false}}, width))) joined += line;
    std::erase(joined, ' ');
    std::erase(expected, ' ');
    CHECK(joined == expected);
  }
}

TEST_CASE("an empty text is one empty line") { CHECK(wrap({}, 10).size() == 1); }
