#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/lexicon.h"

namespace newssearch {

/// What may have been meant by a word.
struct Correction {
  std::vector<std::string> words;  ///< in its place: one, or two where a blank was left out
  unsigned edits = 0;              ///< letters put in, left out, replaced, or exchanged with their neighbour
  std::uint32_t articles = 0;      ///< that hold it; of two words, the rarer
  double score = 0;                ///< the logarithm of how likely it is, up to a constant
  bool operator==(const Correction&) const = default;
};

/// Edits beyond which a word is another one: none under five letters, 1 from five, 2 from eight.
unsigned allowed_edits(std::string_view word);

/// The words of the lexicon a folded word may be a misspelling of, likeliest first, `limit` at most. None for words
/// with digits and words of scripts without blanks. The word itself is never among them.
std::vector<Correction> corrections(std::string_view word, const Lexicon& lexicon, std::size_t limit);

/// Two words that may be one with a blank in it: "inter est". The joint word must be much better known than the rarer
/// part.
std::optional<Correction> joined(std::string_view first, std::string_view second, const Lexicon& lexicon);

}  // namespace newssearch
