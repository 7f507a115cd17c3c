#pragma once
#include <xapian.h>

#include <cstdint>
#include <filesystem>
#include <string>

#include "common/analyzer.h"
#include "common/stored_articles.h"

namespace newssearch::bench {

/// Xapian's own Enquire on the same database, doing the same: the ten best articles with snippets, exact totals, and
/// the values of section, source, author and language counted over all matches. No histogram: Xapian has none.
/// Words are stemmed in the archive's main language only, which spares it the others.
class XapianBaseline {
 public:
  explicit XapianBaseline(const std::filesystem::path& database);

  /// How many articles match. `joined` is Xapian::Query::OP_OR or OP_AND.
  std::uint32_t search(const std::string& text, Xapian::Query::op joined);

 private:
  Xapian::Database database_;
  StoredArticles articles_;
  Analyzer analyzer_;
  std::string lang_;
  Xapian::Stem stem_;
};

}  // namespace newssearch::bench
