#include "server/search/text_fragment.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "server/search/text_parts.h"

namespace newssearch {
namespace {

constexpr std::string_view kDirective = "#:~:text=";
constexpr std::size_t kWholeWords = 8, kWholeCharacters = 80;
constexpr std::size_t kEndWords = 4, kEndCharacters = 8;
constexpr std::size_t kMostCharacters = 300;
/// Korean has one blank in about three characters, Thai one in twenty, Chinese and Japanese none.
constexpr std::size_t kCharactersPerWord = 6;

std::vector<TextRange> words_between_blanks(std::string_view text, TextRange range) {
  std::vector<TextRange> words;
  for (std::uint32_t at = range.begin; at < range.end;) {
    const std::uint32_t begin = at;
    while (at < range.end && !is_blank(text[at])) ++at;
    if (at > begin) words.push_back({begin, at});
    while (at < range.end && is_blank(text[at])) ++at;
  }
  return words;
}

/// How a sentence begins and how it ends.
struct Ends {
  TextRange first, last;
};

/// A browser finds no text that ends inside a word, and has a dictionary for where words end.
Ends ends_of_characters(TextRange sentence, const Analysis& analysis, std::size_t from, std::size_t to) {
  const std::vector<Token>& tokens = analysis.tokens;
  std::size_t first_end = std::min(from + kEndCharacters, to) - 1, last_begin = to - std::min(to, kEndCharacters);
  const std::size_t first_wanted = first_end, last_wanted = last_begin;
  for (const Alternate& word : analysis.alternates) {
    if (word.kind != Alternate::Kind::dictionary) continue;
    if (word.first <= first_wanted && first_wanted <= word.last) first_end = word.last;
    if (word.first <= last_wanted && last_wanted <= word.last) last_begin = word.first;
  }
  return {{sentence.begin, tokens[first_end].end}, {tokens[last_begin].begin, sentence.end}};
}

std::optional<Ends> ends_of(std::string_view text, TextRange sentence, const Analysis& analysis) {
  const auto token_at = [&](std::uint32_t offset) {
    const auto before = [](const Token& token, std::uint32_t wanted) { return token.begin < wanted; };
    return std::lower_bound(analysis.tokens.begin(), analysis.tokens.end(), offset, before);
  };
  const auto from = token_at(sentence.begin), to = token_at(sentence.end);
  const auto characters =
      static_cast<std::size_t>(std::count_if(from, to, [](const Token& token) { return token.ideographic; }));
  const std::vector<TextRange> words = words_between_blanks(text, sentence);
  if (characters >= kCharactersPerWord * words.size())
    return ends_of_characters(sentence, analysis, static_cast<std::size_t>(from - analysis.tokens.begin()),
                              static_cast<std::size_t>(to - analysis.tokens.begin()));
  if (words.size() <= kWholeWords) return std::nullopt;
  return Ends{{words.front().begin, words[kEndWords - 1].end}, {words[words.size() - kEndWords].begin, sentence.end}};
}

/// As it is shown by a browser, percent-encoded; the comma and the hyphen have a meaning of their own in a fragment.
std::string encoded(std::string_view text, TextRange range) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  PartsBuilder builder;
  builder.add(text.substr(range.begin, range.end - range.begin), false);
  std::string code;
  for (const TextPart& part : builder.take())
    for (const char c : part.text) {
      const auto byte = static_cast<unsigned char>(c);
      const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (plain || c == '.' || c == '_' || c == '~')
        code += c;
      else
        ((code += '%') += digits[byte >> 4]) += digits[byte & 15];
    }
  return code;
}

std::size_t characters_in(std::string_view text, TextRange range) {
  return count_characters(text.substr(range.begin, range.end - range.begin));
}

}  // namespace

std::string text_fragment(std::string_view text, TextRange sentence, const Analysis& analysis) {
  const std::size_t characters = characters_in(text, sentence);
  const std::optional<Ends> ends =
      characters > kWholeCharacters ? ends_of(text, sentence, analysis) : std::optional<Ends>();
  if (!ends || ends->first.end >= ends->last.begin)
    return characters > kMostCharacters ? "" : std::string(kDirective) + encoded(text, sentence);
  if (characters_in(text, ends->first) + characters_in(text, ends->last) > kMostCharacters) return "";
  return std::string(kDirective) + encoded(text, ends->first) + ',' + encoded(text, ends->last);
}

}  // namespace newssearch
