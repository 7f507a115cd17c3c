#pragma once
#include <string_view>

namespace newssearch {

/// A line of the page around an article: "Share", "Advertisement", "Related Topics: ...", a notice about cookies.
bool is_furniture(std::string_view line);

/// A line after which nothing of the article follows: "Continue Reading", "Trending", a copyright notice.
bool ends_article(std::string_view line);

}  // namespace newssearch
