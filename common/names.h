#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "common/analyzer.h"

namespace newssearch {

inline constexpr std::size_t kMaxNameWords = 5;
inline constexpr std::size_t kMaxNameBytes = 60;

/// The names a text prints, each once, as they come: runs of capitalised words inside a sentence, and each
/// capitalised word of them on its own. Small words join them: "Bank of England", "Ursula von der Leyen". What is
/// printed is kept, but for white space, a possessive 's and an elided article (l'Allemagne).
///
/// Only what nothing but a name explains counts. A word that begins a sentence or a line, or follows a colon, a dash or
/// an opening quote, is no evidence; a run behind such a word of more than three letters may lack its first, so its
/// words count on their own only. Nor do lines count that are in capitals or in Title Case. German capitalises every
/// noun: where `lang` is "de", runs of two words and more are the only names.
///
/// For Latin, Greek and Cyrillic; other scripts give none. `tokens` are what Analyzer made of this text. Never throws.
std::vector<std::string> printed_names(std::string_view text, const std::vector<Token>& tokens, std::string_view lang);

}  // namespace newssearch
