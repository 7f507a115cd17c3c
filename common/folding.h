#pragma once
#include <string>
#include <string_view>

namespace newssearch {

/// Folds a word or a value: NFKC case folding; accents removed over Latin, Greek, Cyrillic, Arabic and Hebrew letters
/// (elsewhere they are no accents: removed everywhere, they would break Hindi, Thai and Japanese), but й, ў and ї stay
/// the letters they are; strokes and joints of Latin letters undone (ø, ł, æ); one form for the alefs, yehs and kafs of
/// Arabic and Persian; digits of every script as 0-9. Bytes that are not UTF-8 become U+FFFD.
void fold_characters(std::string_view text, std::string& folded);

}  // namespace newssearch
