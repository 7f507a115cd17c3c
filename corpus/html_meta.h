#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "corpus/draft.h"
#include "corpus/html_tree.h"
#include "corpus/json_ld.h"

namespace newssearch {

/// What a page states about its article beside the text: in schema.org data, `<meta>` elements and item properties.
/// Candidates are in the order of their worth.
struct HtmlMeta {
  std::vector<HeadlineCandidate> headlines;
  std::vector<DateCandidate> published, updated;
  std::vector<std::vector<std::string>> authors;  ///< lists of names, each as one place states it
  std::vector<std::string> site_names, descriptions, sections, tags;
  std::string url, lang, body;
};

HtmlMeta read_html_meta(const HtmlTree& tree, const std::vector<StatedArticle>& stated);

/// True for "https://..." and the like.
bool is_web_address(std::string_view text);

}  // namespace newssearch
