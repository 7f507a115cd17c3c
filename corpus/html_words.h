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

/// A line that introduces, asks or offers: "Read more: ...", "Sign up for our newsletter". In the common languages.
bool is_boilerplate(std::string_view line);

/// A line that ends with who took a picture: "The old bridge. (Image: Jane Doe)".
bool is_credited(std::string_view line);

/// A notice about cookies or personal data.
bool is_consent(std::string_view line);

/// A heading under which readers' comments follow: "3 comments".
bool ends_with_comments(std::string_view line);

/// A heading under which other articles follow: "Related stories", "Mehr zum Thema".
bool ends_page_article(std::string_view line);

}  // namespace newssearch
