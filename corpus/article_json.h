#pragma once
#include <string>

#include "common/article.h"

namespace newssearch {

/// An article as one line of JSON Lines, without the line's end: all that it says, in the fields read_json_article
/// knows, empty ones left out. Read again it is the same article in each field, with these exceptions: revision and
/// earlier are the index's own and are not written; a language nobody knows ("und") is looked for in the text again; an
/// article without a date whose address states one is dated by it.
std::string to_json_line(const Article& article);

/// An article as one ninjs 2.0 item on a line. What ninjs has no place for is left out: where dates come from, an
/// update of what is undated, a date that was refused. A title that would be taken for HTML is written as HTML, and so
/// is a body, whose blanks are then single ones.
std::string to_ninjs_line(const Article& article);

}  // namespace newssearch
