#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "server/search/searched_index.h"

namespace newssearch {

/// A prefix stands for the words that begin so; of more than kMaxExpansions the most used are looked up.
struct Expansion {
  static constexpr std::size_t kMaxExpansions = 100;
  std::vector<std::string> terms;
  std::size_t words = 0;  ///< that begin so
};

/// What a folded word of a query stands for in an index. Not safe to share between threads.
///
/// A query has no language, so a word is looked up as the stem every language of its script would make of it, and as
/// itself. A name is not: stemming makes Keats of Keating and a man of Manning. What articles print with a capital
/// inside their sentences is a name, by the evidence of this index; in the languages where names have no endings but
/// an s, it stands for what is printed so, with or without that s.
class WordForms {
 public:
  explicit WordForms(const SearchedIndex& index) : index_(index) {}

  /// The terms of any form of the word. Some may not be in the index.
  struct Terms {
    std::vector<std::string> whole;    ///< whose every article counts
    std::vector<std::string> as_name;  ///< stems whose articles count where they print one of `printed`
    std::vector<std::string> printed;  ///< exact words
  };
  Terms terms_of(std::string_view word, bool in_headline) const;

  /// Every word the index prints that is a form of this one in texts of a language, itself among them: exact words.
  std::vector<std::string> printed_forms(std::string_view word, std::string_view lang) const;

  Expansion expand(std::string_view prefix, bool in_headline) const;

  /// True of a name in texts of a language where names have no endings but an s.
  bool stands_as_printed(std::string_view word, std::string_view lang) const;

  /// True of a word that articles print, and mostly not as a name.
  bool is_ordinary(std::string_view word) const;

  /// Every term that one character of a script without blanks begins: itself at the end of a stretch, and its pairs.
  std::vector<std::string> terms_of_character(std::string_view character, bool in_headline) const;

 private:
  bool is_name(std::string_view word) const;
  std::vector<std::string> words_of_stem(std::string_view word, std::string_view lang) const;

  const SearchedIndex& index_;
};

}  // namespace newssearch
