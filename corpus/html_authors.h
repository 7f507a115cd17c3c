#pragma once
#include <string>
#include <vector>

#include "corpus/html_body.h"
#include "corpus/html_meta.h"
#include "corpus/html_tree.h"

namespace newssearch {

/// The authors of the article of a page: the first list of names that holds any, of what is stated beside the text and
/// of the bylines about it. An organisation is one only where nobody else is named.
std::vector<std::string> html_authors(const HtmlTree& tree, const HtmlMeta& meta, const FoundBody& body);

}  // namespace newssearch
