#include "server/search/article_terms.h"

#include <map>
#include <unordered_map>

#include "common/ranking.h"
#include "common/schema.h"

namespace newssearch {
namespace {

/// As it is printed elsewhere: "Clinton" of "Clinton's".
std::string without_possessive(std::string word) {
  for (const std::string_view ending : {"'s", "\u2019s", "'", "\u2019"})
    if (word.size() > ending.size() + 2 && word.ends_with(ending)) word.resize(word.size() - ending.size());
  return word;
}

}  // namespace

std::vector<ArticleTerm> article_terms(const Article& article, const SearchedIndex& index,
                                       const std::function<double(const WordPlace&)>& weight) {
  std::map<std::string, ArticleTerm> stems;
  std::unordered_map<std::string, ArticleTerm*> of_words;  // a word is said again and again: it is stemmed once
  const std::vector<Token> headline = index.analyzer.analyze_by_dictionary(article.headline);
  const std::vector<Token> body = index.analyzer.analyze_by_dictionary(article.body);
  const auto count = [&](std::string_view text, const std::vector<Token>& tokens, WordPlace place) {
    for (const Token& token : tokens) {
      const auto [known, fresh] = of_words.try_emplace(token.word);
      if (fresh) known->second = &stems[schema::stem_term(index.analyzer, token.word, article.lang)];
      ArticleTerm& entry = *known->second;
      if (entry.printed.empty())
        entry.printed = without_possessive(std::string(text.substr(token.begin, token.end - token.begin)));
      entry.count += weight(place);
      ++place.position;
    }
  };
  count(article.headline, headline, {.in_headline = true, .position = 0, .body_words = body.size()});
  count(article.body, body, {.in_headline = false, .position = 0, .body_words = body.size()});
  const auto articles = index.stored();
  std::vector<ArticleTerm> terms;
  for (auto& [term, entry] : stems) {
    entry.holding = articles_with(index, term);
    if (entry.holding < 2) continue;
    entry.term = term;
    entry.idf = ranking::idf(articles, entry.holding);
    terms.push_back(std::move(entry));
  }
  return terms;
}

}  // namespace newssearch
