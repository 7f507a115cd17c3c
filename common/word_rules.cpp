#include "common/word_rules.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <array>

#include "common/characters.h"
#include "common/folding.h"

namespace newssearch {
namespace {

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
    text.replace(at, from.size(), to);
}

void erase_all(std::string& text, std::string_view what) { replace_all(text, what, ""); }

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

bool has_any(std::string_view text, std::string_view of) { return text.find_first_of(of) != std::string_view::npos; }

/// A number is groups of digits between separators: "1,250,000.50m" has 1, 250, 000 and 50.
struct Number {
  std::vector<std::string_view> groups;
  std::string separators;  ///< one fewer than groups
  std::string_view rest;   ///< letters behind it
};

Number read_number(std::string_view word) {
  Number number;
  std::size_t at = 0;
  for (;;) {
    const std::size_t from = at;
    while (at < word.size() && is_ascii_digit(word[at])) ++at;
    number.groups.push_back(word.substr(from, at - from));
    const bool goes_on = at + 1 < word.size() && (word[at] == ',' || word[at] == '.') && is_ascii_digit(word[at + 1]);
    if (!goes_on) break;
    number.separators += word[at++];
  }
  number.rest = word.substr(at);
  return number;
}

/// How many of the leading separators part thousands: all of one kind, before groups of three digits.
std::size_t thousands(const Number& number) {
  if (number.separators.empty() || number.groups.front().size() > 3 || number.groups.front().front() == '0') return 0;
  const char separator = number.separators.front();
  std::size_t count = 0;
  while (count < number.separators.size() && number.separators[count] == separator &&
         number.groups[count + 1].size() == 3)
    ++count;
  const bool told_from_a_decimal = separator == ',' || count > 1;
  return told_from_a_decimal ? count : 0;
}

/// Whether the separator behind the thousands is a decimal point or comma: "2019,2020" are two years.
bool is_decimal(const Number& number, std::size_t grouped) {
  if (grouped > 0) return number.separators[grouped] != number.separators.front();
  return number.groups[0].size() <= 3 || number.groups[1].size() <= 2;
}

/// A list ("3,4,5") is no number: it is left as it is.
void fold_number(std::string& word) {
  if (!is_ascii_digit(word.front()) || !has_any(word, ",.")) return;
  const Number number = read_number(word);
  const std::size_t grouped = thousands(number);
  const std::size_t left = number.separators.size() - grouped;
  std::string folded(number.groups.front());
  for (std::size_t i = 0; i < number.separators.size(); ++i) {
    if (i >= grouped) folded += left == 1 && is_decimal(number, grouped) ? '.' : number.separators[i];
    folded += number.groups[i + 1];
  }
  folded += number.rest;
  word = std::move(folded);
}

/// The offset behind the '.' of "end.The": a small letter before it, a capital and a small one after it.
std::size_t forgotten_blank(std::string_view raw) {
  if (raw.find('@') != std::string_view::npos || raw.starts_with("www.")) return 0;
  for (std::size_t dot = raw.find('.'); dot != std::string_view::npos; dot = raw.find('.', dot + 1)) {
    std::size_t before = dot, after = dot + 1;
    const bool small_before = dot > 1 && u_islower(previous_character(raw, before));
    if (!small_before || after >= raw.size() || !u_isupper(next_character(raw, after))) continue;
    if (after < raw.size() && u_islower(next_character(raw, after))) return dot + 1;
  }
  return 0;
}

void fold_signs(std::string& word) {
  std::erase(word, '_');
  const std::size_t first = word.find_first_not_of('@');
  word.erase(0, std::min(first, word.size()));
  while (word.ends_with('@')) word.pop_back();
  if (word.empty()) return;
  fold_apostrophes(word);
  word.erase(0, elided_article(word).size());
  std::erase(word, '\'');
  erase_all(word, "\u05F4");  // the gershayim of Hebrew acronyms, and how it is typed
  std::erase(word, '"');
  if (word.empty()) return;
  fold_number(word);
  if (is_pointed_acronym(word)) std::erase(word, '.');
}

void append_token(std::string_view text, RawWord raw, std::vector<Token>& tokens) {
  Token token{.word = {}, .begin = raw.begin, .end = raw.end, .ideographic = raw.ideographic};
  const std::string_view printed = text.substr(raw.begin, raw.end - raw.begin);
  fold_characters(printed, token.word);
  const bool plain = raw.plain && is_ascii(printed);  // other letters may fold to signs
  if (!plain && !raw.ideographic) {
    while (token.begin < token.end && text[token.begin] == '@') ++token.begin;
    while (token.end > token.begin && text[token.end - 1] == '@') --token.end;
    fold_signs(token.word);
  }
  if (token.word.empty() || token.begin == token.end) return;
  cut_word(token.word);
  tokens.push_back(std::move(token));
}

}  // namespace

void append_tokens(std::string_view text, const RawWord& raw, std::vector<Token>& tokens) {
  RawWord rest = raw;
  if (!raw.plain && !raw.ideographic)
    while (const std::size_t dot = forgotten_blank(text.substr(rest.begin, rest.end - rest.begin))) {
      RawWord before = rest;
      before.end = rest.begin + static_cast<std::uint32_t>(dot) - 1;
      append_token(text, before, tokens);
      rest.begin += static_cast<std::uint32_t>(dot);
    }
  append_token(text, rest, tokens);
}

bool is_pointed_acronym(std::string_view folded) {
  std::size_t parts = 0, letters = 0;
  for (std::size_t at = 0; at < folded.size();) {
    const UChar32 c = next_character(folded, at);
    if (c == '.') {
      if (letters == 0 || letters > 2) return false;
      ++parts;
      letters = 0;
    } else if (u_isalpha(c)) {
      ++letters;
    } else {
      return false;
    }
  }
  return parts > 0 && letters == 1;
}

std::string_view elided_article(std::string_view folded) {
  constexpr std::array<std::string_view, 20> articles = {
      "l'",    "d'",   "qu'",   "j'",    "n'",    "s'",     "c'",     "m'",      "t'",      "un'",
      "dell'", "all'", "dall'", "nell'", "sull'", "quell'", "jusqu'", "lorsqu'", "puisqu'", "presqu'"};
  for (const std::string_view article : articles)
    if (folded.starts_with(article) && folded.size() >= article.size() + 2) return article;
  return {};
}

void fold_apostrophes(std::string& folded) {
  for (const std::string_view apostrophe : {"\u2019", "\u2018", "\u02BC", "\u05F3", "\u00B4"})
    replace_all(folded, apostrophe, "'");
  if (folded.size() > 2 && folded.ends_with("'s")) folded.resize(folded.size() - 2);
}

void cut_word(std::string& word) {
  if (word.size() <= kMaxWordBytes) return;
  auto end = static_cast<int32_t>(kMaxWordBytes);
  U8_SET_CP_START(reinterpret_cast<const uint8_t*>(word.data()), 0, end);
  word.resize(static_cast<std::size_t>(end));
}

}  // namespace newssearch
