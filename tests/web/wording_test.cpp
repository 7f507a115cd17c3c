#include <catch2/catch.hpp>

#include "server/web/wording.h"

using namespace newssearch;

namespace {
Day day_of(const std::string& iso) { return std::chrono::floor<std::chrono::days>(parse_iso_date(iso).value().time); }
}  // namespace

TEST_CASE("numbers are grouped by thousands, and one article is no plural") {
  CHECK(grouped(0) == "0");
  CHECK(grouped(999) == "999");
  CHECK(grouped(1843) == "1,843");
  CHECK(grouped(12345678) == "12,345,678");
  CHECK(counted(1, "article") == "1 article");
  CHECK(counted(0, "article") == "0 articles");
  CHECK(counted(1843, "article") == "1,843 articles");
}

TEST_CASE("a moment is told in the reader's time zone, a day is the same day everywhere") {
  const auto [iso, zone, words] = GENERATE(table<std::string, std::string, std::string>({
      {"1987-10-19T09:41:00Z", "UTC", "19 October 1987, 09:41 UTC"},
      {"1987-10-19", "UTC", "19 October 1987"},
      {"1987-10-19", "Pacific/Auckland", "19 October 1987"},
      {"1987-07-01T23:30:00Z", "Europe/London", "2 July 1987, 00:30 BST"},
      {"1987-01-01T00:05:00Z", "Europe/London", "1 January 1987, 00:05 GMT"},
      {"1987-10-19T09:41:00Z", "Nowhere/Atall", "19 October 1987, 09:41 UTC"},
      {"1665-09-02T00:00:00Z", "UTC", "2 September 1665, 00:00 UTC"},
  }));
  CAPTURE(iso, zone);
  CHECK(in_words(parse_iso_date(iso).value(), zone) == words);
}

TEST_CASE("a range of days is said as briefly as it can be") {
  const auto [first, last, words] = GENERATE(table<std::string, std::string, std::string>({
      {"1987-01-01", "1987-12-31", "1987"},
      {"1986-01-01", "1987-12-31", "1986–1987"},
      {"1987-03-01", "1987-03-31", "March 1987"},
      {"1988-02-01", "1988-02-29", "February 1988"},
      {"1988-02-01", "1988-02-28", "1–28 February 1988"},
      {"1987-03-01", "1987-05-31", "March–May 1987"},
      {"1986-12-01", "1987-01-31", "December 1986 – January 1987"},
      {"1987-10-19", "1987-10-19", "19 October 1987"},
      {"1987-03-02", "1987-03-08", "2–8 March 1987"},
      {"1987-03-30", "1987-04-05", "30 March – 5 April 1987"},
      {"1986-12-29", "1987-01-04", "29 December 1986 – 4 January 1987"},
  }));
  CAPTURE(first, last);
  CHECK(in_words(day_of(first), day_of(last)) == words);
}

TEST_CASE("a language goes by its own name") {
  CHECK(language_name("en") == "English");
  CHECK(language_name("de") == "Deutsch");
  CHECK(language_name("fr") == "Français");
  CHECK(language_name("ar") == "العربية");
  CHECK(language_name("und") == "Unknown language");
  CHECK(language_name("qq") == "qq");
  CHECK(language_name("<b>") == "<b>");
}

TEST_CASE("how often an article was updated is said with the date of the last time, where that is known") {
  const std::optional<ArticleDate> last = parse_iso_date("2024-05-03T12:00:00Z").value();
  CHECK(updates_in_words(1, last, "UTC").empty());
  CHECK(updates_in_words(2, last, "UTC") == "Updated once, on 3 May 2024, 12:00 UTC");
  CHECK(updates_in_words(3, last, "UTC") == "Updated twice; last on 3 May 2024, 12:00 UTC");
  CHECK(updates_in_words(4, std::nullopt, "UTC") == "Updated 3 times");
}
