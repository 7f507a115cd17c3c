#pragma once
#include <string_view>
#include <vector>

#include "common/analyzer.h"
#include "common/result.h"
#include "server/search/query.h"
#include "server/search/query_dates.h"
#include "server/search/query_words.h"
#include "server/search/search_response.h"

namespace newssearch {

/// A larger query is refused, naming the limit. Words are counted as QueryWords counts them, a value and an id as one.
struct QueryLimits {
  std::size_t bytes = 512, words = 32, operators = 16, depth = 8, phrase_words = 10, wildcards = 3;
};

struct ParsedQuery {
  QueryNode root;
  std::vector<Warning> warnings;
  bool says_and = false;  ///< AND was typed and joins something: all is meant, and nothing to be left out
};

/// Reads the query language: words (all of them), "phrases", "exact" words, +must, -not, AND OR NOT ( ) in capitals,
/// NEAR/5 between two of them, head*, and the fields headline: author: section: tag: place: lang: source: before:
/// after: date: when: like: with their aliases, before a word, a quote or a group. NEAR binds tightest, then NOT, then
/// AND, said or not, then OR. Every text gives a query: what is not understood is read as the words it holds, with a
/// warning. Fails with code "query_too_large" only.
Result<ParsedQuery> parse_query(std::string_view text, Analyzer& analyzer, const QueryClock& clock,
                                const QueryLimits& limits = {}, NameSpellings spellings = NameSpellings::all);

/// The same at the beginning of a day in UTC.
Result<ParsedQuery> parse_query(std::string_view text, Analyzer& analyzer, Day today, const QueryLimits& limits = {});

/// The text as plain words, any of which will do, without operators or limits: topics, and stories as queries.
QueryNode any_words(std::string_view text, Analyzer& analyzer);

/// Marks the bare word that a query's text, of so many bytes, ends with as unfinished, where it has three letters or
/// more.
void mark_unfinished(QueryNode& query, std::size_t bytes);

}  // namespace newssearch
