#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "server/search/search_request.h"

namespace newssearch {

/// What a query asks for, as a tree. Words are folded tokens; nothing here knows the index.
struct QueryNode {
  enum class Kind {
    everything,  ///< the empty query
    word,        ///< one word: any form of it, in any language of the index; or a name with its signs: at&t
    exact,       ///< one word as it is printed
    phrase,      ///< exact words side by side; a stretch of a script without blanks is one word
    characters,  ///< a stretch of a script without blanks, anywhere in the text: one word, "東京"
    prefix,      ///< words that begin so: head*
    near,        ///< every child (word, exact, phrase, prefix, or variants of these), in any order, within `distance`
                 ///< words of each other; all of them in the headline or none
    value,       ///< a field's value holds these words in a row: section:politics
    dates,       ///< published on one of these days, or not before `since`
    like,        ///< articles like the one whose id is the one word
    all,         ///< every child
    any,         ///< some child
    none,        ///< no child
    variants,    ///< ways to say one thing: some child; scored as one term, by the best of them
  };
  Kind kind = Kind::everything;
  std::vector<std::string> words;  ///< word, exact, characters, prefix, like: one; phrase, value: one or more
  bool in_headline = false;        ///< word, exact, phrase, characters, prefix: only there
  bool required = false;           ///< +word (word, characters, prefix, variants): relaxation leaves it alone
  bool unfinished = false;         ///< word: any that begins with it, too
  bool stop = false;               ///< a stop word beside others: ranked by, not asked for
  std::uint32_t distance = 0;      ///< near: NEAR/5
  Facet field{};                   ///< value
  DayRange days;                   ///< dates
  std::optional<Instant> since;    ///< dates: when:12h
  std::vector<QueryNode> children;
  /// The bytes of the query's text it was read from: a word without its sign and field, a value, dates and `like` with
  /// them, a node with children from its first to its last.
  std::uint32_t begin = 0, end = 0;

  /// Compares what is asked, not where it was read from.
  bool operator==(const QueryNode& other) const;
};

/// Whether it names days anywhere.
bool asks_for_dates(const QueryNode& node);

/// The query in words, with its operators spelled out: `bank AND "interest rates" AND NOT section:sport`. Variants are
/// parted by '|', stop words stand in square brackets, an unfinished word ends in "…". Never empty.
std::string to_string(const QueryNode& node);

}  // namespace newssearch
