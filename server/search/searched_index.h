#pragma once
#include <xapian.h>

#include <string>
#include <vector>

#include "common/analyzer.h"
#include "common/lexicon.h"
#include "common/positions_file.h"
#include "server/search/columns.h"

namespace newssearch {

/// What a question is asked of. What it refers to must outlive its users.
struct SearchedIndex {
  const Xapian::Database& database;
  const Columns& columns;
  const Lexicon& lexicon;
  const PositionsFile& positions;  ///< closed where its file is damaged
  Analyzer& analyzer;
  std::vector<std::string> languages;  ///< whose stems are looked up: the index's, or those a filter names
};

}  // namespace newssearch
