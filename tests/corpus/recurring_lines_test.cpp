#include "corpus/recurring_lines.h"

#include <catch2/catch.hpp>

using namespace newssearch;
using Catch::Contains;

namespace {

/// An article of the Courier, one a day from January 2024 on.
Article page(int number, const std::string& body) {
  Article article;
  article.source = "Courier";
  article.headline = "Story " + std::to_string(number);
  article.body = body;
  article.published =
      ArticleDate{.time = Instant{std::chrono::sys_days{std::chrono::year{2024} / 1 / 1} + std::chrono::days{number}}};
  return article;
}

std::string story(int number) { return "The council met for the " + std::to_string(number) + "th time."; }

/// Of so many articles the first `with` hold the line.
RecurringLines counted(int articles, int with, const std::string& line, bool dated = true) {
  RecurringLines lines;
  for (int i = 0; i < articles; ++i) {
    Article article = page(i, story(i) + (i < with ? "\n\n" + line : "") + "\n\nIt will meet again.");
    if (!dated) article.published.reset();
    lines.count(article);
  }
  return lines;
}

}  // namespace

TEST_CASE("a line that recurs on the pages of a source is taken out, with the reason") {
  const RecurringLines lines = counted(100, 12, "Continue Reading");
  Article article = page(200, "The dam broke.\n\nContinue Reading\n\nThe town was warned.");
  const std::vector<DroppedText> taken = lines.take_out(article);
  CHECK(article.body == "The dam broke.\n\nThe town was warned.");
  REQUIRE(taken.size() == 1);
  CHECK(taken[0] == DroppedText{"Continue Reading", "recurs in 12 of 100 articles of Courier"});
}

TEST_CASE("what recurs elsewhere is left to another source") {
  const RecurringLines lines = counted(100, 50, "Advertisement");
  Article article = page(200, "The dam broke.\n\nAdvertisement");
  article.source = "Herald";
  CHECK(lines.take_out(article).empty());
  CHECK_THAT(article.body, Contains("Advertisement"));
}

TEST_CASE("too little evidence leaves a text as it is") {
  SECTION("a line of few articles") {
    Article article = page(200, "The dam broke.\n\nAdvertisement");
    CHECK(counted(100, 9, "Advertisement").take_out(article).empty());
  }
  SECTION("a source of few articles") {
    Article article = page(200, "The dam broke.\n\nAdvertisement");
    CHECK(counted(19, 19, "Advertisement").take_out(article).empty());
  }
  SECTION("versions of one article") {
    RecurringLines lines;
    for (int i = 0; i < 60; ++i) lines.count(page(i % 15, story(i) + "\n\nThe dam broke at dawn."));
    Article article = page(200, "The dam broke at dawn.\n\nThe town was warned.");
    CHECK(lines.take_out(article).empty());
  }
  SECTION("a running story's paragraph, that stands on few days only") {
    RecurringLines lines;
    for (int i = 0; i < 200; ++i) {
      Article article = page(i, story(i) + (i < 12 ? "\n\nThe dam broke at dawn." : ""));
      if (i < 12) article.published = page(i % 3, "").published;
      lines.count(article);
    }
    Article article = page(200, "The dam broke at dawn.\n\nThe town was warned.");
    CHECK(lines.take_out(article).empty());
  }
}

TEST_CASE("the names of those who speak in an interview are kept, an advertisement between all paragraphs is not") {
  const auto taken_at = [](int with) {
    Article article = page(200, "Ann Lee\n\nWhy?\n\nAnn Lee\n\nHow?\n\nAnn Lee\n\nWhen?");
    return counted(200, with, "Ann Lee").take_out(article).size();
  };
  CHECK(taken_at(19) == 0);
  CHECK(taken_at(20) == 3);
}

TEST_CASE("without dates a line has to stand on a fifth of the pages") {
  Article article = page(200, "The dam broke.\n\nAdvertisement");
  CHECK(counted(100, 19, "Advertisement", false).take_out(article).empty());
  CHECK(counted(100, 20, "Advertisement", false).take_out(article).size() == 1);
}

TEST_CASE("an article of nothing but recurring lines keeps them") {
  const RecurringLines lines = counted(100, 50, "Advertisement");
  Article article = page(200, "Advertisement");
  CHECK(lines.take_out(article).empty());
  CHECK(article.body == "Advertisement");
}

TEST_CASE("without the name of a source its host is one") {
  RecurringLines lines;
  for (int i = 0; i < 40; ++i) {
    Article article = page(i, story(i) + "\n\nShare this");
    article.source.clear();
    article.url = "https://courier.example/" + std::to_string(i);
    lines.count(article);
  }
  Article article = page(200, "The dam broke.\n\nShare this");
  article.source.clear();
  article.url = "https://courier.example/dam";
  CHECK_THAT(lines.take_out(article).at(0).reason, Contains("https://courier.example"));
}
