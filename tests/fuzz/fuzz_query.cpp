#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "server/search/query_parser.h"

// Every text gives a query or a named limit, and its warnings point into it.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace newssearch;
  static Analyzer analyzer;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const Result<ParsedQuery> query = parse_query(text, analyzer, Day{std::chrono::year{2024} / 2 / 29});
  if (!query && query.error().code != "query_too_large") std::abort();
  if (!query) return 0;
  (void)to_string(query->root);
  for (const Warning& warning : query->warnings)
    if (warning.begin > warning.end || warning.end > size) std::abort();
  return 0;
}
