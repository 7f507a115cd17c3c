#include "corpus/page_blocks.h"

#include <algorithm>
#include <utility>

#include "corpus/clean_text.h"
#include "corpus/page_words.h"
#include "corpus/text_shape.h"

namespace newssearch {
namespace {

constexpr int kMetaWeight = -60;
/// Where no line of a page is wider, its text was wrapped by hand; the slack is for wrapping that was not greedy.
constexpr int kWrapWidth = 100, kWrapSlack = 4;

struct Line {
  std::string_view text;  ///< trimmed
  bool indented = false;
};

std::vector<Line> lines_of(std::string_view page) {
  std::vector<Line> lines;
  while (!page.empty()) {
    const std::size_t newline = std::min(page.find('\n'), page.size());
    const std::string_view line = page.substr(0, newline);
    lines.push_back({trim(line), line.starts_with("  ") || line.starts_with('\t')});
    page.remove_prefix(std::min(newline + 1, page.size()));
  }
  return lines;
}

int widest(const std::vector<Line>& lines) {
  int widest = 0;
  for (const Line& line : lines) widest = std::max(widest, width(line.text));
  return widest;
}

/// True where `next` only begins a new line because its first word had no room on the one before.
bool continues(const Line& line, const Line& next, int wrapped_at) {
  if (line.text.empty() || next.text.empty() || next.indented || wrapped_at > kWrapWidth) return false;
  const int first_word = width(next.text.substr(0, next.text.find(' ')));
  return width(line.text) + 1 + first_word + kWrapSlack > wrapped_at;
}

PageBlock classify(std::string text) {
  PageBlock block;
  block.text = std::move(text);
  if (ends_article(block.text)) {
    block.kind = PageBlock::Kind::end;
  } else if (is_furniture(block.text)) {
    block.kind = PageBlock::Kind::furniture;
  } else if (auto meta = read_page_meta(block.text)) {
    block.kind = PageBlock::Kind::meta;
    block.meta = *std::move(meta);
    block.weight = kMetaWeight;
  } else {
    block.weight = prose_weight(block.text);
  }
  return block;
}

}  // namespace

std::vector<PageBlock> split_page(std::string_view page) {
  const std::vector<Line> lines = lines_of(page);
  const int wrapped_at = widest(lines);
  std::vector<PageBlock> blocks;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].text.empty()) continue;
    std::string text(lines[i].text);
    for (; i + 1 < lines.size() && continues(lines[i], lines[i + 1], wrapped_at); ++i)
      text.append(" ").append(lines[i + 1].text);
    blocks.push_back(classify(collapse(text)));
  }
  return blocks;
}

}  // namespace newssearch
