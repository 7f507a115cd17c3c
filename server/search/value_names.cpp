#include "server/search/value_names.h"

#include <algorithm>

namespace newssearch {
namespace {

/// A domain without its first label, down to two of them: news.bbc.co.uk, bbc.co.uk, co.uk. Empty behind the last.
std::string_view domain_above(std::string_view domain) {
  const std::size_t dot = domain.find('.');
  if (dot == domain.npos) return {};
  domain.remove_prefix(dot + 1);
  return domain.find('.') == domain.npos ? std::string_view() : domain;
}

bool is_or_is_below(std::string_view token, std::string_view word) {
  for (; !token.empty(); token = domain_above(token))
    if (token == word) return true;
  return false;
}

}  // namespace

void ValueNames::add(std::vector<std::string> words) {
  if (words.empty()) return;
  std::vector<std::vector<std::string>>& known = by_first_word_[words.front()];
  known.emplace_back(words.begin() + 1, words.end());
}

/// Whether a name begins with `word` and goes on with the tokens from `next` on.
bool ValueNames::begin_at(const std::string& word, const Token* next, const Token* end) const {
  const auto found = by_first_word_.find(word);
  if (found == by_first_word_.end()) return false;
  return std::any_of(found->second.begin(), found->second.end(), [&](const std::vector<std::string>& rest) {
    return static_cast<std::size_t>(end - next) >= rest.size() &&
           std::equal(rest.begin(), rest.end(), next,
                      [](const std::string& asked, const Token& token) { return is_or_is_below(token.word, asked); });
  });
}

bool ValueNames::are_in(const std::vector<Token>& value) const {
  const Token* const end = value.data() + value.size();
  for (const Token* token = value.data(); token != end; ++token)
    for (std::string_view word = token->word; !word.empty(); word = domain_above(word))
      if (begin_at(std::string(word), token + 1, end)) return true;
  return false;
}

/// A value is tried as it is stated and folded: capitals may part words (Patrick.Condon).
std::vector<bool> ValueNames::values_of(const ValueColumn& column, Analyzer& analyzer) const {
  std::vector<bool> named(column.values.size());
  if (empty()) return named;
  for (std::size_t number = 0; number < named.size(); ++number)
    named[number] = are_in(analyzer.analyze(column.folded[number])) || are_in(analyzer.analyze(column.values[number]));
  return named;
}

}  // namespace newssearch
