#pragma once
#include <string_view>

#include "common/result.h"

namespace newssearch {

/// How the records of a file are told apart and read.
enum class Format { lines, json_values, page, html, feed, wxr, ghost, sitemap, newsml, nitf, wire_text };

/// How much of a file's front a guess wants to see.
inline constexpr std::size_t kGuessBytes = 64 << 10;

/// Guesses a file's format by its front. Code "unknown_format" for what is no text or is markup of another kind.
Result<Format> guess_format(std::string_view front);

}  // namespace newssearch
