#include "server/search/stored_positions.h"

#include "common/schema.h"

namespace newssearch {

PositionsFile stored_positions(const StoredArticles& articles, std::span<const std::uint32_t> ranks,
                               const std::set<std::string>& terms, Analyzer& analyzer, const TimeBudget& budget) {
  PositionCollector collector;
  for (const std::uint32_t rank : ranks) {
    budget.look();
    const Result<Article> article = articles.article(rank + 1);
    if (!article) throw Xapian::DatabaseCorruptError(article.error().message);
    for (const schema::PlacedTerm& placed : schema::place_terms(*article, analyzer))
      if (terms.contains(placed.term)) collector.add(rank, placed.term, placed.position);
  }
  return collector.file();
}

}  // namespace newssearch
