#pragma once
#include <string_view>
#include <vector>

#include "corpus/draft.h"

namespace newssearch {

/// The articles of a feed: RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, JSON Feed. A draft for each entry, with the fullest
/// text there is of it; where the feed breaks off, those before count and an Error says where. An only category of an
/// entry is its section, several are tags. Codes: "bad_xml", "bad_json", "unknown_format".
std::vector<Result<Draft>> read_feed(std::string_view bytes, const Origin& origin);

/// JSON Feed 1.0 and 1.1.
std::vector<Result<Draft>> read_json_feed(std::string_view json, const Origin& origin);

}  // namespace newssearch
