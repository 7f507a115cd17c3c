#pragma once
#include <string>
#include <string_view>

#include "corpus/xml_tree.h"

namespace newssearch {

/// The text of a fragment of HTML, laid out by TextFlow. One without a single tag is plain text: it keeps its line
/// breaks. Takes any input; time is linear.
std::string html_text(std::string_view fragment);

/// The same on one line: for headlines.
std::string html_line(std::string_view fragment);

/// The text of marked-up content within XML: XHTML, NITF.
std::string xml_text(const XmlElement& element);

/// True where there is at least one tag in the text.
bool has_tags(std::string_view text);

}  // namespace newssearch
