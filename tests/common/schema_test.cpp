#include "common/schema.h"

#include <catch2/catch.hpp>
#include <map>
#include <random>

#include "common/names.h"

using namespace newssearch;

namespace {

using Terms = std::map<std::string, unsigned>;

/// What schema.h says of a text's terms, word by word: the fast way must come to the same.
void add_text(Terms& terms, const std::string& text, const std::string& lang, bool in_headline, Analyzer& analyzer) {
  const auto weight_of = [&](std::size_t token) {
    return in_headline ? schema::kHeadlineWeight : token < schema::kLeadWords ? schema::kLeadWeight : 1U;
  };
  const auto add = [&](const std::string& term, unsigned wdf, const std::string& headline_term) {
    terms[term] += wdf;
    if (in_headline) terms[headline_term] += 0;
  };
  const auto add_stem = [&](const std::string& word, std::size_t token) {
    add(schema::stem_term(analyzer, word, lang), weight_of(token), schema::headline_stem_term(analyzer, word, lang));
  };
  const Analysis analysis = analyzer.analyze_with_alternates(text, lang);
  for (std::size_t token = 0; token < analysis.tokens.size(); ++token)
    if (!analysis.tokens[token].ideographic) add_stem(analysis.tokens[token].word, token);
  for (const Alternate& alternate : analysis.alternates) {
    if (alternate.kind != Alternate::Kind::joined) {
      add(schema::unstemmed_term(alternate.word), weight_of(alternate.first),
          schema::headline_unstemmed_term(alternate.word));
      continue;
    }
    add_stem(alternate.word, alternate.first);
    if (alternate.last == alternate.first + 1)
      terms[schema::hyphenated_term(analysis.tokens[alternate.first].word, analysis.tokens[alternate.last].word)] += 0;
  }
  for (const schema::PlacedTerm& placed : schema::place_terms(analysis.tokens))
    if (placed.characters) add(placed.term, weight_of(placed.position), schema::headline_word_term(placed.term));
}

Terms plain_terms(const Article& article, Analyzer& analyzer) {
  Terms terms = {{schema::id_term(article.id), 0}};
  add_text(terms, article.headline, article.lang, true, analyzer);
  add_text(terms, article.body, article.lang, false, analyzer);
  for (const std::string& name : printed_names(article.body, analyzer.analyze(article.body), article.lang))
    terms[schema::name_term(name)] += 0;
  if (!article.lang.empty()) terms["L" + article.lang] += 0;
  return terms;
}

/// Words, signs and line ends as they come.
std::string random_text(std::mt19937& random, std::size_t words) {
  static const std::vector<std::string> kPieces = {"the",
                                                   "rates",
                                                   "Rates",
                                                   "RATE",
                                                   "rose",
                                                   "Zen:rate",
                                                   "S",
                                                   "Keating",
                                                   "Theresa May",
                                                   "Bank of England",
                                                   "U.S.",
                                                   "C++",
                                                   "AT&T",
                                                   "covid-19",
                                                   "Rolls-Royce",
                                                   "state-of-the-art",
                                                   "O’Neill",
                                                   "Müller",
                                                   "Straßen",
                                                   "Häuser",
                                                   "l'Allemagne",
                                                   "9/11",
                                                   "1,250,000",
                                                   "3,4,5",
                                                   "www.bbc.co.uk",
                                                   "@CNN",
                                                   "Путин",
                                                   "東京都知事",
                                                   "日本",
                                                   "北京大学",
                                                   "ภาษาไทย",
                                                   "서울",
                                                   "東",
                                                   "don't",
                                                   "a.smith@example.com",
                                                   "antidisestablishmentarianism",
                                                   "antidisestablishmentarians",
                                                   "interest",
                                                   "interesting",
                                                   "house",
                                                   "houses"};
  static const std::vector<std::string> kGaps = {" ", " ", " ", " ", " ", ", ", ". ", "-", "", "\n\n", ": “"};
  std::string text;
  for (std::size_t i = 0; i < words; ++i) text += kPieces[random() % kPieces.size()] + kGaps[random() % kGaps.size()];
  return text;
}

std::map<std::string, unsigned> terms_of(const Xapian::Document& document) {
  std::map<std::string, unsigned> terms;
  for (auto term = document.termlist_begin(); term != document.termlist_end(); ++term) terms[*term] = term.get_wdf();
  return terms;
}

}  // namespace

TEST_CASE("an article's terms: stems with weight, no words as printed, values folded") {
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

  CHECK(terms.at("Zen:rate") == 2 * schema::kLeadWeight + schema::kHeadlineWeight);
  CHECK(terms.at("Zen:rise") == schema::kHeadlineWeight);
  CHECK(terms.at("ZSen:rate") == 0);
  CHECK_FALSE(terms.contains("rates"));
  CHECK_FALSE(terms.contains("Srates"));
  CHECK(terms.contains("Qa1"));
  CHECK(terms.contains("Gmoney fx"));
  CHECK(terms.contains("Hreuters"));
  CHECK(terms.contains("Len"));
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

TEST_CASE("what is placed tells the headline's words from the body's, other terms are of neither") {
  const auto word = [](std::string_view term) {
    const std::optional<schema::PlacedWord> placed = schema::placed_word(term);
    return placed ? std::string(placed->in_headline ? "headline " : "") + std::string(placed->word) : "none";
  };
  CHECK(word(schema::word_term("rates")) == "rates");
  CHECK(word(schema::headline_word_term("rates")) == "headline rates");
  CHECK(word(schema::word_term("東京")) == "東京");
  CHECK(word("9/11") == "9/11");
  Analyzer analyzer;
  CHECK(word(schema::stem_term(analyzer, "rates", "en")) == "none");
  CHECK(word(schema::headline_stem_term(analyzer, "rates", "en")) == "none");
  CHECK(word(schema::id_term("a1")) == "none");
  CHECK(word("") == "none");
}

TEST_CASE("the terms of an article, each added once, are those of its words one by one") {
  std::mt19937 random(1912);
  Analyzer analyzer, plain;  // the second has other stems in its cache
  for (int i = 0; i < 300; ++i) {
    Article article;
    article.id = "a" + std::to_string(i);
    article.headline = random_text(random, random() % 12);
    article.body = random_text(random, random() % 300);
    article.lang = std::vector<std::string>{"en", "en", "de", "fr", "zh", "ru", "und", ""}[random() % 8];
    const schema::IndexedArticle indexed = schema::index_article(article, analyzer);
    INFO(article.headline << "\n" << article.body);
    REQUIRE(terms_of(indexed.document) == plain_terms(article, plain));
    const std::vector<schema::PlacedTerm> placed = schema::place_terms(article, plain);
    const auto same = [](const schema::PlacedTerm& a, const schema::PlacedTerm& b) {
      return a.term == b.term && a.position == b.position && a.characters == b.characters;
    };
    REQUIRE(std::equal(placed.begin(), placed.end(), indexed.placed.begin(), indexed.placed.end(), same));
  }
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
