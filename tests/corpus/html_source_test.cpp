#include "corpus/html_source.h"

#include <catch2/catch.hpp>

#include "corpus/html_tree.h"

using namespace newssearch;

namespace {

std::string tame(const std::string& markup) {
  const Result<TameMarkup> result = tame_markup(markup);
  REQUIRE(result);
  return result->html.substr(std::string("<!doctype html>").size());
}

std::string repeated(const std::string& text, int times) {
  std::string result;
  for (int i = 0; i < times; ++i) result += text;
  return result;
}

}  // namespace

TEST_CASE("of markup what is read is left") {
  const auto [markup, left] = GENERATE(table<const char*, const char*>({
      {"<P Class=a onclick='go()'>x</P>", "<p class=\"a\">x</p>"},
      {"a<!-- <p>no -->b<?php no ?>c<!no>d", "abcd"},
      {"<script>if (a</b) '</p>'</script >x", "x"},
      {"<style>p{}</style><iframe>no</iframe><svg><title>no</title></svg>x", "x"},
      {"<title>a <b> & c</title>", "<title>a &lt;b> & c</title>"},
      {"<b>a</b><font color=red>c</font>", "<span>a</span><span>c</span>"},
      {"<meta content='say \"x\"' name=d>", "<meta content='say \"x\"' name=\"d\">"},
      {"1 < 2 <3", "1 &lt; 2 &lt;3"},
      {"<a href=x/y>z</a>", "<label href=\"x/y\">z</label>"},
      {"<a>b<a>c</a>", "<label>b</label><label>c</label>"},
      {"<a><b><div>c</a></b>d</div>", "<label><span><div>cd</div>"},
      {"<div style='display : none'>x</div>", "<div hidden=\"\">x</div>"},
      {"</div>x", "x"},
      {"<p class=\"open", "<p class=\"open\">"},
      {"<script>never closed <p>x</p>", "never closed <p>x</p>"},
  }));
  INFO(markup);
  CHECK(tame(markup) == left);
}

TEST_CASE("scripts that hold data are kept apart") {
  const Result<TameMarkup> result =
      tame_markup("<script type=\"application/ld+json\">{\"a\": \"</b>\"}</script><script>no</script>");
  REQUIRE(result);
  CHECK(result->json_ld == std::vector<std::string>{"{\"a\": \"</b>\"}"});
}

TEST_CASE("no nesting and no number of attributes is too much") {
  const std::string deep = tame(repeated("<div>", 100'000) + "x" + repeated("</div>", 100'000) + "<p>y</p>");
  CHECK(deep.size() < 10'000);
  CHECK(deep.ends_with("<p>y</p>"));
  CHECK(tame("<p" + repeated(" class=x", 100'000) + ">y").size() < 1'000);
  CHECK(text_within(parse_html(tame(repeated("<b>", 100'000) + "y")), 0) == "y");
}

TEST_CASE("what no news page is like is refused") {
  CHECK(tame_markup(repeated("<p>", 60'001)).error().code == "too_large");
  for (const char* swollen : {"x", "&", "<"})
    CHECK(tame_markup(repeated(swollen, 3 << 20)).error().code == "too_large");
  CHECK(tame_markup(std::string((10 << 20) + 1, 'x')).error().message == "the page is over the limit of 10 MB");
}

TEST_CASE("a text is shown without its markup") {
  CHECK(shown_text("Smith &amp; Co\n &lt;b&gt;") == "Smith & Co <b>");
  CHECK(shown_text("<p>one</p><p>two</p>") == "one two");
  CHECK(shown_text(" plain ") == "plain");
}
