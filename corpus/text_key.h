#pragma once
#include <string>
#include <string_view>

namespace newssearch {

/// A text by its letters and figures alone, cases folded: what two wordings of one line have in common.
std::string text_key(std::string_view text);

}  // namespace newssearch
