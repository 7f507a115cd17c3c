#pragma once
#include <xapian.h>

#include <string>
#include <vector>

#include "common/analyzer.h"
#include "common/impacts_file.h"
#include "common/lexicon.h"
#include "common/positions_file.h"
#include "common/stored_articles.h"
#include "server/search/columns.h"

namespace newssearch {

/// What a question is asked of. What it refers to must outlive its users.
struct SearchedIndex {
  const Xapian::Database& database;
  const StoredArticles& articles;
  const ImpactsFile& impacts;      ///< closed where its file is damaged, or not to be used: then the next two are read
  const PositionsFile& positions;  ///< closed where its file is damaged: then the stored articles are read
  const Columns& columns;
  const Lexicon& lexicon;
  Analyzer& analyzer;
  std::vector<std::string> languages;  ///< whose stems are looked up: the index's, or those a filter names
};

/// How many articles hold a term that is not placed (common/schema.h).
std::uint32_t articles_with(const SearchedIndex& index, const std::string& term);

/// A term and how many articles hold it.
struct HeldTerm {
  std::string term;
  std::uint32_t articles = 0;
};
/// The placed terms that begin so, in order of bytes; where no file but the lexicon has them, without those with
/// digits.
std::vector<HeldTerm> terms_with_prefix(const SearchedIndex& index, const std::string& prefix);

}  // namespace newssearch
