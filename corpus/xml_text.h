#pragma once
#include <string>
#include <string_view>

namespace newssearch {

/// A text in UTF-8, whatever encoding it came in: told by its byte order mark, its XML declaration, or else `charset`
/// (what its carrier says; may be empty). What says UTF-8 or nothing and is not, is Windows-1252 where none of it is
/// UTF-8, and else has U+FFFD in the broken places.
std::string text_in_utf8(std::string_view bytes, std::string_view charset);

/// XML in UTF-8 as a strict parser wants it, with the faults of careless software mended: HTML's named entities become
/// their characters, a bare "&" or "<" is escaped, control characters are dropped. Comments and processing instructions
/// (the XML declaration too) leave their line breaks only.
std::string mend_xml(std::string_view xml);

}  // namespace newssearch
