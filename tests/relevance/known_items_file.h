#pragma once
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "common/analyzer.h"
#include "common/article.h"

namespace newssearch::known_items {

/// A word as an article prints it, with the hyphens and apostrophes inside (Rolls-Royce, O’Neill); of a text in a
/// script without blanks, a stretch of two or three characters.
struct PrintedWord {
  std::string printed, folded;  ///< folded: its tokens, hyphens between them
  std::string lang;
  std::size_t tokens = 1;
  std::size_t sentence = 0;  ///< of its article; the headline is one
  bool characters = false;
};

/// The articles of one file in memory, and how many of them hold each word.
class ArticleFile {
 public:
  explicit ArticleFile(const std::string& path);

  const std::vector<Article>& articles() const { return articles_; }

  /// The words of an article, in order. Of a text without blanks they overlap: stretches may begin and end anywhere.
  std::vector<PrintedWord> words_of(const Article& article);

  /// Whether a word tells its article from others: held by less than a twentieth of the file's articles, or by no
  /// other.
  bool tells(const PrintedWord& word) const;

  /// The other words of the file with the same stem, as they are printed.
  std::vector<std::string> other_forms(const PrintedWord& word);

 private:
  void count(const Article& article);
  void add_words(std::string_view text, const std::string& lang, std::size_t first_sentence,
                 std::vector<PrintedWord>& words);
  std::uint32_t articles_with(const PrintedWord& word) const;

  Analyzer analyzer_;
  std::vector<Article> articles_;
  std::unordered_map<std::string, std::uint32_t> holding_;        ///< by folded word
  std::unordered_map<std::string, std::set<std::string>> forms_;  ///< by language and stem: as printed
};

}  // namespace newssearch::known_items
