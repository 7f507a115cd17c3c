#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace newssearch {

/// An element or a text of a page.
struct HtmlNode {
  std::string_view tag;      ///< in lower case; empty for a text and for elements HTML does not know
  std::uint32_t parent = 0;  ///< the root is its own
  std::uint32_t end = 0;     ///< what is within it stands in (its own place, end)
  bool is_text = false;
  std::string text = {};  ///< of a text, as it stands in the page
  std::vector<std::pair<std::string, std::string>> attributes = {};

  /// Empty where there is none.
  std::string_view attribute(std::string_view name) const;
  bool has_attribute(std::string_view name) const;
};

/// A page in the order of its source: walks are loops, whatever the nesting.
using HtmlTree = std::vector<HtmlNode>;

/// Parses what tame_markup gives.
HtmlTree parse_html(std::string_view tame_markup);

/// The text within a node on one line.
std::string text_within(const HtmlTree& tree, std::uint32_t node);

/// A text that may hold markup or character references ("Smith &amp; Co") as it would be shown, on one line.
std::string shown_text(std::string_view text);

/// The place of the nearest ancestor (or the node itself) that holds; the tree's size where none does.
template <class Holds>
std::uint32_t nearest(const HtmlTree& tree, std::uint32_t node, Holds holds) {
  while (!holds(tree[node])) {
    if (node == 0) return static_cast<std::uint32_t>(tree.size());
    node = tree[node].parent;
  }
  return node;
}

}  // namespace newssearch
