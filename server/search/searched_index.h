#pragma once
#include <xapian.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/analyzer.h"
#include "common/article.h"
#include "common/impacts_file.h"
#include "common/lexicon.h"
#include "common/positions_file.h"
#include "common/stored_articles.h"
#include "server/search/columns.h"
#include "server/search/doc_set.h"

namespace newssearch {

class ShardLists;

/// Consecutive ranks of an index, in a database of their own.
struct IndexPart {
  std::size_t first_rank = 0;  ///< of a window; its docids and what its files say count from here
  std::size_t articles = 0;
  const Xapian::Database& database;
  const StoredArticles& stored;
  const ImpactsFile& impacts;      ///< closed where its file is damaged, or not to be used: then the next two are read
  const PositionsFile& positions;  ///< closed where its file is damaged: then the stored articles are read
  const ShardLists* shard = nullptr;  ///< has the lists instead of these two, where the database is a shard
};

/// What a question is asked of. What it refers to must outlive its users.
struct SearchedIndex {
  std::vector<IndexPart> parts;  ///< in order of rank, the one it was built with last
  const Columns& columns;
  const DocSet& live;  ///< the ranks of articles one may be shown
  const Lexicon& lexicon;
  Analyzer& analyzer;
  std::vector<std::string> languages;  ///< whose stems are looked up: the index's, or those a filter names

  /// The part a rank is in.
  const IndexPart& part_of(std::size_t rank) const;
  /// How many articles statistics are of: all that are stored.
  std::uint32_t stored() const;
};

/// The article at a rank. Code "bad_record"; throws Xapian::Error.
Result<Article> stored_article(const SearchedIndex& index, std::size_t rank);

/// Where an article is; nullopt where there is none one may be shown.
std::optional<std::size_t> rank_of(const SearchedIndex& index, std::string_view id);

/// The ranks of the articles with a term that is in the database, ascending.
std::vector<std::size_t> members(const SearchedIndex& index, const std::string& term);

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
