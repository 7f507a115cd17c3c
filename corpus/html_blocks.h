#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "corpus/html_tree.h"

namespace newssearch {

/// A run of text that stands for itself on a page.
struct HtmlBlock {
  enum class Kind { paragraph, heading, item, quote, cell, other };
  Kind kind = Kind::other;
  std::uint32_t node = 0;         ///< the element it stands in
  std::string text;               ///< on one line
  int width = 0, link_width = 0;  ///< columns, and how many of them are links
  bool is_sentence = false;       ///< ends as one does

  double link_density() const { return width == 0 ? 0 : static_cast<double>(link_width) / width; }
};

/// The texts of a page, in order. Line breaks set apart what stands in one element, if they are doubled.
std::vector<HtmlBlock> html_blocks(const HtmlTree& tree);

}  // namespace newssearch
