#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "corpus/html_tree.h"

namespace newssearch {

/// What an element is for beside the article, by its tag, its role and the words of its class and id: "navigation",
/// "caption", "sharing", "newsletter", "related", "comments", "about the author", "advertisement", "consent", "form",
/// "hidden", "byline", "sidebar". Empty where nothing speaks against it.
std::string_view unwanted_role(const HtmlNode& node);

/// The words of class, id and the like, in lower case: "articleBody-text" gives "article", "body" and "text".
std::vector<std::string> role_words(const HtmlNode& node);

/// True where the words say that it holds an article's text.
bool says_article_text(const HtmlNode& node);

}  // namespace newssearch
