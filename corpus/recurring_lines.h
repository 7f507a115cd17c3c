#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "corpus/draft.h"

namespace newssearch {

/// Lines that recur on the pages of a source are its furniture ("Advertisement", "Continue Reading", the copyright
/// line), whatever the language: they are found by counting, over a batch of articles (cf. Bar-Yossef, Rajagopalan
/// 2002: template detection by what pages of a site share). A line counts once a headline, so that versions of one
/// article are no proof. What is too little evidence leaves texts as they are: a source of under 20 articles, a line on
/// under 10 of them, or one that stands on few days (a running story's paragraphs) and on under a fifth of the pages,
/// or is repeated in an article and rare elsewhere (who speaks in an interview). Memory: 16 MB, about 40 bytes an
/// article and about 100 bytes a line that recurs. Not safe to share between threads.
class RecurringLines {
 public:
  RecurringLines();
  void count(const Article& article);
  /// Takes them out of the article's body, as far as some text remains; what was taken out, and why.
  std::vector<DroppedText> take_out(Article& article) const;

 private:
  struct Line {
    std::uint32_t articles = 0;
    std::vector<std::int32_t> days;  ///< different ones, as many as make a proof
  };
  struct Source {
    std::uint32_t articles = 0;
    std::unordered_map<std::uint64_t, Line> lines;  ///< by hash; those seen a few times
  };
  bool recurs(const Source& source, std::uint64_t line) const;

  std::unordered_map<std::string, Source> sources_;
  std::unordered_set<std::uint64_t> headlines_;  ///< of sources
  std::vector<std::uint8_t> seen_;               ///< how often a line was, by its hash's lower bits: or more often
};

}  // namespace newssearch
