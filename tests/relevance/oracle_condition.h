#pragma once
#include <vector>

#include "server/search/query.h"
#include "tests/relevance/oracle_archive.h"
#include "tests/relevance/oracle_days.h"

namespace newssearch::oracle {

/// A query's tree in the archive's numbers, asked of one article after the other. Days, not moments; throws
/// std::invalid_argument where it asks for like: or for the last hours.
class Condition {
 public:
  /// `languages`: by number of Archive::values(Facet::lang), whether words are looked up as they are stemmed there.
  Condition(const QueryNode& node, Archive& archive, const std::vector<bool>& languages);
  bool holds(const CountedArticle& article, const Clocks& clocks) const;

 private:
  /// A word of a row, and whether the next one must touch it, must not, or may.
  struct Piece {
    enum class Next { any, touches, apart };
    std::uint32_t word;
    Next next;
  };

  void read_word(const std::string& word, Archive& archive, const std::vector<bool>& languages);
  void read_row(const std::vector<std::string>& words, Archive& archive);
  void read_prefix(const std::string& head, const Archive& archive);
  void read_value(const std::vector<std::string>& words, Archive& archive);

  bool holds_word(const CountedArticle& article) const;
  bool holds_near(const CountedArticle& article, const Clocks& clocks) const;
  bool holds_value(const CountedArticle& article) const;
  bool is_form(const CountedText& text, std::size_t place, std::uint32_t lang) const;
  bool is_row(const CountedText& text, std::size_t place) const;
  Numbers places(const CountedText& text, std::uint32_t lang) const;
  Numbers places(const CountedArticle& article) const;

  QueryNode::Kind kind_;
  bool in_headline_;
  std::uint32_t word_ = Numbering::kUnknown, unstemmed_ = Numbering::kUnknown;
  Numbers stems_;                 ///< word: by number of the language; kUnknown where it is not looked up so
  Numbers names_;                 ///< word: what is printed where it is a name
  std::vector<bool> only_names_;  ///< word: by number of the language, whether only these count
  std::vector<Piece> row_;        ///< exact, phrase, characters
  Numbers words_;                 ///< prefix: ascending, those that begin so
  std::uint32_t distance_;        ///< near
  Facet field_;
  std::vector<bool> values_;  ///< value: by number
  DayRange days_;
  std::vector<bool> asked_;  ///< by child: not a stop word
  std::vector<Condition> children_;
};

/// True where the date lies on one of these days; where no day is named, any date and none.
bool is_within(const std::optional<ArticleDate>& date, const DayRange& days, const Clocks& clocks);

}  // namespace newssearch::oracle
