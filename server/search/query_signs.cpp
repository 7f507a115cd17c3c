#include "server/search/query_signs.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <cstdint>

namespace newssearch {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

char ascii_twin(char c) {
  switch (c) {
    case '+':
    case '-':
    case '(':
    case ')':
    case ':':
    case '*':
    case '"':
      return c;
    case '\t':
    case '\n':
    case '\v':
    case '\f':
    case '\r':
    case ' ':
      return ' ';
    default:
      return 0;
  }
}

char twin_of(UChar32 character) {
  switch (character) {
    case U'＋':
      return '+';
    case U'－':
      return '-';
    case U'（':
      return '(';
    case U'）':
      return ')';
    case U'：':
      return ':';
    case U'＊':
      return '*';
    case U'＂':
    case U'“':
    case U'”':
    case U'„':
    case U'‟':
    case U'«':
    case U'»':
    case U'「':
    case U'」':
    case U'『':
    case U'』':
      return '"';
    default:
      return u_isUWhiteSpace(character) ? ' ' : 0;
  }
}

/// The character at `at`, which moves behind it; negative where the bytes are not UTF-8.
UChar32 take_character(std::string_view text, std::size_t& at) {
  UChar32 character = 0;
  auto offset = static_cast<int32_t>(at);
  U8_NEXT(reinterpret_cast<const std::uint8_t*>(text.data()), offset, static_cast<int32_t>(text.size()), character);
  at = static_cast<std::size_t>(offset);
  return character;
}

bool begins_word(std::string_view text, std::size_t at) {
  if (at == 0) return true;
  auto before_at = static_cast<int32_t>(at);
  U8_BACK_1(reinterpret_cast<const std::uint8_t*>(text.data()), 0, before_at);
  const char before = sign_at(text, static_cast<std::size_t>(before_at)).twin;
  return before == ' ' || before == '(';
}

bool is_letter_at(std::string_view text, std::size_t at) {
  const UChar32 character = at < text.size() ? take_character(text, at) : -1;
  return character >= 0 && u_isalpha(character);
}

/// The signs of Hebrew abbreviations are typed as quotes: צה"ל.
bool is_hebrew_abbreviation(std::string_view text, std::size_t at) {
  return at >= 2 && text[at - 2] == '\xD7' && at + 1 < text.size() && text[at + 1] == '\xD7';
}

constexpr std::array<UChar32, 3> kBlanksInNumbers = {U'\u00A0', U'\u2009', U'\u202F'};

}  // namespace

Sign sign_at(std::string_view text, std::size_t at) {
  if (text[at] == '"' && is_hebrew_abbreviation(text, at)) return {};
  if (static_cast<unsigned char>(text[at]) < 0x80) return {ascii_twin(text[at]), 1};
  std::size_t end = at;
  const UChar32 character = take_character(text, end);
  if (character < 0) return {};
  if (character == U'–' || character == U'−')
    return {is_letter_at(text, end) && begins_word(text, at) ? '-' : '\0', end - at};
  const bool between_digits = at > 0 && is_digit(text[at - 1]) && end < text.size() && is_digit(text[end]);
  if (between_digits &&
      std::find(kBlanksInNumbers.begin(), kBlanksInNumbers.end(), character) != kBlanksInNumbers.end())
    return {0, end - at};
  return {twin_of(character), end - at};
}

std::string_view without_stars(std::string_view text) {
  std::size_t end = 0;
  for (std::size_t at = 0; at < text.size();) {
    const Sign sign = sign_at(text, at);
    at += sign.bytes;
    if (sign.twin != '*') end = at;
  }
  return text.substr(0, end);
}

bool has_star(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); at += sign_at(text, at).bytes)
    if (sign_at(text, at).twin == '*') return true;
  return false;
}

}  // namespace newssearch
