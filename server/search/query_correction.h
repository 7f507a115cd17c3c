#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "common/analyzer.h"
#include "common/lexicon.h"
#include "server/search/query.h"
#include "server/search/spelling.h"

namespace newssearch {

/// A word of a query that may be misspelled, where it stands, and what may have been meant, likeliest first. Two words
/// may be one with a blank in it.
struct UnknownWord {
  std::string word;                     ///< folded; of two, with the blank
  std::uint32_t begin = 0, end = 0;     ///< bytes of the query's text
  std::vector<Correction> corrections;  ///< never empty
  bool known = false;                   ///< some article holds it, or each of two words
};

/// At most so many unknown words of a query are corrected, and so many corrections of each are tried.
inline constexpr std::size_t kMostUnknownWords = 3, kMostCorrections = 3;

/// The wanted words (no -not, no field's value, none with digits) for which there is a correction. `articles_with`
/// tells how many articles hold any form of a word. One that some hold is misspelled only if they are `rare` at the
/// most, it is no name, and one other word is in very many more. Where there is none, two words that may be one.
std::vector<UnknownWord> unknown_words(const QueryNode& query, std::string_view text, Analyzer& analyzer,
                                       const Lexicon& lexicon,
                                       const std::function<std::uint32_t(const std::string&)>& articles_with,
                                       std::uint32_t rare);

/// The query's text with each unknown word replaced by one of its corrections.
std::string corrected_text(std::string_view text, const std::vector<UnknownWord>& unknown,
                           const std::vector<std::size_t>& choice);

/// Every choice of one correction for each unknown word, the likeliest first; at most `limit`.
std::vector<std::vector<std::size_t>> choices(const std::vector<UnknownWord>& unknown, std::size_t limit);

}  // namespace newssearch
