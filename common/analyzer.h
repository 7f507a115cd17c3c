#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace newssearch {

/// Longer words are cut: they are no words, and Xapian's terms end at 245 bytes.
inline constexpr std::size_t kMaxWordBytes = 120;

/// A word of a text. [begin, end) are byte offsets into the text analysed.
struct Token {
  std::string word;  ///< folded; never empty, at most kMaxWordBytes
  std::uint32_t begin = 0, end = 0;
  bool ideographic = false;  ///< from a dictionary (Chinese, Japanese, Thai, ...): its neighbours touch it
};

/// Bytes [begin, end) of a text.
struct TextRange {
  std::uint32_t begin = 0, end = 0;
  bool operator==(const TextRange&) const = default;
};

/// Turns text into words, and words into stems. Indexing, queries, snippets, related stories and copies all come
/// through here, so that a word asked for and a word printed meet as the same term.
///
/// Words: Unicode word boundaries (UAX #29, ICU), NFKC case folding, accents removed over Latin, Greek and Cyrillic
/// letters only. A possessive 's and an elided article (l', d', qu') are dropped, other apostrophes and the commas of
/// numbers removed: "O’Neill" is oneill, "1,250,000" is 1250000.
/// Stems: Snowball by language (Xapian::Stem); words with digits, dots or signs are left alone.
///
/// Not safe to share between threads: make one where you need it (about 50 µs).
class Analyzer {
 public:
  Analyzer();
  ~Analyzer();
  Analyzer(Analyzer&&) noexcept;
  Analyzer& operator=(Analyzer&&) noexcept;

  /// The words of a UTF-8 text, in order. Never throws; bytes that are not UTF-8 separate words.
  std::vector<Token> analyze(std::string_view text);

  /// The byte ranges of the sentences of a text, in order (UAX #29). A paragraph's end ends a sentence, a single line
  /// break does not: wire copy is hard-wrapped. `lang` brings that language's abbreviations ("Mr. Smith").
  std::vector<TextRange> sentences(std::string_view text, std::string_view lang);

  /// The stem of a folded word in a language (ISO 639-1). The word itself where that language has no stemmer.
  const std::string& stem(std::string_view word, std::string_view lang);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// A value as it is compared: NFKC case folded, accents removed as Analyzer does, white space collapsed.
std::string fold(std::string_view text);

/// True where Snowball has a stemmer for this language (ISO 639-1).
bool has_stemmer(std::string_view lang);

}  // namespace newssearch
