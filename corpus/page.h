#pragma once
#include <string_view>

#include "corpus/draft.h"

namespace newssearch {

/// Finds the article in the text of a page as a scraper delivered it, one block a line: headline, section, byline and
/// dates, and a body without the navigation, buttons and footers around it. A plain text file of a headline and
/// paragraphs is the simplest case. The body is found by the look of its lines (their length, sentences, punctuation);
/// only what stands around it is told by words, which are English.
Draft read_page(std::string_view page);

}  // namespace newssearch
