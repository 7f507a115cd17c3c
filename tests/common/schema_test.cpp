#include <catch2/catch.hpp>
#include <map>

#include "common/schema.h"

using namespace newssearch;

namespace {

std::map<std::string, unsigned> terms_of(const Xapian::Document& document) {
  std::map<std::string, unsigned> terms;
  for (auto term = document.termlist_begin(); term != document.termlist_end(); ++term) terms[*term] = term.get_wdf();
  return terms;
}

}  // namespace

TEST_CASE("an article's terms: stems with weight, words with none, values folded") {
  Article article;
  article.id = "a1";
  article.headline = "Rates rise";
  article.body = "The rate rose. Rates!";
  article.lang = "en";
  article.sections = {"Money FX"};
  article.source = "Reuters";
  Analyzer analyzer;
  const Xapian::Document document = schema::index_article(article, analyzer).document;
  const auto terms = terms_of(document);

  CHECK(terms.at("Zen:rate") == 2 + schema::kHeadlineWeight);
  CHECK(terms.at("Zen:rise") == schema::kHeadlineWeight);
  CHECK(terms.at("ZSen:rate") == 0);
  CHECK(terms.at("rates") == 0);
  CHECK(terms.at("Srates") == 0);
  CHECK(terms.contains("rate"));
  CHECK(terms.contains("Qa1"));
  CHECK(terms.contains("Gmoney fx"));
  CHECK(terms.contains("Hreuters"));
  CHECK(terms.contains("Len"));
  const Result<Article> stored = schema::to_article(document);
  REQUIRE(stored);
  CHECK(*stored == article);
}

TEST_CASE("exact words are placed, the headline's before the body's, and none next to them") {
  Article article;
  article.headline = "Rates rise";
  article.body = "The 東京 rates";
  Analyzer analyzer;
  const std::vector<schema::PlacedTerm> placed = schema::index_article(article, analyzer).placed;
  std::vector<std::pair<std::string, std::uint32_t>> found;
  for (const schema::PlacedTerm& term : placed) found.emplace_back(term.term, term.position);
  const std::uint32_t body = 2 + schema::kHeadlineGap;
  CHECK(found == decltype(found){{"Srates", 0},
                                 {"rates", 0},
                                 {"Srise", 1},
                                 {"rise", 1},
                                 {"the", body},
                                 {"東京", body + 1},
                                 {"京", body + 2},
                                 {"rates", body + 3}});
  const std::vector<schema::PlacedTerm> alone = schema::place_terms(article, analyzer);
  const auto same = [](const schema::PlacedTerm& a, const schema::PlacedTerm& b) {
    return a.term == b.term && a.position == b.position;
  };
  CHECK(std::equal(alone.begin(), alone.end(), placed.begin(), placed.end(), same));
}

TEST_CASE("terms that would be too long for Xapian are hashed, ids with NULs too") {
  const std::string id(300, 'x');
  CHECK(schema::id_term(id).size() < 200);
  CHECK(schema::id_term(id) != schema::id_term(id + "y"));
  CHECK(schema::id_term("short") == "Qshort");
}

TEST_CASE("a date slot keeps time and precision, and sorts as dates do") {
  const auto text = GENERATE("1500-01-01", "1969-12-31T23:59:59Z", "1970-01-01", "1987-03-19T09:41:00Z", "2200-12-31");
  const ArticleDate date = *parse_iso_date(text);
  const schema::SlotDate read = schema::decode_date(schema::encode_date(date));
  CHECK(read.time == date.time);
  CHECK(read.precision == date.precision);
}

TEST_CASE("date slots sort as their dates do") {
  CHECK(schema::encode_date(*parse_iso_date("1912-04-15")) < schema::encode_date(*parse_iso_date("1969-12-31")));
  CHECK(schema::encode_date(*parse_iso_date("1969-12-31")) <
        schema::encode_date(*parse_iso_date("2020-01-01T10:00:00Z")));
}

TEST_CASE("articles lie newest first, undated last, then by id") {
  const Instant day = *make_day(1987, 3, 19);
  CHECK(schema::comes_before(day + std::chrono::seconds{1}, "b", day, "a"));
  CHECK(schema::comes_before(day, "b", std::nullopt, "a"));
  CHECK_FALSE(schema::comes_before(std::nullopt, "a", day, "b"));
  CHECK(schema::comes_before(day, "a", day, "b"));
  CHECK_FALSE(schema::comes_before(day, "a", day, "a"));
  CHECK(schema::comes_before(std::nullopt, "a", std::nullopt, "b"));
}
