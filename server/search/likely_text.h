#pragma once
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "server/search/marks.h"

namespace newssearch {

/// The parts of a body a snippet of about `length` bytes will come from: around the words that hold most of what is
/// asked for, and around those that hold most of the rest. Found by looking at plain words only, many times faster than
/// analysing the text. In order, apart from each other, ending between words; none where nothing asked for is in the
/// text. Nullopt where the whole text must be read: it is short, mostly of other letters than ASCII's, or the query
/// asks for words near each other.
std::optional<std::vector<TextRange>> likely_text(std::string_view text, std::string_view lang, std::size_t length,
                                                  MarkFinder& finder);

}  // namespace newssearch
