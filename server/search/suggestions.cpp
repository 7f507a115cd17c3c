#include "server/search/suggestions.h"

#include <algorithm>
#include <map>

#include "common/schema.h"
#include "server/search/doc_set.h"

namespace newssearch {
namespace {

/// Enough to see which headline many articles carry; the newest come first.
constexpr std::size_t kHeadlinesRead = 200;

void insert_postings(const Xapian::Database& database, const std::string& term, DocSet& found) {
  for (Xapian::PostingIterator at = database.postlist_begin(term), end = database.postlist_end(term); at != end; ++at)
    found.insert(*at - 1);
}

DocSet headlines_with(const std::string& word, bool prefix, const Xapian::Database& database) {
  DocSet found(database.get_lastdocid());
  const std::string term = schema::headline_word_term(word);
  if (!prefix) {
    insert_postings(database, term, found);
    return found;
  }
  for (Xapian::TermIterator at = database.allterms_begin(term); at != database.allterms_end(term); ++at)
    insert_postings(database, *at, found);
  return found;
}

}  // namespace

std::vector<Suggestion> suggest_headlines(std::string_view text, const Xapian::Database& database, Analyzer& analyzer,
                                          std::uint32_t limit) {
  const std::vector<Token> words = analyzer.analyze(text);
  if (words.empty() || limit == 0) return {};
  DocSet found(database.get_lastdocid(), true);
  for (const Token& word : words) {
    const bool still_typed = word.end == text.size();
    found &= headlines_with(word.word, still_typed, database);
  }
  std::vector<Suggestion> suggestions;
  std::map<std::string, std::size_t> by_headline;
  std::size_t read = 0;
  found.for_each([&](std::size_t rank) {
    if (read++ >= kHeadlinesRead) return;
    const Result<Article> article = schema::to_article(database.get_document(static_cast<Xapian::docid>(rank + 1)));
    if (!article) return;
    const auto [known, fresh] = by_headline.try_emplace(fold(article->headline), suggestions.size());
    if (fresh) suggestions.push_back({.text = article->headline, .kind = "headline", .count = 0, .id = article->id});
    ++suggestions[known->second].count;
  });
  std::stable_sort(suggestions.begin(), suggestions.end(),
                   [](const Suggestion& a, const Suggestion& b) { return a.count > b.count; });
  if (suggestions.size() > limit) suggestions.resize(limit);
  return suggestions;
}

}  // namespace newssearch
