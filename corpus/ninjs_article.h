#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "corpus/draft.h"

namespace newssearch {

/// The articles of one JSON value: those of a JSON Feed, of IPTC's ninjs, of what WordPress or
/// Ghost answers, or the one of any other object.
std::vector<Result<Draft>> read_json_record(std::string_view json, const Origin& origin);

/// News items in IPTC's ninjs 1 to 3, alone or as a content API lists them (in "items", "item" or "data"). Pictures and
/// other items without text are refused. Codes: "bad_json", "bad_field", "no_text", "unknown_format".
std::vector<Result<Draft>> read_ninjs(std::string_view json, const Origin& origin);

/// Plain text that was taken out of XML brings its indentation along: where every line but the first has some, it is
/// taken off.
std::string without_indentation(std::string_view text);

}  // namespace newssearch
