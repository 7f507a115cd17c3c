#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace newssearch {

/// An article as schema.org data of a page describe it; what is not stated is empty.
struct StatedArticle {
  std::string headline, alternative_headline, description, body;
  std::string published, updated, language, publisher, url;
  std::vector<std::string> authors, sections, tags;
  bool is_article = false;  ///< false: it is the page that is described, not an article
};

/// The articles and pages that the JSON-LD of a page describes, articles first, each in the order of the page; not what
/// is listed within them. What is no JSON is mended where that is simple, and else passed over.
std::vector<StatedArticle> read_json_ld(const std::vector<std::string>& scripts);

}  // namespace newssearch
