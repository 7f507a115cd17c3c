#pragma once
#include <unicode/utf8.h>

#include <array>
#include <cstdint>
#include <string_view>

namespace newssearch {

/// What a character does at the boundaries of words: the classes of UAX #29 as ICU's root locale has them (which
/// counts '@' among the letters and ':' not among what may stand inside a word; and narrow blanks part words), and one
/// for the scripts that are written without blanks between words.
enum class CharClass : std::uint8_t {
  other,        ///< ends a word
  blank,        ///< ASCII white space, and the narrow blank U+202F
  letter,       ///< ALetter
  digit,        ///< Numeric
  underscore,   ///< ExtendNumLet
  mid_letter,   ///< inside a word between letters
  mid_number,   ///< between digits
  mid_both,     ///< between letters and between digits: full stop, apostrophe
  ideograph,    ///< Han, kana, Hangul, Thai, Lao, Khmer, Myanmar: a word is of these alone
  voiced_mark,  ///< half-width kana's, part of the character before it
  complex,      ///< marks, joiners, Hebrew, emoji sequences, broken UTF-8: left to ICU
};

CharClass class_of(UChar32 character);

/// The classes of the 128 ASCII characters.
extern const std::array<CharClass, 128> kAsciiClasses;

/// The character at `at`, which moves behind it; U+FFFD for what is not UTF-8.
inline UChar32 next_character(std::string_view text, std::size_t& at) {
  UChar32 character = 0;
  auto offset = static_cast<int32_t>(at);
  U8_NEXT_OR_FFFD(reinterpret_cast<const std::uint8_t*>(text.data()), offset, static_cast<int32_t>(text.size()),
                  character);
  at = static_cast<std::size_t>(offset);
  return character;
}

/// The character that ends at `at`, which moves before it.
inline UChar32 previous_character(std::string_view text, std::size_t& at) {
  UChar32 character = 0;
  auto offset = static_cast<int32_t>(at);
  U8_PREV_OR_FFFD(reinterpret_cast<const std::uint8_t*>(text.data()), 0, offset, character);
  at = static_cast<std::size_t>(offset);
  return character;
}

inline bool is_ascii_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace newssearch
