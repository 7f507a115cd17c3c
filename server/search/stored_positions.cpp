#include "server/search/stored_positions.h"

#include "common/schema.h"

namespace newssearch {

PositionsFile stored_positions(const Xapian::Database& database, const DocSet& articles,
                               const std::set<std::string>& terms, Analyzer& analyzer, const TimeBudget& budget) {
  PositionCollector collector;
  articles.for_each([&](std::size_t rank) {
    budget.look();
    const Result<Article> article = schema::to_article(database.get_document(static_cast<Xapian::docid>(rank + 1)));
    if (!article) throw Xapian::DatabaseCorruptError(article.error().message);
    for (const schema::PlacedTerm& placed : schema::place_terms(*article, analyzer))
      if (terms.contains(placed.term)) collector.add(static_cast<std::uint32_t>(rank), placed.term, placed.position);
  });
  return collector.file();
}

}  // namespace newssearch
