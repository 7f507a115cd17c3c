#pragma once
#include <string>
#include <string_view>

namespace newssearch {

/// XML in UTF-8 as a strict parser wants it, with the faults of careless software mended: HTML's named entities become
/// their characters, a bare "&" or "<" is escaped, control characters are dropped. Comments and processing instructions
/// (the XML declaration too) leave their line breaks only.
std::string mend_xml(std::string_view xml);

}  // namespace newssearch
