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
  bool ideographic = false;  ///< one character of a script without blanks (Chinese, Japanese, Thai, Korean, ...)
  bool operator==(const Token&) const = default;
};

/// Another way in which a stretch of text may be typed or looked up.
struct Alternate {
  enum class Kind : std::uint8_t {
    joined,      ///< parts joined by hyphens, written as one: rollsroyce, covid19; stemmed as a word of the text
    dictionary,  ///< a word of a script without blanks, of one character or more, as ICU's dictionary cuts it
    sign,        ///< a name its signs belong to: u.s, at&t, c++, @cnn, #metoo, 9/11
    part,        ///< of a web address: bbc.co.uk and bbc of www.bbc.co.uk
    spelling,    ///< the same name otherwise: mueller for Müller, putin for Путин, dsouza for D'Souza
  };
  Kind kind{};
  std::string word;                   ///< folded; never empty, at most kMaxWordBytes
  std::uint32_t first = 0, last = 0;  ///< the tokens it stands for, both inclusive
  bool operator==(const Alternate&) const = default;
};

/// Whether a name is looked for as it is typed, or also as it is written in other letters: Müller as mueller, Путин as
/// putin.
enum class NameSpellings { all, as_typed };

/// A text's words, and what else they may be called, in order of `first`.
struct Analysis {
  std::vector<Token> tokens;
  std::vector<Alternate> alternates;
};

/// Bytes [begin, end) of a text.
struct TextRange {
  std::uint32_t begin = 0, end = 0;
  bool operator==(const TextRange&) const = default;
};

/// Turns text into words, and words into stems. Indexing, queries, snippets, related stories and copies all come
/// through here, so that a word asked for and a word printed meet as the same term.
///
/// Words: Unicode word boundaries (UAX #29, as ICU has them), NFKC case folding, accents removed over Latin, Greek,
/// Cyrillic, Arabic and Hebrew letters only. A possessive 's and an elided article (l', d', qu') are dropped, other
/// apostrophes and the separators of thousands removed: "O’Neill" is oneill, "1,250,000" and "1.250.000" are 1250000,
/// "3,5" is 3.5, "U.S." is us. Scripts without blanks between words give a token a character.
/// Stems: Snowball by language (Xapian::Stem); words with digits, dots or signs, and words of another script than the
/// language's, are left alone.
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

  /// The same words, and their alternates. `lang` (ISO 639-1, or empty) tells which umlauts are also written with an e.
  Analysis analyze_with_alternates(std::string_view text, std::string_view lang,
                                   NameSpellings spellings = NameSpellings::all);

  /// The words a text is ranked by: those of `analyze`, but of a script without blanks its dictionary's words of two
  /// characters and more.
  std::vector<Token> analyze_by_dictionary(std::string_view text);

  /// What `analyze` must return, by ICU alone: the oracle of the tests, several times slower.
  std::vector<Token> analyze_by_icu(std::string_view text);

  /// The byte ranges of the sentences of a text, in order (UAX #29). A paragraph's end ends a sentence, a single line
  /// break does not: wire copy is hard-wrapped. `lang` brings that language's abbreviations ("Mr. Smith").
  std::vector<TextRange> sentences(std::string_view text, std::string_view lang);

  /// The stem of a folded word in a language (ISO 639-1). The word itself where that language has no stemmer, or none
  /// for such a word. The reference lives until the next call.
  const std::string& stem(std::string_view word, std::string_view lang);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// A value as it is compared: NFKC case folded, accents removed as Analyzer does, white space collapsed.
std::string fold(std::string_view text);

/// True where Snowball has a stemmer for this language (ISO 639-1).
bool has_stemmer(std::string_view lang);

/// True where the stems of a folded word in this language are looked up: it has a stemmer, and the word is of letters
/// of the language's script.
bool is_stemmed(std::string_view word, std::string_view lang);

}  // namespace newssearch
