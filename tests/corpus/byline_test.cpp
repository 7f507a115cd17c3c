#include "corpus/byline.h"

#include <catch2/catch.hpp>

using namespace newssearch;

TEST_CASE("a byline is split into its people") {
  using People = std::vector<std::string>;
  const auto [byline, people] = GENERATE(table<const char*, People>({
      {"Jane Doe", {"Jane Doe"}},
      {"By Jane Doe", {"Jane Doe"}},
      {"BY JANE DOE AND JOHN ROE", {"JANE DOE", "JOHN ROE"}},
      {"Jane Doe and John Roe", {"Jane Doe", "John Roe"}},
      {"Jane Doe, John Roe & Ann Lee", {"Jane Doe", "John Roe", "Ann Lee"}},
      {"Jane Doe, John Roe, and Ann Lee", {"Jane Doe", "John Roe", "Ann Lee"}},
      {"John Roe Jr., Ann Lee", {"John Roe Jr.", "Ann Lee"}},
      {"John Roe, Jr., Ann Lee", {"John Roe, Jr.", "Ann Lee"}},
      {"Jane Doe, Political Editor", {"Jane Doe"}},
      {"Jane Doe, Special to The Lamp", {"Jane Doe"}},
      {"Editorial Board", {"Editorial Board"}},
      {"Staff Reporter", {"Staff Reporter"}},
      {"editorial", {"editorial"}},
      {"Anderson Brandy", {"Anderson Brandy"}},
      {" , ;", {}},
      {"", {}},
  }));
  INFO(byline);
  CHECK(split_byline(byline) == people);
}
