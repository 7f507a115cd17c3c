#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "server/search/search_request.h"

namespace newssearch {

/// What a query asks for, as a tree. Words are folded tokens; nothing here knows the index.
struct QueryNode {
  enum class Kind {
    everything,  ///< the empty query
    word,        ///< one word: any form of it, in any language of the index
    exact,       ///< one word as it is printed
    phrase,      ///< exact words side by side
    value,       ///< a field's value holds these words in a row: section:politics
    dates,       ///< published on one of these days
    all,         ///< every child
    any,         ///< some child
    none,        ///< no child
  };
  Kind kind = Kind::everything;
  std::vector<std::string> words;  ///< word, exact: one; phrase, value: one or more
  bool in_headline = false;        ///< word, exact, phrase: only there
  bool required = false;           ///< +word: relaxation leaves it alone
  Facet field{};                   ///< value
  DayRange days;                   ///< dates
  std::vector<QueryNode> children;
  bool operator==(const QueryNode&) const = default;
};

/// The query in words, with its operators spelled out: `bank AND "interest rates" AND NOT section:sport`.
std::string to_string(const QueryNode& node);

}  // namespace newssearch
