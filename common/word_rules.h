#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "common/analyzer.h"
#include "common/word_breaks.h"

namespace newssearch {

/// Turns the words of a text as they are printed into the words they are looked up as.
///
///   Bank, ﬁnance, Łódź             bank, finance, lodz       folded (folding.h)
///   company's, l'économie, O'Neill  company, economie, oneill
///   1,250,000  1.250.000  1'250'000 1250000                   separators of thousands go
///   3.5  3,5                        3.5                       a decimal comma is a point
///   U.S.  U.S.A.  Ph.D.             us, usa, phd              acronyms lose their points
///   end.The                         end, the                  a blank was forgotten
///   @CNN  a_b                       cnn, ab
///
/// Appends one token a raw word, none where nothing is left, two where a blank was forgotten.
void append_tokens(std::string_view text, const RawWord& raw, std::vector<Token>& tokens);

/// "u.s", "ph.d", "e.g": letters with points between them, folded.
bool is_pointed_acronym(std::string_view folded);

/// The article elided before a folded word ("l'", "d'", "qu'", "dell'"); empty where there is none.
std::string_view elided_article(std::string_view folded);

/// Every apostrophe as ', the possessive 's gone.
void fold_apostrophes(std::string& folded);

/// Cut at a character, to kMaxWordBytes.
void cut_word(std::string& word);

}  // namespace newssearch
