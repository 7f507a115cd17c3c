#pragma once
#include <unicode/brkiter.h>
#include <unicode/utext.h>

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace newssearch {

/// A break iterator of ICU's and the text it looks at, in place and in UTF-8: its boundaries are byte offsets.
class Breaks {
 public:
  explicit Breaks(std::unique_ptr<icu::BreakIterator> iterator) : iterator_(std::move(iterator)) {}
  Breaks(const Breaks&) = delete;
  ~Breaks() { utext_close(&text_); }

  /// The text must live while the iterator is used.
  icu::BreakIterator& over(std::string_view text);

 private:
  std::unique_ptr<icu::BreakIterator> iterator_;
  UText text_ = UTEXT_INITIALIZER;
};

/// A word as it is printed, before it is folded: letters and digits and what UAX #29 lets stand between them; or one
/// character of a script without blanks. Bytes [begin, end).
struct RawWord {
  std::uint32_t begin = 0, end = 0;
  bool ideographic = false;
  bool plain = false;  ///< of letters alone, or digits alone: no apostrophe, full stop, comma, '_' or '@' inside
};

/// Finds the words of a text: boundaries of UAX #29 as ICU's root locale has them, but no words of blanks-free scripts,
/// only their characters.
///
/// White space always is a boundary, so a text is taken apart at white space. What has only characters whose class
/// tells all (Latin, Greek, Cyrillic, Arabic letters, ideographs, punctuation) is cut by the rules written out here,
/// the rest (marks, joiners, Hebrew, Indic scripts, emoji) by ICU. The same words as from ICU alone, several times
/// faster. Not safe to share between threads.
class WordBreaks {
 public:
  WordBreaks();

  void find(std::string_view text, std::vector<RawWord>& words);
  void find_by_icu(std::string_view text, std::vector<RawWord>& words);

  /// Where ICU's dictionary cuts a stretch of a script without blanks into words: their ends, ascending.
  std::vector<std::uint32_t> dictionary_cuts(std::string_view text);

 private:
  void by_icu(std::string_view text, std::size_t begin, std::size_t end, std::vector<RawWord>& words);
  Breaks breaks_;
};

}  // namespace newssearch
