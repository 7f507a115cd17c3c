#pragma once
#include <cstddef>
#include <vector>

#include "common/analyzer.h"

namespace newssearch {

/// Tokens [first, last] of an analysis.
struct TokenRange {
  std::size_t first = 0, last = 0;
  std::size_t size() const { return last - first + 1; }
};

/// A run of touching characters of a script without blanks, as the words a query asks for.
struct IdeographicRun {
  std::vector<TokenRange> words;  ///< at least one
  std::size_t end = 0;            ///< the token behind the run
};

/// The run that begins with the ideographic token `begin`. One or two characters are a word, and so is what is written
/// in Hangul, up to the blank. Of longer runs the dictionary's words; single characters go with the word before them,
/// or behind where there is none, but particles between words (東京の選挙) and what numbers are counted in (2024年) are
/// left out.
IdeographicRun read_ideographic_run(const Analysis& analysis, std::size_t begin);

}  // namespace newssearch
