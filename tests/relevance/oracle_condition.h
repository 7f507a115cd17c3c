#pragma once
#include <vector>

#include "server/search/query.h"
#include "tests/relevance/oracle_archive.h"
#include "tests/relevance/oracle_days.h"

namespace newssearch::oracle {

/// A query's tree in the archive's numbers, asked of one article after the other.
class Condition {
 public:
  Condition(const QueryNode& node, Archive& archive);
  bool holds(const CountedArticle& article, const Clocks& clocks) const;

 private:
  bool holds_word(const CountedArticle& article) const;
  bool holds_row(const CountedArticle& article) const;
  bool holds_value(const CountedArticle& article) const;

  QueryNode::Kind kind_;
  bool in_headline_;
  Numbers words_;
  Numbers stems_;  ///< word: by number of the language
  Facet field_;
  std::vector<bool> values_;  ///< value: by number
  DayRange days_;
  std::vector<Condition> children_;
};

/// True where the date lies on one of these days; where no day is named, any date and none.
bool is_within(const std::optional<ArticleDate>& date, const DayRange& days, const Clocks& clocks);

}  // namespace newssearch::oracle
