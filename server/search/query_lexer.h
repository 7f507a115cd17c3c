#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

#include "server/search/search_request.h"
#include "server/search/search_response.h"

namespace newssearch {

/// A field of the query language, under one of its names.
struct QueryField {
  enum class Kind { headline, value, before, after, date, when, like };
  std::string_view name;
  Kind kind;
  Facet facet = {};
};

/// A piece of a query's text, before it is known what it means.
struct QueryItem {
  enum class Kind { text, quoted, open, close, op_and, op_or, op_not, op_near, end } kind = Kind::end;
  std::string_view text;              ///< without sign, field and quotes; of a quote never closed, with its blanks
  const QueryField* field = nullptr;  ///< one of a fixed table; null where none was named
  char sign = 0;                      ///< '+', '-' or none
  std::uint32_t distance = 0;         ///< op_near: as written, 10 where it says none
  std::uint32_t begin = 0, end = 0;   ///< bytes of the query
};

/// Cuts a query into items, which point into it. Signs, fields, quotes and parentheses count only where a word begins,
/// in any form that query_signs.h knows. What looks like a field but is none, and quotes without their other half,
/// are words, with a warning.
std::vector<QueryItem> lex_query(std::string_view text, std::vector<Warning>& warnings);

}  // namespace newssearch
