#pragma once
#include <random>
#include <string>
#include <vector>

#include "server/search/search_request.h"
#include "tests/relevance/oracle_archive.h"

namespace newssearch::oracle {

struct Question {
  std::string kind;  ///< "phrase"
  SearchRequest request;
};

/// Makes questions out of queries and out of the archive's own words, values and dates. The same seed makes the same.
class Questioner {
 public:
  Questioner(const Archive& archive, unsigned seed);

  /// A query as it is, and as a phrase, with a word refused, with OR, NEAR and stars, in headlines, in capitals,
  /// without accents, with filters, with days.
  std::vector<Question> variants(const std::string& query);
  /// Operators, fields, filters, days and zones as the dice fall, mostly over what one article says.
  Question random();
  /// What nobody counts, but any two engines must answer alike: stories like one, the last days, words misspelled.
  Question uncounted();
  /// The same question with what changes no count: order, pages, what is shown of hits, help with spelling.
  SearchRequest dressed(SearchRequest request);
  const std::string& any_id() { return any_article().id; }

 private:
  std::size_t below(std::size_t end) { return std::uniform_int_distribution<std::size_t>(0, end - 1)(dice_); }
  bool chance(double share) { return std::bernoulli_distribution(share)(dice_); }
  const CountedArticle& any_article() { return archive_.articles()[below(archive_.articles().size())]; }
  const CountedArticle& any_of(const std::vector<std::size_t>& articles);
  const CountedText& text_of(const CountedArticle& article);
  std::string word_of(const CountedArticle& article);
  std::string row_of(const CountedArticle& article);
  std::string near_of(const CountedArticle& article);
  std::string prefix_of(const CountedArticle& article);
  std::string compound_of(const CountedArticle& article);
  std::string characters_of(const CountedArticle& article);
  std::string printed_in(const CountedArticle& article);
  std::optional<std::string> value_of(const CountedArticle& article, Facet facet);
  std::string misspelled(std::string word);
  std::string term(const CountedArticle& article);
  void filter_by(Facet facet, const CountedArticle& article, SearchRequest& request);
  void narrow_days(const CountedArticle& article, SearchRequest& request);
  HistogramInterval interval();
  std::string time_zone();

  const Archive& archive_;
  std::mt19937 dice_;
  std::vector<std::size_t> with_characters_, with_hyphens_;  ///< articles: of scripts without blanks, with compounds
};

}  // namespace newssearch::oracle
