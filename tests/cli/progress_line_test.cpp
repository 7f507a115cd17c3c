#include <catch2/catch.hpp>

#include "server/cli/figures.h"
#include "server/cli/progress_bar.h"
#include "server/web/wording.h"

using namespace newssearch;

TEST_CASE("progress says how much is done, how fast, and how long it will take") {
  CHECK(progress_line({"indexing", Progress::Unit::articles, 5'000, 20'000}, 10, 80) ==
        "indexing  ████               25%  5,000 of 20,000 articles  500/s  0:30 left    ");
}

TEST_CASE("progress through an input of unknown size says what is known") {
  CHECK(progress_line({"reading", Progress::Unit::bytes, 12'400'000, 0}, 2, 60) ==
        "reading   12.4 MB  6.2 MB/s                                 ");
}

TEST_CASE("progress never exceeds the line") {
  CHECK(progress_line({"indexing", Progress::Unit::articles, 5'000, 20'000}, 10, 20) == "indexing  ████     …");
}

TEST_CASE("figures are grouped, sizes rounded, times read on the clock") {
  CHECK(grouped(0) == "0");
  CHECK(grouped(999) == "999");
  CHECK(grouped(21578) == "21,578");
  CHECK(grouped(1'000'000) == "1,000,000");
  CHECK(counted(1, "article") == "1 article");
  CHECK(counted(2, "article") == "2 articles");
  CHECK(file_size(999) == "999 B");
  CHECK(file_size(999'960) == "1.0 MB");
  CHECK(file_size(42'500'000) == "42.5 MB");
  CHECK(milliseconds(2.14) == "2.1 ms");
  CHECK(milliseconds(1400) == "1.4 s");
  CHECK(duration(7) == "0:07");
  CHECK(duration(3753) == "1:02:33");
}
