#include "corpus/html_text.h"

#include <catch2/catch.hpp>
#include <string>

#include "tests/support/linear_time.h"

using namespace newssearch;

TEST_CASE("the text of HTML has its paragraphs, and nothing but text") {
  const auto [html, text] = GENERATE(table<std::string, std::string>({
      {"<p>One\n  line.</p><p>Two&nbsp;&eacute;</p>", "One line.\n\nTwo \u00e9"},
      {"First<br/>second<br>third", "First\nsecond\nthird"},
      {"<ul><li>a</li><li>b</li></ul><div>c</div>", "a\nb\n\nc"},
      {"<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"},
      {"a<b>b</b> <i>c</i>", "ab c"},
      {"<p>x<script>if (a < b) '</p>'</script><style>p {}</style>y</p>", "xy"},
      {"<figure><img alt='z'><figcaption>Jane</figcaption></figure><p>x</p>", "x"},
      {"<svg><text>drawn</text></svg><nav>Menu</nav>x<!-- <p>no</p> -->", "x"},
      {"<a href=\"x?a>b\">link</a>", "link"},
      {"<pre>a\n b</pre>", "a\nb"},
      {"<P>UPPER</P><![CDATA[data]]>", "UPPER\n\ndata"},
      {"2 < 3 <b>bold</b> > 1", "2 < 3 bold > 1"},
      {"<b>cut <i", "cut <i"},
      {"plain\ntext &amp; more", "plain\ntext & more"},
      {"a < b and b > c", "a < b and b > c"},
      {"<p></p>", ""},
      {"", ""},
  }));
  CHECK(html_text(html) == text);
}

TEST_CASE("a headline is one line") {
  CHECK(html_line("<b>Bridge</b>\n closes &#8211; for good") == "Bridge closes – for good");
}

TEST_CASE("HTML of any size and shape takes linear time") {
  const std::string unit = GENERATE("<", "<a", "<a ", "<a b=\"", "<a>", "<!--", "<![CDATA[", "</", "&", "&x;",
                                    "<script>", "<div><b>", "<a b='x'><");
  const auto read = [&](std::size_t units) {
    std::string html = "<p>";
    for (std::size_t i = 0; i < units; ++i) html += unit;
    html_text(html);
  };
  CHECK(takes_linear_time(read, 400'000));
}
