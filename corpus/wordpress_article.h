#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/draft.h"
#include "corpus/xml_tree.h"

namespace newssearch {

/// True for an item of WXR, WordPress's export: RSS that holds drafts, pages, pictures and menus beside the posts.
bool is_wordpress_item(const XmlElement& item);

/// Makes of a feed's entry what WXR knows better: authors by name, sections told from tags, dates in UTC, text without
/// the editor's marks. A post that readers may not see (draft, private, scheduled, with a password, in the bin) takes
/// back the article of its id. nullopt for what is no post; code "no_article" for one of a type that is not
/// WordPress's own.
std::optional<Result<Draft>> read_wordpress_item(const XmlElement& item, const XmlElement& channel, Draft draft);

/// The text of a post as WordPress stores it: shortcodes and captions are left out, and where it was written in the
/// classic editor, blank lines part paragraphs. Takes any input; time is linear.
std::string wordpress_text(std::string_view stored);

/// A post as WordPress's REST API gives it; nullopt where it is other JSON. Its id is the guid, as in feeds and WXR.
/// Code "bad_field".
std::optional<std::vector<Result<Draft>>> read_wordpress_json(std::string_view json);

}  // namespace newssearch
