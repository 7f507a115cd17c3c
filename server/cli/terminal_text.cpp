#include "server/cli/terminal_text.h"

#include <unicode/brkiter.h>
#include <unicode/uchar.h>
#include <unicode/utext.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <cstdio>
#include <memory>

namespace newssearch {
namespace {

constexpr UChar32 kReplacement = 0xFFFD;

/// The code point at `at`, which moves past it; negative where the bytes are not UTF-8.
UChar32 next_code_point(std::string_view text, std::size_t& at) {
  auto position = static_cast<std::int32_t>(at);
  UChar32 c;
  U8_NEXT(text.data(), position, static_cast<std::int32_t>(text.size()), c);
  at = static_cast<std::size_t>(position);
  return c;
}

void append(std::string& text, UChar32 c) {
  char bytes[U8_MAX_LENGTH];
  std::int32_t length = 0;
  U8_APPEND_UNSAFE(bytes, length, c);
  text.append(bytes, static_cast<std::size_t>(length));
}

bool is_control(UChar32 c) { return u_charType(c) == U_CONTROL_CHAR; }

/// Embeddings, overrides and isolates: they could make a line read otherwise than it is.
bool turns_direction(UChar32 c) { return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069); }

int columns(UChar32 c) {
  const auto type = u_charType(c);
  if (type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK || type == U_FORMAT_CHAR) return 0;
  const int width = u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH);
  return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

/// Where a line may end, as byte offsets, the text's end included.
std::vector<std::size_t> line_breaks(const std::string& text) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::BreakIterator> breaks(
      icu::BreakIterator::createLineInstance(icu::Locale::getRoot(), status));
  UText bytes = UTEXT_INITIALIZER;
  utext_openUTF8(&bytes, text.data(), static_cast<std::int64_t>(text.size()), &status);
  if (U_SUCCESS(status)) breaks->setText(&bytes, status);
  if (U_FAILURE(status)) throw std::runtime_error(std::string("ICU: ") + u_errorName(status));
  std::vector<std::size_t> offsets;
  breaks->first();
  for (std::int32_t at = breaks->next(); at != icu::BreakIterator::DONE; at = breaks->next())
    offsets.push_back(static_cast<std::size_t>(at));
  utext_close(&bytes);
  return offsets;
}

/// A text whose bytes know whether they belong to a match.
struct MarkedText {
  std::string text;
  std::vector<bool> match;

  explicit MarkedText(const Parts& parts) {
    for (const TextPart& part : parts) {
      text += printable(part.text);
      match.resize(text.size(), part.match);
    }
  }

  Parts slice(std::size_t begin, std::size_t end) const {
    while (end > begin && text[end - 1] == ' ') --end;
    Parts parts;
    for (std::size_t at = begin; at < end; ++at) {
      if (parts.empty() || parts.back().match != match[at]) parts.push_back({"", match[at]});
      parts.back().text += text[at];
    }
    return parts;
  }
};

/// The end of as many characters from `begin` as fit, one at least.
std::size_t longest_that_fits(std::string_view text, std::size_t begin, int width) {
  std::size_t end = begin;
  next_code_point(text, end);
  for (std::size_t next = end; next < text.size(); end = next) {
    next_code_point(text, next);
    if (display_width(text.substr(begin, next - begin)) > width) break;
  }
  return end;
}

std::string_view without_trailing_spaces(std::string_view text) {
  return text.substr(0, text.find_last_not_of(' ') + 1);
}

}  // namespace

std::string printable(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const UChar32 c = next_code_point(text, at);
    const bool space = c == '\n' || c == '\t' || c == '\r' || c == 0x2028 || c == 0x2029;
    append(result, space ? ' ' : c < 0 || is_control(c) || turns_direction(c) ? kReplacement : c);
  }
  return result;
}

std::string printable_json(std::string json) {
  std::string result;
  result.reserve(json.size());
  for (std::size_t at = 0; at < json.size();) {
    const std::size_t begin = at;
    const UChar32 c = next_code_point(json, at);
    if (c != '\n' && c >= 0 && (is_control(c) || turns_direction(c))) {
      char escape[8];
      std::snprintf(escape, sizeof escape, "\\u%04x", static_cast<unsigned>(c) & 0xFFFF);  // all are in the first plane
      result += escape;
    } else {
      result.append(json, begin, at - begin);
    }
  }
  return result;
}

int display_width(std::string_view text) {
  int width = 0;
  for (std::size_t at = 0; at < text.size();) width += columns(next_code_point(text, at));
  return width;
}

std::string fit(std::string_view text, int width) {
  const int has = display_width(text);
  if (has <= width) return std::string(text) + std::string(static_cast<std::size_t>(width - has), ' ');
  std::string cut;
  if (width > 1) cut = text.substr(0, longest_that_fits(text, 0, width - 1));
  cut += "…";
  return cut + std::string(static_cast<std::size_t>(std::max(0, width - display_width(cut))), ' ');
}

std::vector<Parts> wrap(const Parts& parts, int width) {
  const MarkedText marked(parts);
  const std::string_view text = marked.text;
  std::vector<Parts> lines;
  std::size_t line = 0, begin = 0;
  for (const std::size_t end : line_breaks(marked.text)) {
    if (begin > line && display_width(without_trailing_spaces(text.substr(line, end - line))) > width) {
      lines.push_back(marked.slice(line, begin));
      line = begin;
    }
    while (display_width(without_trailing_spaces(text.substr(line, end - line))) > width) {
      const std::size_t cut = longest_that_fits(text, line, width);
      if (cut >= end) break;
      lines.push_back(marked.slice(line, cut));
      line = cut;
    }
    begin = end;
  }
  if (line < text.size() || lines.empty()) lines.push_back(marked.slice(line, text.size()));
  return lines;
}

}  // namespace newssearch
