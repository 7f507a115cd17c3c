#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "common/analyzer.h"
#include "server/search/query.h"

namespace newssearch {

/// What a stretch of a query asks for, operators aside.
struct QueryWords {
  std::vector<QueryNode> nodes;  ///< all of them; none where there is no word
  std::size_t count = 0;  ///< words, as the limits of a query count them: a script without blanks by its dictionary
};

/// Bare words. What blanks do not part belongs together:
///
///   rates                 word                     covid19       covid19 | "covid 19"
///   rolls-royce           "rolls royce" | rollsroyce
///   AT&T, C++, U.S.       the name with its signs, and nothing else
///   #MeToo                #metoo | metoo
///   Müller                muller | mueller
///   state-of-the-art      a phrase; of more words than a phrase may have, or with one of the above: all of its parts
///   東京の選挙             東京 and 選挙: the dictionary's words, single characters with the word before them
///   대통령이               one stretch of characters, up to the blank
///
/// `offset` is where `text` stands in the query.
QueryWords read_bare_words(std::string_view text, std::uint32_t offset, std::size_t most_in_phrase, Analyzer& analyzer,
                           NameSpellings spellings = NameSpellings::all);

/// The words between quotes: one `exact` word or `phrase`, or a name with its signs as a `word`.
QueryWords read_quoted_words(std::string_view text, std::uint32_t offset, Analyzer& analyzer);

/// A word that ends with a wildcard, given without it: a `prefix`, or several where it is spelled in several ways.
/// Nothing where the text is not one word of a script with blanks.
QueryWords read_prefix(std::string_view text, std::uint32_t offset, Analyzer& analyzer,
                       NameSpellings spellings = NameSpellings::all);

/// The words of tokens that stand side by side: touching characters of a script without blanks are one.
std::vector<std::string> words_of_phrase(std::span<const Token> tokens);

/// Each word for itself, without looking at signs.
std::vector<QueryNode> read_plain_words(std::string_view text, Analyzer& analyzer);

}  // namespace newssearch
