#include "tests/relevance/known_items_dress.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

#include "common/word_rules.h"

namespace newssearch::known_items {
namespace {

constexpr std::string_view kApostrophes[] = {"'", "\u2019"};
constexpr std::string_view kHyphens[] = {"-", "\u2010"};

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

template <class Signs>
bool holds_any(std::string_view text, const Signs& signs) {
  return std::any_of(std::begin(signs), std::end(signs),
                     [&](std::string_view sign) { return text.find(sign) != std::string_view::npos; });
}

icu::UnicodeString unicode(std::string_view text) {
  return icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
}

std::string utf8(const icu::UnicodeString& text) {
  std::string bytes;
  return text.toUTF8String(bytes);
}

std::string in_capitals(const PrintedWord& word) {
  return utf8(unicode(word.printed).toUpper(icu::Locale(word.lang.c_str())));
}

/// Marks over letters that are on every keyboard of the script stay: й is no и, and が no か.
bool may_be_left_out(UChar32 letter) {
  UErrorCode code = U_ZERO_ERROR;
  switch (uscript_getScript(letter, &code)) {
    case USCRIPT_LATIN:
    case USCRIPT_GREEK:
    case USCRIPT_ARABIC:
    case USCRIPT_HEBREW:
      return true;
    default:
      return letter == U'ё' || letter == U'Ё';
  }
}

std::string without_accents(std::string_view printed) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 15> letters = {{{"ß", "ss"},
                                                                                      {"ø", "o"},
                                                                                      {"Ø", "O"},
                                                                                      {"ł", "l"},
                                                                                      {"Ł", "L"},
                                                                                      {"đ", "d"},
                                                                                      {"Đ", "D"},
                                                                                      {"ð", "d"},
                                                                                      {"þ", "th"},
                                                                                      {"Þ", "Th"},
                                                                                      {"ı", "i"},
                                                                                      {"æ", "ae"},
                                                                                      {"Æ", "Ae"},
                                                                                      {"œ", "oe"},
                                                                                      {"Œ", "Oe"}}};
  UErrorCode code = U_ZERO_ERROR;
  const icu::Normalizer2* decomposition = icu::Normalizer2::getNFDInstance(code);
  if (U_FAILURE(code)) throw std::runtime_error(std::string("ICU: ") + u_errorName(code));
  icu::UnicodeString plain;
  const icu::UnicodeString text = unicode(printed);
  UChar32 base = 0;
  for (int32_t at = 0; at < text.length(); at = text.moveIndex32(at, 1)) {
    const UChar32 letter = text.char32At(at);
    const bool is_mark = u_charType(letter) == U_NON_SPACING_MARK;
    if (!is_mark) base = letter;
    if (!may_be_left_out(base)) {
      plain.append(letter);
      continue;
    }
    icu::UnicodeString parts;
    if (!decomposition->getDecomposition(letter, parts)) parts = icu::UnicodeString(letter);
    for (int32_t part = 0; part < parts.length(); part = parts.moveIndex32(part, 1))
      if (u_charType(parts.char32At(part)) != U_NON_SPACING_MARK) plain.append(parts.char32At(part));
  }
  std::string plain_letters = utf8(plain);
  for (const auto& [letter, typed] : letters) replace_all(plain_letters, letter, typed);
  return plain_letters;
}

std::string in_another_form(const PrintedWord& word, ArticleFile& file, Dice& dice) {
  const std::vector<std::string> others = file.other_forms(word);
  if (!others.empty()) return others[below(others.size(), dice)];
  const bool takes_s =
      word.lang == "en" && !word.characters && !word.printed.ends_with('s') &&
      std::none_of(word.folded.begin(), word.folded.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (!takes_s || holds_any(word.printed, kApostrophes)) return word.printed;
  return word.printed + (below(2, dice) == 0 ? "s" : "'s");
}

std::string with_other_signs(const PrintedWord& word, Dice& dice) {
  std::string text = word.printed;
  const bool leave_out = below(2, dice) == 0;
  // Parts of three and more are not written as one.
  for (const std::string_view hyphen : kHyphens) replace_all(text, hyphen, leave_out && word.tokens == 2 ? "" : " ");
  std::string plain = fold(text);
  fold_apostrophes(plain);
  if (!elided_article(plain).empty() || !leave_out) {
    const bool curly = text.find(kApostrophes[1]) != std::string::npos;
    replace_all(text, kApostrophes[curly ? 1 : 0], kApostrophes[curly ? 0 : 1]);
  } else {
    for (const std::string_view apostrophe : kApostrophes) replace_all(text, apostrophe, "");
  }
  return text;
}

}  // namespace

std::string_view to_string(Dress dress) {
  constexpr std::string_view names[] = {"printed", "upper", "unaccented", "inflected", "signs"};
  return names[static_cast<std::size_t>(dress)];
}

std::size_t below(std::size_t end, Dice& dice) { return std::uniform_int_distribution<std::size_t>(0, end - 1)(dice); }

bool has_signs(const PrintedWord& word) {
  return !word.characters && (holds_any(word.printed, kApostrophes) || holds_any(word.printed, kHyphens));
}

std::string dressed(const PrintedWord& word, Dress dress, ArticleFile& file, Dice& dice) {
  switch (dress) {
    case Dress::printed:
      break;
    case Dress::upper:
      return in_capitals(word);
    case Dress::unaccented:
      return without_accents(word.printed);
    case Dress::inflected:
      return in_another_form(word, file, dice);
    case Dress::signs:
      return with_other_signs(word, dice);
  }
  return word.printed;
}

}  // namespace newssearch::known_items
