#pragma once
#include <string>
#include <string_view>

#include "common/analyzer.h"

namespace newssearch {

/// Where in its page a sentence of an article stands, for the end of the page's address: "#:~:text=Rates%20rose."
/// (https://wicg.github.io/scroll-to-text-fragment/). A long sentence is given by its first and its last words, cut
/// where a browser sees words end. ASCII, percent-encoded; empty where what would have to be said is too long.
/// `analysis` must be that of `text`.
std::string text_fragment(std::string_view text, TextRange sentence, const Analysis& analysis);

}  // namespace newssearch
