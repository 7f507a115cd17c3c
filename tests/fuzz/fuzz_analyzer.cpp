#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "common/analyzer.h"

// Tokens and sentences lie in the text, in order; words are never empty and fit a term;
// alternates stand for tokens there are.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace newssearch;
  static Analyzer analyzer;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  std::uint32_t at = 0;
  for (const Token& token : analyzer.analyze(text)) {
    if (token.begin < at || token.end <= token.begin || token.end > size) std::abort();
    if (token.word.empty() || token.word.size() > kMaxWordBytes) std::abort();
    at = token.end;
    (void)analyzer.stem(token.word, "en");
  }
  (void)analyzer.analyze_by_icu(text);
  const Analysis analysis = analyzer.analyze_with_alternates(text, size % 2 == 0 ? "" : "de");
  for (const Alternate& alternate : analysis.alternates)
    if (alternate.first > alternate.last || alternate.last >= analysis.tokens.size() || alternate.word.empty() ||
        alternate.word.size() > kMaxWordBytes)
      std::abort();
  at = 0;
  for (const TextRange& sentence : analyzer.sentences(text, "en")) {
    if (sentence.begin < at || sentence.end <= sentence.begin || sentence.end > size) std::abort();
    at = sentence.end;
  }
  (void)fold(text);
  return 0;
}
