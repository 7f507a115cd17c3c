#pragma once
#include <string_view>

namespace newssearch {

/// How wide a text stands: its characters, ideographs twice.
int width(std::string_view text);

int count_words(std::string_view text);

/// True where the last character ends a sentence, quotes and brackets aside.
bool ends_sentence(std::string_view text);

/// How much a line of a page looks like running text: its width where it holds sentences, less where it only might,
/// and below zero for the short, unpunctuated lines of menus and lists.
int prose_weight(std::string_view line);

}  // namespace newssearch
