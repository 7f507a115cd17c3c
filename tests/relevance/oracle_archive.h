#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
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

/// What an article says, as numbers.
struct CountedArticle {
  Numbers headline, body;              ///< folded words in order
  Numbers headline_stems, stems;       ///< ascending, each once; `stems` of headline and body
  std::uint32_t lang = 0;              ///< of Archive::values(Facet::lang)
  Numbers values[std::size(kFacets)];  ///< of Archive::values, each once
  std::optional<ArticleDate> published, updated;
};

/// All articles of the input in memory, straight from the reader: nothing of the index is looked at.
/// Of several with one id the last is kept.
class Archive {
 public:
  explicit Archive(const std::vector<std::string>& paths);

  const std::vector<CountedArticle>& articles() const { return articles_; }
  const Numbering& words() const { return words_; }
  const Numbering& values(Facet facet) const { return values_[static_cast<std::size_t>(facet)]; }
  /// True where an article has this value, in this very writing.
  bool states(Facet facet, const std::string& value) const;
  Analyzer& analyzer() { return analyzer_; }
  std::uint64_t records() const { return records_; }
  std::uint64_t rejected() const { return rejected_; }

 private:
  CountedArticle count(const Article& article);
  Numbers numbers_of(const std::string& text);

  Analyzer analyzer_;
  Numbering words_, values_[std::size(kFacets)];
  std::vector<bool> stated_[std::size(kFacets)];  ///< by number: not only in an article that was replaced
  std::vector<CountedArticle> articles_;
  std::uint64_t records_ = 0, rejected_ = 0;
};

}  // namespace newssearch::oracle
