#include "tests/relevance/oracle_condition.h"

#include <algorithm>

namespace newssearch::oracle {
namespace {

using Kind = QueryNode::Kind;

bool contains(const Numbers& ascending, std::uint32_t number) {
  return std::binary_search(ascending.begin(), ascending.end(), number);
}

bool contains_row(const Numbers& text, const Numbers& row) {
  return std::search(text.begin(), text.end(), row.begin(), row.end()) != text.end();
}

}  // namespace

Condition::Condition(const QueryNode& node, Archive& archive)
    : kind_(node.kind), in_headline_(node.in_headline), field_(node.field), days_(node.days) {
  for (const std::string& word : node.words) words_.push_back(archive.words().find(word));
  if (kind_ == Kind::word)
    for (const std::string& lang : archive.values(Facet::lang).texts())
      stems_.push_back(archive.words().find(archive.analyzer().stem(node.words.front(), lang)));
  if (kind_ == Kind::value)
    for (const std::string& value : archive.values(field_).texts()) {
      const std::vector<Token> tokens = archive.analyzer().analyze(value);
      const auto same = [](const Token& token, const std::string& word) { return token.word == word; };
      const auto row = std::search(tokens.begin(), tokens.end(), node.words.begin(), node.words.end(), same);
      values_.push_back(row != tokens.end());
    }
  for (const QueryNode& child : node.children) children_.emplace_back(child, archive);
}

bool Condition::holds(const CountedArticle& article, const Clocks& clocks) const {
  const auto child_holds = [&](const Condition& child) { return child.holds(article, clocks); };
  switch (kind_) {
    case Kind::everything:
      return true;
    case Kind::word:
      return holds_word(article);
    case Kind::exact:
    case Kind::phrase:
      return holds_row(article);
    case Kind::value:
      return holds_value(article);
    case Kind::dates:
      return is_within(article.published, days_, clocks);
    case Kind::all:
      return std::all_of(children_.begin(), children_.end(), child_holds);
    case Kind::any:
      return std::any_of(children_.begin(), children_.end(), child_holds);
    case Kind::none:
      return std::none_of(children_.begin(), children_.end(), child_holds);
  }
  return false;
}

bool Condition::holds_word(const CountedArticle& article) const {
  return contains(in_headline_ ? article.headline_stems : article.stems, stems_[article.lang]);
}

bool Condition::holds_row(const CountedArticle& article) const {
  return contains_row(article.headline, words_) || (!in_headline_ && contains_row(article.body, words_));
}

bool Condition::holds_value(const CountedArticle& article) const {
  const Numbers& values = article.values[static_cast<std::size_t>(field_)];
  return std::any_of(values.begin(), values.end(), [&](std::uint32_t value) { return values_[value]; });
}

bool is_within(const std::optional<ArticleDate>& date, const DayRange& days, const Clocks& clocks) {
  if (days.empty()) return true;
  if (!date) return false;
  const Day day = std::chrono::floor<std::chrono::days>(clocks.shown(*date));
  return (!days.from || day >= *days.from) && (!days.to || day <= *days.to);
}

}  // namespace newssearch::oracle
