#pragma once
#include <functional>
#include <optional>
#include <vector>

#include "server/search/query.h"

namespace newssearch {

/// True of what relaxation may leave out: a word without a sign or a field, however many ways there are to write it.
bool is_bare(const QueryNode& node);

/// The bare words asked for: the children of an `all`, or the query itself.
std::vector<const QueryNode*> bare_words(const QueryNode& query);

/// The query without those bare words that `is_wanted` refuses. Nothing where none is refused, or none would be left
/// to ask for.
std::optional<QueryNode> without(const QueryNode& query, const std::function<bool(const QueryNode&)>& is_wanted);

/// Bare words become "any of them"; phrases, exact words, +must, -not, NEAR, fields and dates stay as they are.
/// Words that are not telling are left out, if others are. Nothing where there are no two bare words to choose from.
std::optional<QueryNode> any_bare_word(const QueryNode& query, const std::function<bool(const QueryNode&)>& is_telling);

}  // namespace newssearch
