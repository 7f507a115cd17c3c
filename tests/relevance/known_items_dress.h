#pragma once
#include <random>
#include <string>
#include <string_view>

#include "tests/relevance/known_items_file.h"

namespace newssearch::known_items {

/// How somebody types a word who has seen it printed.
enum class Dress { printed, upper, unaccented, inflected, signs };
inline constexpr Dress kDresses[] = {Dress::printed, Dress::upper, Dress::unaccented, Dress::inflected, Dress::signs};
std::string_view to_string(Dress dress);

using Dice = std::mt19937;
std::size_t below(std::size_t end, Dice& dice);

///   printed     as it is
///   upper       BANK, in the capitals of the article's language
///   unaccented  as typed without the right keyboard: senor, strasse, lodz
///   inflected   another form of it that the file prints; in English, where there is none, with an s or 's
///   signs       hyphens left out or a blank instead; the other apostrophe, or none
std::string dressed(const PrintedWord& word, Dress dress, ArticleFile& file, Dice& dice);

/// It has a hyphen or an apostrophe.
bool has_signs(const PrintedWord& word);

}  // namespace newssearch::known_items
