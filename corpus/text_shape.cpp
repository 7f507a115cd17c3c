#include "corpus/text_shape.h"

#include <algorithm>
#include <array>

namespace newssearch {
namespace {

constexpr std::array<std::string_view, 12> kClosers = {"\"", "'", ")", "]", "”", "’", "»", "」", "』", "）", "*", " "};
constexpr std::array<std::string_view, 9> kSentenceEnds = {".", "!", "?", "…", "。", "！", "？", "؟", "।"};
constexpr std::array<std::string_view, 7> kSentenceBreaks = {". ", "! ", "? ", ".” ", "。", "！", "؟ "};

constexpr int kParagraphWidth = 80, kLongWidth = 200, kLeadInWidth = 60, kSentenceWidth = 30, kSentenceWords = 3;
constexpr int kMenuLine = -20;

template <std::size_t N>
bool ends_with_any(std::string_view text, const std::array<std::string_view, N>& ends) {
  return std::any_of(ends.begin(), ends.end(), [&](std::string_view end) { return text.ends_with(end); });
}

}  // namespace

int width(std::string_view text) {
  int columns = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xc0) != 0x80) columns += byte >= 0xe3 ? 2 : 1;  // U+3000 and up: mostly Chinese, Japanese, Korean
  }
  return columns;
}

int count_words(std::string_view text) {
  int words = 0;
  bool inside = false;
  for (const char c : text) {
    const bool blank = c == ' ' || c == '\t' || c == '\n';
    if (!blank && !inside) ++words;
    inside = !blank;
  }
  return words;
}

bool ends_sentence(std::string_view text) {
  for (bool closed = true; closed;) {
    closed = false;
    for (const std::string_view closer : kClosers)
      if (text.ends_with(closer)) {
        text.remove_suffix(closer.size());
        closed = true;
      }
  }
  return ends_with_any(text, kSentenceEnds);
}

int prose_weight(std::string_view line) {
  const int wide = width(line);
  const bool ended = ends_sentence(line);
  const bool sentences =
      ended || std::any_of(kSentenceBreaks.begin(), kSentenceBreaks.end(),
                           [&](std::string_view mark) { return line.find(mark) != std::string_view::npos; });
  if (wide >= kLongWidth || (wide >= kParagraphWidth && sentences)) return wide;
  if (ended && (count_words(line) >= kSentenceWords || wide >= kSentenceWidth)) return wide / 2;
  if (wide >= kLeadInWidth && (line.ends_with(':') || line.ends_with(','))) return wide / 2;
  return kMenuLine;
}

}  // namespace newssearch
