#pragma once
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "common/analyzer.h"
#include "server/search/marks.h"

namespace newssearch {

/// Bytes [begin, end) of a text, and whether that is in the middle of a sentence.
struct Stretch {
  std::uint32_t begin = 0, end = 0;
  bool cut_begin = false, cut_end = false;
};

/// What to show of a text: one stretch, or two apart, in order; none of a text without words.
struct Passage {
  std::vector<Stretch> stretches;
  std::optional<TextRange> sentence;  ///< the one that says most of what was asked; none where nothing was found
};

/// A text read: its words, and where it holds what was asked. Points to what it was made of.
struct MarkedText {
  std::string_view text, lang;
  const std::vector<Token>& tokens;
  const std::vector<Mark>& marks;  ///< in order
  const std::vector<WantedThing>& wanted;
};

/// The best `length` characters of a text, give or take a word.
///
/// A sentence is worth the wanted things it holds, each once, and more where they stand beside each other; the earlier
/// of equals is better. The best one is followed by what comes after it; one too long is entered shortly before what
/// was found. Where two sentences apart hold more of what was asked than that, both are shown. A text that holds
/// nothing of it shows its beginning.
Passage choose_passage(const MarkedText& text, std::size_t length, Analyzer& analyzer);

}  // namespace newssearch
