#pragma once
#include <string_view>
#include <vector>

#include "corpus/draft.h"

namespace newssearch {

/// The articles of a news sitemap (<urlset> with <news:news>): headlines with their addresses and dates, without text.
/// Sitemaps of addresses alone and indexes of sitemaps are refused. Codes: "bad_xml", "no_text".
std::vector<Result<Draft>> read_sitemap(std::string_view bytes, const Origin& origin);

}  // namespace newssearch
