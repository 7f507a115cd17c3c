#include "corpus/visible_date.h"

#include <catch2/catch.hpp>

using namespace newssearch;

TEST_CASE("a date is read in the language of its page") {
  const auto [line, lang, date] = GENERATE(table<const char*, const char*, const char*>({
      {"3. Mai 2024, 10:15 Uhr", "de", "2024-05-03"},
      {"Stand: 03.05.2024 | 10:15", "de", "2024-05-03"},
      {"Publié le 3 mai 2024 à 10h15", "fr", "2024-05-03"},
      {"1er août 2024", "fr", "2024-08-01"},
      {"3 de mayo de 2024", "es", "2024-05-03"},
      {"03/05/2024 10:15", "es", "2024-05-03"},
      {"Published: May 3, 2024", "en", "2024-05-03"},
      {"Friday, May 3rd, 2024", "en", "2024-05-03"},
      {"3 September 2024", "en", "2024-09-03"},
      {"05/23/2024", "en", "2024-05-23"},
      {"2024-05-03 10:15", "en", "2024-05-03"},
      {"2024年5月3日 10時15分", "ja", "2024-05-03"},
      {"2024년 5월 3일", "ko", "2024-05-03"},
      {"3 мая 2024", "ru", "2024-05-03"},
      {"3 Mayıs 2024", "tr", "2024-05-03"},
      {"3 maja 2024", "pl", "2024-05-03"},
      {"May 3, 2024", "de", "2024-05-03"},
      {"3. Mai 2024", "de-AT", "2024-05-03"},
  }));
  INFO(line);
  CHECK(visible_date(line, lang).value_or("none") == date);
}

TEST_CASE("what is no date, or may be two, is none") {
  const auto [line, lang] = GENERATE(table<const char*, const char*>({
      {"03/05/2024", "en"},
      {"31. Februar 2024", "de"},
      {"Mai 2024", "de"},
      {"3. Mai", "de"},
      {"10:15", "en"},
      {"The bridge of 1924 is closed", "en"},
      {"call 030 2024 555", "en"},
      {"", "en"},
  }));
  INFO(line);
  CHECK_FALSE(visible_date(line, lang));
}

TEST_CASE("an address may state a day") {
  CHECK(date_of_url("https://example.org/2024/05/03/bridge.html") == "2024-05-03");
  CHECK(date_of_url("https://example.org/news/2024-5-3-bridge") == "2024-05-03");
  CHECK(date_of_url("https://example.org/a/20240503/bridge") == "2024-05-03");
  CHECK(date_of_url("https://example.org/news/2024/may/03/bridge") == "2024-05-03");
  CHECK_FALSE(date_of_url("https://example.org/news/2024/ebm/03/bridge"));
  CHECK_FALSE(date_of_url("https://example.org/2024/05/bridge"));
  CHECK_FALSE(date_of_url("https://example.org/article/19852382/bridge"));
  CHECK_FALSE(date_of_url("https://example.org/bridge?day=2024/05/03"));
  CHECK_FALSE(date_of_url(""));
}
