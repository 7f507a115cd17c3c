#pragma once
#include <cstddef>
#include <string_view>

namespace newssearch {

/// A sign of the query language, in one of the forms it is typed in: ASCII, full-width or curly.
struct Sign {
  char twin = 0;          ///< + - ( ) : * " or ' ' for a blank; 0: none of these
  std::size_t bytes = 1;  ///< of the form typed
};

/// The sign that `text` has at `at` (below its size). A no-break or thin blank between digits is none: it is part of a
/// number; nor is a quote between Hebrew letters: it marks an abbreviation. An en dash is a minus before a letter where
/// a word may begin.
Sign sign_at(std::string_view text, std::size_t at);

/// The text without the stars it ends with.
std::string_view without_stars(std::string_view text);
bool has_star(std::string_view text);

}  // namespace newssearch
