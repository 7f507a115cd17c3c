#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "server/search/search_response.h"

namespace newssearch {

using Parts = std::vector<TextPart>;

/// Text that a terminal can be given whoever wrote it: control characters (ESC, C1, NUL, ...) and those that reverse
/// the direction of writing become U+FFFD, as do bytes that are not UTF-8; line ends and tabs become spaces.
std::string printable(std::string_view text);

/// JSON that a terminal can be given: the same characters as \uXXXX.
std::string printable_json(std::string json);

/// The columns a printable text takes: two for East Asian wide characters, none for combining marks.
int display_width(std::string_view text);

/// Padded with spaces, or cut with "…", to exactly this many columns.
std::string fit(std::string_view text, int width);

/// The parts as lines of at most `width` columns, made printable, broken where Unicode allows (UAX #14) or, in a word
/// longer than a line, anywhere. Always one line at least.
std::vector<Parts> wrap(const Parts& parts, int width);

}  // namespace newssearch
