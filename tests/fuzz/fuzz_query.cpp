#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "server/search/apply_vocabulary.h"
#include "server/search/query_parser.h"

namespace {

using namespace newssearch;

void check(bool holds) {
  if (!holds) std::abort();
}

void check_ranges(const QueryNode& node, std::size_t size) {
  check(node.begin <= node.end && node.end <= size);
  for (const QueryNode& child : node.children) check_ranges(child, size);
}

Vocabulary read_vocabulary(Analyzer& analyzer) {
  Vocabulary vocabulary;
  vocabulary.add_name_spellings(analyzer);
  vocabulary.add_synonyms("a, b c\nb => a-1, d", "synonyms", analyzer);
  vocabulary.add_stop_words("the\nc", "stopwords", analyzer);
  return vocabulary;
}

}  // namespace

// Every text gives a query or a named limit; warnings and nodes point into it; and what was understood can be printed
// and asked again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static Analyzer analyzer;
  static const Vocabulary vocabulary = read_vocabulary(analyzer);
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const Day today{std::chrono::year{2024} / 2 / 29};
  const Result<ParsedQuery> query = parse_query(text, analyzer, today);
  if (!query) {
    check(query.error().code == "query_too_large");
    return 0;
  }
  for (const Warning& warning : query->warnings) check(warning.begin <= warning.end && warning.end <= size);
  check_ranges(query->root, size);
  const std::string understood = to_string(query->root);
  check(!understood.empty());
  (void)parse_query(understood, analyzer, today);
  const QueryNode extended = apply(vocabulary, query->root);
  check_ranges(extended, size);
  check(!to_string(extended).empty());
  return 0;
}
