#pragma once
#include <string_view>
#include <vector>

#include "corpus/draft.h"
#include "corpus/xml_tree.h"

namespace newssearch {

/// A story in IPTC's NITF (2.5 to 3.6). Its id is that of its doc-id; `date.release`, where it says something else than
/// `date.issue`, is an embargo; `management-status="canceled"` takes the story back. Codes: "bad_xml", "no_text",
/// "unknown_format".
std::vector<Result<Draft>> read_nitf(std::string_view bytes, const Origin& origin);

/// What a <nitf> element says, on its own or within another format: a field the draft has already is left as it is.
void take_nitf(const XmlElement& nitf, Draft& draft);

}  // namespace newssearch
