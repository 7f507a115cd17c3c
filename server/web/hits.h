#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "server/search/search_response.h"
#include "server/web/html.h"

namespace newssearch {

Html hit_list(const std::vector<SearchHit>& hits, std::string_view time_zone);

/// Stories alike, each with the words it was chosen for.
Html related_list(const std::vector<SearchHit>& hits, std::string_view time_zone);

/// ` lang="ar"` where the language is known.
Html lang_attribute(const Article& article);

/// Text that keeps its own direction, whatever stands beside it. Empty for an empty text.
Html isolated(std::string_view text);

Html date_element(const ArticleDate& date, std::string_view time_zone);

/// When it was published, or "Undated".
Html published_element(const Article& article, std::string_view time_zone);

/// The headline, or what is said in its place where there is none.
std::string headline_or_untitled(const Article& article);

}  // namespace newssearch
