#include "common/characters.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include <array>
#include <memory>

namespace newssearch {
namespace {

constexpr UChar32 kBasicPlane = 0x10000;
constexpr UChar32 kReplacement = 0xFFFD;

bool is_script_without_blanks(UChar32 c) {
  UErrorCode code = U_ZERO_ERROR;
  switch (uscript_getScript(c, &code)) {
    case USCRIPT_HAN:
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
    case USCRIPT_HANGUL:
    case USCRIPT_THAI:
    case USCRIPT_LAO:
    case USCRIPT_KHMER:
    case USCRIPT_MYANMAR:
      return true;
    default:
      return c == 0x30FC || c == 0xFF70;  // the sound mark that Hiragana and Katakana share
  }
}

/// The scripts of South East Asia write vowels as marks; elsewhere a mark belongs to the character before it.
bool is_ideograph(UChar32 c) {
  const bool conjoining = c >= 0x1100 && c <= 0x11FF;  // Hangul letters that make up a syllable
  if (conjoining || !is_script_without_blanks(c)) return false;
  const bool east_asian_mark = (c >= 0x302A && c <= 0x302F) || c == 0x3099 || c == 0x309A;
  return (U_GET_GC_MASK(c) & (U_GC_L_MASK | U_GC_M_MASK | U_GC_NL_MASK)) != 0 && !east_asian_mark;
}

CharClass find_class(UChar32 c) {
  if (c == ' ' || c == '\t' || c == '\n' || c == '\r') return CharClass::blank;
  if (c == '@') return CharClass::letter;
  if (c == 0x202F) return CharClass::blank;  // narrow; UAX #29 makes one word of "30 000 euros" for it
  if (c == ':' || c == 0xFE55 || c == 0xFF1A) return CharClass::other;
  if (c == kReplacement) return CharClass::complex;
  if (c == 0xFF9E || c == 0xFF9F) return CharClass::voiced_mark;
  if (is_ideograph(c)) return CharClass::ideograph;
  switch (u_getIntPropertyValue(c, UCHAR_WORD_BREAK)) {
    case U_WB_ALETTER:
      return CharClass::letter;
    case U_WB_NUMERIC:
      return CharClass::digit;
    case U_WB_EXTENDNUMLET:
      return CharClass::underscore;
    case U_WB_MIDLETTER:
      return CharClass::mid_letter;
    case U_WB_MIDNUM:
      return CharClass::mid_number;
    case U_WB_MIDNUMLET:
    case U_WB_SINGLE_QUOTE:
      return CharClass::mid_both;
    case U_WB_OTHER:
    case U_WB_DOUBLE_QUOTE:  // joins Hebrew letters only
    case U_WB_NEWLINE:
    case U_WB_CR:
    case U_WB_LF:
    case U_WB_WSEGSPACE:
      return u_getIntPropertyValue(c, UCHAR_LINE_BREAK) == U_LB_COMPLEX_CONTEXT ? CharClass::complex : CharClass::other;
    default:
      return CharClass::complex;
  }
}

/// The classes of the characters of the Basic Multilingual Plane: a few milliseconds, once.
std::unique_ptr<CharClass[]> find_classes() {
  auto classes = std::make_unique<CharClass[]>(kBasicPlane);
  for (UChar32 c = 0; c < kBasicPlane; ++c) classes[static_cast<std::size_t>(c)] = find_class(c);
  return classes;
}

constexpr CharClass ascii_class(char c) {
  if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '@') return CharClass::letter;
  if (c >= '0' && c <= '9') return CharClass::digit;
  switch (c) {
    case ' ':
    case '\t':
    case '\n':
    case '\r':
      return CharClass::blank;
    case '_':
      return CharClass::underscore;
    case '.':
    case '\'':
      return CharClass::mid_both;
    case ',':
    case ';':
      return CharClass::mid_number;
    default:
      return CharClass::other;
  }
}

constexpr std::array<CharClass, 128> ascii_classes() {
  std::array<CharClass, 128> classes{};
  for (std::size_t c = 0; c < classes.size(); ++c) classes[c] = ascii_class(static_cast<char>(c));
  return classes;
}

}  // namespace

const std::array<CharClass, 128> kAsciiClasses = ascii_classes();

CharClass class_of(UChar32 character) {
  static const std::unique_ptr<CharClass[]> classes = find_classes();
  return character < kBasicPlane ? classes[static_cast<std::size_t>(character)] : find_class(character);
}

}  // namespace newssearch
