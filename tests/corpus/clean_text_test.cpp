#include "corpus/clean_text.h"

#include <catch2/catch.hpp>

using namespace newssearch;

TEST_CASE("a text is made fit to store, and every repair counted") {
  struct Case {
    std::string dirty, clean;
    std::size_t bad_utf8, controls;
  };
  const Case text = GENERATE(values<Case>({
      {"plain", "plain", 0, 0},
      {"  \t\r\n trimmed \f\n", "trimmed", 0, 0},
      {"one\r\ntwo\rthree\vfour", "one\ntwo\nthree\nfour", 0, 0},
      {"a\tb", "a\tb", 0, 0},
      {std::string("a\0b\x1b[0m\x7f", 8), "ab[0m", 0, 3},
      {"caf\xe9", "caf\uFFFD", 1, 0},
      {"\xff\xfe", "\uFFFD\uFFFD", 2, 0},
      {"\xe2\x82", "\uFFFD", 1, 0},                  // the front of a euro sign
      {"\xed\xa0\x80", "\uFFFD\uFFFD\uFFFD", 3, 0},  // a surrogate: no byte of it begins a character
      {"\xc0\xaf", "\uFFFD\uFFFD", 2, 0},            // an overlong slash
      {"\xf4\x90\x80\x80", "\uFFFD\uFFFD\uFFFD\uFFFD", 4, 0},
      {"Größe €", "Größe €", 0, 0},
  }));
  TextRepairs repairs;
  CHECK(clean_text(text.dirty, repairs) == text.clean);
  CHECK(repairs.bad_utf8 == text.bad_utf8);
  CHECK(repairs.controls == text.controls);
}

TEST_CASE("what stands on one line has single blanks") {
  TextRepairs repairs;
  CHECK(clean_line(" A  headline\r\n over\ttwo lines ", repairs) == "A headline over two lines");
}

TEST_CASE("a text is cut between characters") {
  CHECK(clip("Größe", 3) == "Gr");
  CHECK(clip("Größe", 4) == "Grö");
  CHECK(clip("Größe", 40) == "Größe");
  CHECK(clip("\x80\x80", 1).empty());
}
