#pragma once
#include <xapian.h>

#include <string>
#include <vector>

#include "common/analyzer.h"
#include "common/impacts_file.h"
#include "common/lexicon.h"
#include "common/positions_file.h"
#include "server/search/columns.h"

namespace newssearch {

/// What a question is asked of. What it refers to must outlive its users.
struct SearchedIndex {
  const Xapian::Database& database;
  const ImpactsFile& impacts;  ///< closed where its file is damaged, or not to be used: then the database is read
  const Columns& columns;
  const Lexicon& lexicon;
  const PositionsFile& positions;  ///< closed where its file is damaged
  Analyzer& analyzer;
  std::vector<std::string> languages;  ///< whose stems are looked up: the index's, or those a filter names
};

/// How many articles hold a term.
std::uint32_t articles_with(const SearchedIndex& index, const std::string& term);

/// A term and how many articles hold it.
struct HeldTerm {
  std::string term;
  std::uint32_t articles = 0;
};
/// The terms that begin so, in order of bytes.
std::vector<HeldTerm> terms_with_prefix(const SearchedIndex& index, const std::string& prefix);

}  // namespace newssearch
