#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

#include "corpus/html_blocks.h"
#include "corpus/html_tree.h"

namespace newssearch {

/// The element an article's text stands in.
struct HtmlContainer {
  std::uint32_t node = 0;
  std::vector<std::string_view> roles;  ///< by node: what it is for beside the article (unwanted_role), or empty
};

/// By the amount of running text in an element, its links, and what its names say; of several articles on one page the
/// one under the headline (a node; 0 where it is not known). `stated` says of each block whether the page's data hold
/// it as text of the article.
HtmlContainer find_container(const HtmlTree& tree, const std::vector<HtmlBlock>& blocks, std::uint32_t headline,
                             const std::vector<bool>& stated);

}  // namespace newssearch
