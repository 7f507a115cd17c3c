#pragma once
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "common/analyzer.h"
#include "server/search/query.h"
#include "server/search/search_response.h"

namespace newssearch {

/// Marks in a text what a query asked for, and cuts the stretch out that shows it best.
/// It reads texts through the same analyzer as the index: a word found is a word marked, in whatever form it is
/// printed. Not safe to share between threads.
class Highlighter {
 public:
  /// Only this much of a text is looked at.
  static constexpr std::size_t kMaxTextBytes = 64 << 10;

  /// `weight` tells how telling a word is (its idf).
  Highlighter(const QueryNode& query, Analyzer& analyzer, const std::function<double(const std::string&)>& weight);

  /// The whole headline.
  std::vector<TextPart> headline(std::string_view text, std::string_view lang);

  /// About `length` characters from the sentence that holds most of what was asked; the first sentences where the
  /// text holds nothing of it.
  std::vector<TextPart> snippet(std::string_view text, std::string_view lang, std::size_t length);

 private:
  struct Wanted {
    QueryNode::Kind kind;
    std::vector<std::string> words;
    bool in_headline;
    double weight;
  };
  /// A token that matches, and which of the wanted_ it is.
  struct Mark {
    std::size_t token, wanted;
  };
  void collect(const QueryNode& node, const std::function<double(const std::string&)>& weight);
  std::vector<Mark> marks(const std::vector<Token>& tokens, std::string_view lang, bool in_headline);
  const std::vector<std::size_t>& wanted_forms_of(const std::string& word, std::string_view lang);
  std::size_t best_sentence(const std::vector<TextRange>& sentences, const std::vector<Token>& tokens,
                            const std::vector<Mark>& marks) const;

  std::vector<Wanted> wanted_;
  /// By language and word met in a text: which of wanted_ (of kind word) it is a form of.
  std::map<std::string, std::unordered_map<std::string, std::vector<std::size_t>>, std::less<>> forms_;
  Analyzer& analyzer_;
};

}  // namespace newssearch
