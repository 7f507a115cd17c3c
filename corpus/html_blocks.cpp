#include "corpus/html_blocks.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "corpus/clean_text.h"
#include "corpus/text_shape.h"

namespace newssearch {
namespace {

constexpr auto kInline =
    std::to_array<std::string_view>({"",     "a",   "abbr", "acronym", "b",    "bdi", "bdo",  "cite", "code",  "data",
                                     "del",  "dfn", "em",   "font",    "i",    "img", "ins",  "kbd",  "label", "mark",
                                     "meta", "q",   "rp",   "rt",      "ruby", "s",   "span", "sub",  "sup",   "time"});

bool is_inline(const HtmlNode& node) {
  return std::find(kInline.begin(), kInline.end(), node.tag) != kInline.end() || node.tag == "link" ||
         node.tag == "wbr" || node.tag == "u" || node.tag == "small" || node.tag == "strong" || node.tag == "var" ||
         node.tag == "picture" || node.tag == "source" || node.tag == "samp" || node.tag == "rb" || node.tag == "rtc";
}

HtmlBlock::Kind kind_of(const HtmlTree& tree, std::uint32_t node) {
  for (int steps = 0; steps < 3; ++steps, node = tree[node].parent) {
    const std::string_view tag = tree[node].tag;
    if (tag.size() == 2 && tag[0] == 'h' && tag[1] >= '1' && tag[1] <= '6') return HtmlBlock::Kind::heading;
    if (tag == "li" || tag == "dd" || tag == "dt") return HtmlBlock::Kind::item;
    if (tag == "blockquote") return HtmlBlock::Kind::quote;
    if (tag == "td" || tag == "th") return HtmlBlock::Kind::cell;
    if (tag == "p" && steps == 0) {
      const std::string_view around = tree[tree[node].parent].tag;
      return around == "li"           ? HtmlBlock::Kind::item
             : around == "blockquote" ? HtmlBlock::Kind::quote
                                      : HtmlBlock::Kind::paragraph;
    }
    if (tag == "body") break;
  }
  return HtmlBlock::Kind::other;
}

bool ends_like_a_sentence(std::string_view text) {
  for (const std::string_view closing : {"\"", "”", "“", "»", "’", ")", "'", "」", "』", "）", "]"})
    if (text.ends_with(closing)) text.remove_suffix(closing.size());
  for (const std::string_view end : {".", "!", "?", "…", "。", "！", "？", ":", "।", "؟", "】"})
    if (text.ends_with(end)) return true;
  return false;
}

/// No-break and zero-width spaces are how pages align.
std::string plain_line(std::string_view text) {
  std::string plain;
  plain.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    if (text.compare(i, 2, "\u00a0") == 0 || text.compare(i, 2, "\u00ad") == 0) {
      if (text[i + 1] == '\xa0') plain += ' ';
      i += 2;
    } else if (text.compare(i, 3, "\u200b") == 0 || text.compare(i, 3, "\ufeff") == 0) {
      i += 3;
    } else {
      plain += text[i++];
    }
  }
  return collapse(plain);
}

class BlockGatherer {
 public:
  explicit BlockGatherer(const HtmlTree& tree) : tree_(tree) {}

  std::vector<HtmlBlock> gather() {
    const auto size = static_cast<std::uint32_t>(tree_.size());
    for (std::uint32_t i = 0; i < size; ++i) {
      while (!closing_.empty() && closing_.back().first <= i) leave();
      enter(i);
    }
    flush();
    return std::move(blocks_);
  }

 private:
  void enter(std::uint32_t i) {
    const HtmlNode& node = tree_[i];
    if (node.is_text) return add(i);
    if (node.tag == "head") closing_.emplace_back(node.end, i), ++heads_;
    if (node.tag == "br") return add_break();
    if (node.tag == "a") closing_.emplace_back(node.end, i), ++links_;
    if (is_inline(node)) return;
    if (is_cell(node) && i < row_end_) return void(text_ += ' ');
    if (node.tag == "tr" && holds_cells_only(i)) row_end_ = node.end;
    flush();
    if (node.tag != "head") closing_.emplace_back(node.end, i);
  }

  static bool is_cell(const HtmlNode& node) { return node.tag == "td" || node.tag == "th"; }

  /// True for a row of figures and words, which is one line; other tables are there for the look.
  bool holds_cells_only(std::uint32_t row) const {
    for (std::uint32_t i = row + 1; i < tree_[row].end; ++i)
      if (!tree_[i].is_text && !is_inline(tree_[i]) && !is_cell(tree_[i]) && tree_[i].tag != "br") return false;
    return true;
  }

  void leave() {
    const HtmlNode& node = tree_[closing_.back().second];
    closing_.pop_back();
    if (node.tag == "a")
      --links_;
    else
      flush();
    if (node.tag == "head") --heads_;
  }

  void add(std::uint32_t i) {
    if (heads_ > 0) return;
    const std::string& text = tree_[i].text;
    if (!trim(text).empty()) {
      breaks_ = 0;
      if (!has_text_) node_ = i;
      has_text_ = true;
    }
    text_ += text;
    if (links_ > 0) link_text_ += text;
  }

  void add_break() {
    if (++breaks_ > 1) return flush();
    text_ += ' ';
  }

  void flush() {
    breaks_ = 0;
    has_text_ = false;
    std::string line = plain_line(std::exchange(text_, {}));
    const std::string links = plain_line(std::exchange(link_text_, {}));
    if (line.empty()) return;
    HtmlBlock block;
    block.node = nearest(tree_, node_, [](const HtmlNode& node) { return !node.is_text && !is_inline(node); });
    if (block.node == tree_.size()) block.node = 0;
    block.kind = kind_of(tree_, block.node);
    block.width = width(line);
    block.link_width = std::min(width(links), block.width);
    block.is_sentence = ends_like_a_sentence(line);
    block.text = std::move(line);
    blocks_.push_back(std::move(block));
  }

  const HtmlTree& tree_;
  std::vector<HtmlBlock> blocks_;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> closing_;  ///< where open elements end, and they themselves
  std::string text_, link_text_;
  std::uint32_t node_ = 0, row_end_ = 0;
  bool has_text_ = false;
  int links_ = 0, heads_ = 0, breaks_ = 0;
};

}  // namespace

std::vector<HtmlBlock> html_blocks(const HtmlTree& tree) { return BlockGatherer(tree).gather(); }

}  // namespace newssearch
