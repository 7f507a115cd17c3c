#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "common/article.h"
#include "server/search/searched_index.h"

namespace newssearch {

/// A stem of an article.
struct ArticleTerm {
  std::string term;           ///< in the index
  std::string printed;        ///< as the article first prints it, without a possessive 's
  double count = 0;           ///< weighted
  std::uint32_t holding = 0;  ///< articles of the index
  double idf = 0;
};

/// What a word counts for where it stands: in the headline, or at a place of the body.
struct WordPlace {
  bool in_headline = false;
  std::size_t position = 0;
  std::size_t body_words = 0;  ///< of the whole article
};

/// The stems of an article's headline and body that at least one other article holds, in order of bytes.
std::vector<ArticleTerm> article_terms(const Article& article, const SearchedIndex& index,
                                       const std::function<double(const WordPlace&)>& weight);

}  // namespace newssearch
