#pragma once
#include <functional>
#include <optional>

#include "server/search/query.h"
#include "tests/relevance/oracle_archive.h"

namespace newssearch::oracle {

/// The query with its compounds in the ways some article's hyphen proves: rollsroyce is also "rolls royce", and the
/// neighbours rolls royce are also rollsroyce.
QueryNode with_compounds(QueryNode query, const Archive& archive);

/// The query without the bare words that no article holds. Nothing where there are none, or none would be left.
std::optional<QueryNode> without_unheld(QueryNode query, const std::function<bool(const QueryNode&)>& is_held);

/// Bare words in a row of conditions become "any of them", the telling ones if there are any. Nothing where there are
/// no two.
std::optional<QueryNode> any_bare_word(QueryNode query, const std::function<bool(const QueryNode&)>& is_telling);

}  // namespace newssearch::oracle
