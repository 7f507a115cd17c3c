#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/draft.h"

namespace newssearch {

/// True where an object's date is written as Reuters-21578 does: "26-FEB-1987 15:01:01.79".
bool is_reuters(const nlohmann::json& object);

/// Reads a story of Reuters-21578: topics as sections, organisations as tags, the id as "reuters-1".
/// Code "bad_field".
Result<Draft> read_reuters_article(const nlohmann::json& object, std::vector<std::string> warnings);

/// Wire copy as paragraphs: lines that the width of a telex broke are joined, lines of tables are kept, and the
/// signature that ends a transmission is dropped.
std::string unwrap_wire_copy(std::string_view copy);

}  // namespace newssearch
