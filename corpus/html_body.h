#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "corpus/draft.h"
#include "corpus/html_blocks.h"
#include "corpus/html_tree.h"

namespace newssearch {

/// What is known of an article before its text is looked for.
struct BodyHints {
  std::vector<std::string> headlines;     ///< not to be repeated in the text
  std::vector<std::string> descriptions;  ///< the page states beside its text: the standfirst may be one
  std::string stated_body;                ///< the text as data of the page hold it, or empty
};

/// The text of the article of a page, and where it stands.
struct FoundBody {
  std::string text;                  ///< paragraphs, a blank line between two; empty where none was found
  std::uint32_t begin = 0, end = 0;  ///< the nodes from the headline, or the text, to the end of the text
  std::vector<DroppedText> dropped;  ///< of what stands within or about it
};

FoundBody find_html_body(const HtmlTree& tree, const std::vector<HtmlBlock>& blocks, const BodyHints& hints);

}  // namespace newssearch
