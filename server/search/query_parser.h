#pragma once
#include <string_view>
#include <vector>

#include "common/analyzer.h"
#include "common/result.h"
#include "server/search/query.h"
#include "server/search/search_response.h"

namespace newssearch {

/// A larger query is refused, naming the limit.
struct QueryLimits {
  std::size_t bytes = 512, words = 32, operators = 16, depth = 8, phrase_words = 10;
};

struct ParsedQuery {
  QueryNode root;
  std::vector<Warning> warnings;
};

/// Reads the query language: words (all of them), "phrases", "exact" words, +must, -not, AND OR NOT ( ) in capitals,
/// and the fields headline: author: section: tag: place: lang: source: before: after: date: when: with their aliases.
/// NOT binds tightest, then AND, said or not, then OR. Every text gives a query: what is not understood is read as
/// the words it holds, with a warning. Fails with code "query_too_large" only.
/// `today` is the day in the asker's time zone: when:7d is the last seven days, today among them.
Result<ParsedQuery> parse_query(std::string_view text, Analyzer& analyzer, Day today, const QueryLimits& limits = {});

/// The text as plain words, any of which will do, without operators or limits: topics, and stories as queries.
QueryNode any_words(std::string_view text, Analyzer& analyzer);

}  // namespace newssearch
