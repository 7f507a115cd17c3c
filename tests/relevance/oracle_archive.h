#pragma once
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "common/analyzer.h"
#include "common/article.h"
#include "server/search/search_request.h"

namespace newssearch::oracle {

/// A number for each distinct text, so that 60,000 articles are held in a few hundred megabytes.
class Numbering {
 public:
  static constexpr std::uint32_t kUnknown = UINT32_MAX;
  std::uint32_t add(const std::string& text);
  std::uint32_t find(const std::string& text) const;  ///< kUnknown where no article holds it
  const std::vector<std::string>& texts() const { return texts_; }

 private:
  std::unordered_map<std::string, std::uint32_t> numbers_;
  std::vector<std::string> texts_;
};

using Numbers = std::vector<std::uint32_t>;

/// A headline or a body, as numbers. By place, the first three are as long as the text has words.
struct CountedText {
  Numbers words;              ///< folded
  Numbers stems;              ///< as the word is looked up in the article's language; kUnknown of a lone character
  std::vector<bool> touches;  ///< it and the next word are characters of a script without blanks, side by side
  Numbers held;               ///< all the stems and those of the alternates: ascending, each once
};

/// What an article says, as numbers.
struct CountedArticle {
  std::string id;
  CountedText headline, body;
  std::string printed;  ///< the headline or, where there is none, the text's beginning
  Numbers names;        ///< words the body prints as names: capitalised inside a sentence
  std::vector<std::pair<std::uint32_t, std::uint32_t>> hyphens;  ///< two words joined by a hyphen
  std::uint32_t lang = 0;                                        ///< of Archive::values(Facet::lang)
  Numbers values[std::size(kFacets)];                            ///< of Archive::values, each once
  std::optional<ArticleDate> published, updated;
};

/// All articles of the input in memory, straight from the reader: nothing of the index is looked at.
/// Of several with one id the last is kept.
class Archive {
 public:
  explicit Archive(const std::vector<std::string>& paths);

  const std::vector<CountedArticle>& articles() const { return articles_; }
  const Numbering& words() const { return words_; }
  /// What words are looked up as: schema::stem_term and unstemmed_term.
  const Numbering& stems() const { return stems_; }
  const Numbering& values(Facet facet) const { return values_[static_cast<std::size_t>(facet)]; }
  /// True where an article has this value, in this very writing.
  bool states(Facet facet, const std::string& value) const;

  /// How many articles print a word at all, or in the headline.
  std::uint32_t articles_with(std::uint32_t word, bool in_headline) const;
  /// At least half of the articles that print the word print it as a name. German ones capitalise every noun: they prove
  /// nothing, and where most articles with the word are German, neither do the others.
  bool is_name(const std::string& word) const;
  /// Some article joins the two by a hyphen.
  bool is_hyphenated(const std::string& one, const std::string& two) const;

  Analyzer& analyzer() { return analyzer_; }
  std::uint64_t records() const { return records_; }
  std::uint64_t rejected() const { return rejected_; }

 private:
  CountedArticle count(const Article& article);
  CountedText count_text(const Analysis& analysis, const std::string& lang);
  Numbers names_in(const Article& article, const std::vector<Token>& body);
  void gather_evidence();

  Analyzer analyzer_;
  Numbering words_, stems_, values_[std::size(kFacets)];
  std::vector<bool> stated_[std::size(kFacets)];  ///< by number: not only in an article that was replaced
  std::vector<CountedArticle> articles_;
  struct Use {
    std::uint32_t articles = 0, headlines = 0, named = 0, german = 0;
  };
  std::vector<Use> uses_;  ///< by number of the word
  std::set<std::pair<std::uint32_t, std::uint32_t>> hyphens_;
  std::uint64_t records_ = 0, rejected_ = 0;
};

}  // namespace newssearch::oracle
