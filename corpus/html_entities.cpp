#include "corpus/html_entities.h"

#include <gumbo.h>
#include <unicode/utf8.h>

#include <array>
#include <cstdint>
#include <utility>

namespace newssearch {
namespace {

/// The longest of HTML's names has 31 characters.
constexpr std::size_t kLongestReference = 34;
/// A text of ever new invented names isn't worth a look each.
constexpr std::size_t kNamesLookedUp = 2000;

/// What the 32 control characters from 128 on are in Windows-1252; 0 where nothing.
constexpr std::array<unsigned long, 32> kWindows = {0x20ac, 0,      0x201a, 0x192,  0x201e, 0x2026, 0x2020, 0x2021,
                                                    0x2c6,  0x2030, 0x160,  0x2039, 0x152,  0,      0x17d,  0,
                                                    0,      0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
                                                    0x2dc,  0x2122, 0x161,  0x203a, 0x153,  0,      0x17e,  0x178};

constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kCommon = {
    {{"amp", "&"}, {"lt", "<"}, {"gt", ">"}, {"quot", "\""}, {"apos", "'"}, {"nbsp", "\u00a0"}}};

bool is_alphanumeric(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// The number in "#233" or "#xE9"; capped, for what is beyond all characters. -1 where it is none.
long number_in(std::string_view digits) {
  digits.remove_prefix(1);
  const bool hexadecimal = !digits.empty() && (digits.front() == 'x' || digits.front() == 'X');
  if (hexadecimal) digits.remove_prefix(1);
  if (digits.empty()) return -1;
  long number = 0;
  for (const char digit : digits) {
    const int value = digit >= '0' && digit <= '9'   ? digit - '0'
                      : digit >= 'a' && digit <= 'f' ? digit - 'a' + 10
                      : digit >= 'A' && digit <= 'F' ? digit - 'A' + 10
                                                     : 99;
    if (value >= (hexadecimal ? 16 : 10)) return -1;
    number = number * (hexadecimal ? 16 : 10) + value;
    if (number > 0x110000) number = 0x110000;
  }
  return number;
}

/// What gumbo, which knows the two thousand names, reads where the reference is all the text.
std::string parsed_alone(const std::string& reference) {
  GumboOutput* output = gumbo_parse_with_options(&kGumboDefaultOptions, reference.data(), reference.size());
  std::string text;
  const GumboNode* node = output->root;  // html, its last child body, and the text in it
  for (int level = 0; level < 2 && node && node->type == GUMBO_NODE_ELEMENT; ++level) {
    const GumboVector& children = node->v.element.children;
    node = children.length > 0 ? static_cast<const GumboNode*>(children.data[children.length - 1]) : nullptr;
  }
  if (node && (node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE)) text = node->v.text.text;
  gumbo_destroy_output(&kGumboDefaultOptions, output);
  return text == reference ? std::string() : text;
}

}  // namespace

std::string character_of(unsigned long number) {
  if (number >= 0x80 && number < 0xa0) number = kWindows[number - 0x80];
  const bool control = number < 0x20 && number != '\t' && number != '\n' && number != '\r';
  if (control || number > 0x10ffff || (number >= 0xd800 && number < 0xe000) || (number & 0xfffe) == 0xfffe) return {};
  std::array<char, 4> bytes{};
  std::size_t length = 0;
  U8_APPEND_UNSAFE(bytes.data(), length, static_cast<UChar32>(number));
  return {bytes.data(), length};
}

std::string HtmlEntities::read(std::string_view text, std::size_t& length) {
  length = 0;
  std::size_t end = 1;
  if (text.size() > 1 && text[1] == '#') ++end;
  while (end < text.size() && end < kLongestReference && is_alphanumeric(text[end])) ++end;
  if (end >= text.size() || text[end] != ';') return {};
  const std::string_view inside = text.substr(1, end - 1);
  if (inside.empty()) return {};
  if (inside.front() != '#') {
    std::string characters = named(inside);
    if (!characters.empty()) length = end + 1;
    return characters;
  }
  const long number = number_in(inside);
  if (number < 0) return {};
  length = end + 1;
  return character_of(static_cast<unsigned long>(number));
}

std::string HtmlEntities::named(std::string_view name) {
  for (const auto& [common, character] : kCommon)
    if (name == common) return std::string(character);
  const std::string reference = "&" + std::string(name) + ";";
  if (const auto found = known_.find(reference); found != known_.end()) return found->second;
  if (known_.size() >= kNamesLookedUp) return {};
  return known_.emplace(reference, parsed_alone(reference)).first->second;
}

}  // namespace newssearch
