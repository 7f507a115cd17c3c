#pragma once
#include <string_view>
#include <vector>

#include "corpus/draft.h"
#include "corpus/xml_tree.h"

namespace newssearch {

/// The articles of IPTC's NewsML: NewsML-G2 (a news item, or a message with several) or NewsML 1.x (<NewsML>). An
/// article's id is that of its item without the version. Packages, concepts, plans and items without text are refused.
/// Codes: "bad_xml", "no_text", "unknown_format".
std::vector<Result<Draft>> read_newsml(std::string_view bytes, const Origin& origin);

/// The items below a root of NewsML-G2.
std::vector<Result<Draft>> read_newsml_g2(const XmlElement& root);

/// The items below a root of NewsML 1.
std::vector<Result<Draft>> read_newsml_1(const XmlElement& root);

}  // namespace newssearch
