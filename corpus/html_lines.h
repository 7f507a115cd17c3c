#pragma once
#include <string_view>

namespace newssearch {

/// A line that introduces, asks or offers: "Read more: ...", "Sign up for our newsletter". In the common languages.
bool is_boilerplate(std::string_view line);

/// Whose the text is, and that nobody else may use it.
bool is_rights_notice(std::string_view line);

/// A text that ends with an ellipsis, as the beginnings of other articles do.
bool is_cut_off(std::string_view line);

/// A line that ends with who took a picture: "The old bridge. (Image: Jane Doe)".
bool is_credited(std::string_view line);

/// A notice about cookies or personal data.
bool is_consent(std::string_view line);

/// A heading under which readers' comments follow: "3 comments".
bool ends_with_comments(std::string_view line);

/// A heading under which other articles follow: "Related stories", "Mehr zum Thema".
bool ends_page_article(std::string_view line);

}  // namespace newssearch
