#pragma once
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "common/analyzer.h"
#include "server/search/marks.h"
#include "server/search/query.h"
#include "server/search/search_response.h"

namespace newssearch {

/// Marks in a text what a query asked for, and cuts out what shows it best.
/// It reads texts through the same analyzer as the index: a word found is a word marked, in whatever form it is
/// printed. Made for one request; not safe to share between threads.
class Highlighter {
 public:
  /// Only this much of a text is looked at.
  static constexpr std::size_t kMaxTextBytes = 64 << 10;

  /// `weight` tells how telling a folded word is, its idf; `is_name` which are names (see MarkFinder), or is empty.
  Highlighter(const QueryNode& query, Analyzer& analyzer, const MarkFinder::WordWeight& weight,
              MarkFinder::IsName is_name = {});

  /// The whole headline.
  std::vector<TextPart> headline(std::string_view text, std::string_view lang);

  /// About `length` characters, `text_fragment` with them; the text's beginning where it holds nothing of the query.
  Snippet snippet(std::string_view text, std::string_view lang, std::size_t length);

 private:
  struct Reading;
  Reading read(std::string_view text, std::string_view lang, MarkFinder::Place place, std::size_t most);
  Reading read_body(std::string_view text, std::string_view lang, std::size_t length);
  std::vector<TextPart> parts_of_headline(const Reading& reading) const;
  Snippet snippet_of(const Reading& reading, std::size_t length);

  Analyzer& analyzer_;
  MarkFinder finder_;
};

}  // namespace newssearch
