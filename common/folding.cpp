#include "common/folding.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>
#include <stdexcept>

#include "common/characters.h"

namespace newssearch {
namespace {

const icu::Normalizer2& normalizer(const char* name, UNormalization2Mode mode) {
  UErrorCode code = U_ZERO_ERROR;
  const icu::Normalizer2* instance = icu::Normalizer2::getInstance(nullptr, name, mode, code);
  if (U_FAILURE(code)) throw std::runtime_error(std::string("ICU: ") + name + ": " + u_errorName(code));
  return *instance;
}

/// Whether this mark over this letter is an accent, which people leave out, or part of the letter, which they don't.
bool is_accent(UChar32 mark, UChar32 base) {
  UErrorCode code = U_ZERO_ERROR;
  switch (uscript_getScript(base, &code)) {
    case USCRIPT_LATIN:
    case USCRIPT_GREEK:
    case USCRIPT_ARABIC:
    case USCRIPT_HEBREW:
      return true;
    case USCRIPT_CYRILLIC: {
      const bool breve = mark == 0x306, diaeresis = mark == 0x308;
      return !(breve && (base == U'и' || base == U'у')) && !(diaeresis && base == U'і');
    }
    default:
      return false;
  }
}

/// What decomposition leaves whole: letters with a stroke, and letters written the same to the eye.
std::u16string_view plain_letters(UChar32 letter) {
  switch (letter) {
    case U'ø':
      return u"o";
    case U'ł':
      return u"l";
    case U'đ':
    case U'ð':
      return u"d";
    case U'ħ':
      return u"h";
    case U'ŧ':
      return u"t";
    case U'ı':
      return u"i";
    case U'æ':
      return u"ae";
    case U'œ':
      return u"oe";
    case U'þ':
      return u"th";
    case 0x649:  // alef maksura, and Persian yeh
    case 0x6CC:
      return u"\u064A";
    case 0x671:  // alef wasla
      return u"\u0627";
    case 0x6A9:  // Persian kaf
      return u"\u0643";
    case 0x66B:  // Arabic decimal point and thousands separator
      return u".";
    case 0x66C:
      return u",";
    default:
      return {};
  }
}

constexpr UChar32 kTatweel = 0x640;  // stretches a line of Arabic, means nothing

void append_plain(UChar32 c, icu::UnicodeString& plain) {
  if (c == kTatweel) return;
  if (const std::u16string_view letters = plain_letters(c); !letters.empty())
    plain.append(letters.data(), static_cast<int32_t>(letters.size()));
  else if (u_charType(c) == U_DECIMAL_DIGIT_NUMBER)
    plain.append(static_cast<UChar32>('0' + u_charDigitValue(c)));
  else
    plain.append(c);
}

icu::UnicodeString fold_unicode(const icu::UnicodeString& text) {
  static const icu::Normalizer2& casefold = normalizer("nfkc_cf", UNORM2_COMPOSE);
  static const icu::Normalizer2& decompose = normalizer("nfc", UNORM2_DECOMPOSE);
  static const icu::Normalizer2& compose = normalizer("nfc", UNORM2_COMPOSE);
  UErrorCode code = U_ZERO_ERROR;
  const icu::UnicodeString decomposed = decompose.normalize(casefold.normalize(text, code), code);
  icu::UnicodeString plain;
  UChar32 base = 0;
  for (int32_t i = 0; i < decomposed.length();) {
    const UChar32 c = decomposed.char32At(i);
    i += U16_LENGTH(c);
    if (u_charType(c) == U_NON_SPACING_MARK) {
      if (!is_accent(c, base)) plain.append(c);
      continue;
    }
    base = c;
    append_plain(c, plain);
  }
  icu::UnicodeString folded = compose.normalize(plain, code);
  if (U_FAILURE(code)) throw std::runtime_error(std::string("ICU: folding: ") + u_errorName(code));
  return folded;
}

/// Characters below this, among them Latin, Greek, Cyrillic, Arabic and their punctuation, are folded one by one where
/// no mark follows them.
constexpr std::size_t kTableEnd = 0x2100;

struct FoldedCharacter {
  static constexpr std::uint8_t kNotAlone = 0xFF;
  std::uint8_t bytes = 0;
  std::array<char, 7> text{};
};

/// A mark changes with the letter before it, and so do the parts of a Hangul syllable.
bool depends_on_neighbours(UChar32 c) { return (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0 || (c >= 0x1100 && c <= 0x11FF); }

std::unique_ptr<FoldedCharacter[]> fold_each() {
  auto table = std::make_unique<FoldedCharacter[]>(kTableEnd);
  for (std::size_t c = 0; c < kTableEnd; ++c) {
    std::string folded;
    fold_unicode(icu::UnicodeString(static_cast<UChar32>(c))).toUTF8String(folded);
    FoldedCharacter& entry = table[c];
    if (depends_on_neighbours(static_cast<UChar32>(c)) || folded.size() > entry.text.size()) {
      entry.bytes = FoldedCharacter::kNotAlone;
      continue;
    }
    entry.bytes = static_cast<std::uint8_t>(folded.size());
    std::copy(folded.begin(), folded.end(), entry.text.begin());
  }
  return table;
}

/// True where every character could be folded by itself.
bool fold_by_table(std::string_view text, std::string& folded) {
  static const std::unique_ptr<FoldedCharacter[]> table = fold_each();
  for (std::size_t at = 0; at < text.size();) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte < 0x80) {
      folded += byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte + ('a' - 'A')) : static_cast<char>(byte);
      ++at;
      continue;
    }
    const auto c = static_cast<std::size_t>(next_character(text, at));
    if (c >= kTableEnd || table[c].bytes == FoldedCharacter::kNotAlone) return false;
    folded.append(table[c].text.data(), table[c].bytes);
  }
  return true;
}

}  // namespace

void fold_characters(std::string_view text, std::string& folded) {
  folded.clear();
  if (fold_by_table(text, folded)) return;
  folded.clear();
  const icu::StringPiece bytes(text.data(), static_cast<int32_t>(text.size()));
  fold_unicode(icu::UnicodeString::fromUTF8(bytes)).toUTF8String(folded);
}

}  // namespace newssearch
