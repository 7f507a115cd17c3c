#pragma once
#include <string_view>
#include <vector>

#include "corpus/draft.h"
#include "corpus/html_body.h"
#include "corpus/html_tree.h"

namespace newssearch {

/// The dates the page shows about its article, between headline and text or right below it: those of `<time>` elements
/// first, then those written out in the page's language. Dates of other articles, in lists and links, are none.
struct ShownDates {
  std::vector<DateCandidate> published, updated;
};

ShownDates shown_dates(const HtmlTree& tree, const std::vector<HtmlBlock>& blocks, const FoundBody& body,
                       std::string_view lang);

}  // namespace newssearch
