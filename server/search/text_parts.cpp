#include "server/search/text_parts.h"

#include <algorithm>

namespace newssearch {
namespace {

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// An acronym's last point belongs to it: "U.S."
std::uint32_t with_point(std::string_view text, std::uint32_t end) {
  const bool pointed =
      end >= 2 && end < text.size() && text[end] == '.' && text[end - 2] == '.' && is_letter(text[end - 1]);
  return pointed ? end + 1 : end;
}

/// What the marks within `range` cover, in order: words apart, or together where only blanks part them.
std::vector<TextRange> covered(std::string_view text, TextRange range, const std::vector<Token>& tokens,
                               const std::vector<Mark>& marks) {
  std::vector<TextRange> covers;
  const auto add = [&](std::uint32_t begin, std::uint32_t end) {
    begin = std::max(begin, range.begin);
    end = std::min(end, range.end);
    if (begin < end) covers.push_back({begin, end});
  };
  for (const Mark& mark : marks) {
    if (mark.begin >= range.end) break;
    if (mark.end <= range.begin) continue;
    if (mark.whole) {
      add(mark.begin, with_point(text, mark.end));
    } else {
      for (std::uint32_t at = mark.first; at <= mark.last; ++at)
        add(tokens[at].begin, with_point(text, tokens[at].end));
    }
  }
  std::sort(covers.begin(), covers.end(), [](const TextRange& a, const TextRange& b) { return a.begin < b.begin; });
  std::vector<TextRange> merged;
  for (const TextRange& cover : covers) {
    const bool on = !merged.empty() && (cover.begin <= merged.back().end ||
                                        joins(text.substr(merged.back().end, cover.begin - merged.back().end)));
    if (on)
      merged.back().end = std::max(merged.back().end, cover.end);
    else
      merged.push_back(cover);
  }
  return merged;
}

}  // namespace

void PartsBuilder::add(std::string_view text, bool match) {
  std::string flat;
  for (const char c : text) {
    const bool blank = is_blank(c);
    if (!blank || !after_blank_) flat += blank ? ' ' : c;
    after_blank_ = blank;
  }
  if (flat.empty()) return;
  if (parts_.empty() || parts_.back().match != match) parts_.push_back({"", match});
  parts_.back().text += flat;
}

void PartsBuilder::add(std::string_view text, TextRange range, const std::vector<Token>& tokens,
                       const std::vector<Mark>& marks) {
  std::uint32_t at = range.begin;
  for (const TextRange& cover : covered(text, range, tokens, marks)) {
    add(text.substr(at, cover.begin - at), false);
    add(text.substr(cover.begin, cover.end - cover.begin), true);
    at = cover.end;
  }
  add(text.substr(at, range.end - at), false);
}

bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

std::size_t count_characters(std::string_view text) {
  return text.size() - static_cast<std::size_t>(std::count_if(text.begin(), text.end(), is_continuation));
}

std::size_t character_boundary(std::string_view text, std::size_t at) {
  for (std::size_t most = at + 3; at < text.size() && at < most && is_continuation(text[at]);) ++at;
  return std::min(at, text.size());
}

std::size_t skip_characters(std::string_view text, std::size_t at, std::size_t count) {
  for (; at < text.size() && count > 0; --count) at = character_boundary(text, at + 1);
  return at;
}

}  // namespace newssearch
