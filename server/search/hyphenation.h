#pragma once
#include <xapian.h>

#include "server/search/query.h"
#include "server/search/word_forms.h"

namespace newssearch {

/// The query with other ways to write its compounds, where some article prints them with a hyphen: rollsroyce also
/// finds "rolls royce", and the bare words rolls and royce side by side also find rollsroyce. (rolls-royce finds all
/// three by itself, and text that prints the hyphen is found by each.) Without such evidence no word is taken apart.
QueryNode with_hyphenations(const SearchedIndex& index, QueryNode query);

}  // namespace newssearch
