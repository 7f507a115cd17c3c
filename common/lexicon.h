#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/packed_file.h"
#include "common/result.h"

namespace newssearch {

/// A word printed in a generation's articles: folded, of letters of a script with blanks between words.
struct LexiconWord {
  std::string_view word;       ///< points into the lexicon
  std::uint32_t articles = 0;  ///< that hold it
  std::uint32_t named = 0;     ///< of these, those that print it as a name: capitalised inside a sentence; German ones,
                               ///< which tell nothing, counted as the others
  bool operator==(const LexiconWord&) const = default;
};

/// True of the exact words a lexicon holds: with letters, without digits, and of a script with blanks between words.
bool belongs_in_lexicon(std::string_view word);

/// The words of a generation, in order of bytes: a packed file beside the Xapian database, made from its terms when the
/// generation is published. Memory-mapped and immutable: safe to share between threads. Opening costs the same for any
/// size; nothing in the file is trusted: a wrong offset gives an empty word.
class Lexicon {
 public:
  static constexpr const char* kFileName = "lexicon";

  Lexicon() = default;  ///< an empty one

  /// Code "damaged".
  static Result<Lexicon> open(const std::filesystem::path& file);
  static Result<Lexicon> read(std::string bytes);
  /// The words in order of bytes. Throws std::system_error.
  static void write(const std::filesystem::path& file, const std::vector<LexiconWord>& words);
  /// The words of several together. Throws std::system_error.
  static void join(const std::filesystem::path& file, const std::vector<Lexicon>& lexicons);

  std::size_t size() const { return words_.size(); }
  LexiconWord at(std::size_t number) const;  ///< in order of words
  std::string_view word(std::size_t number) const { return words_[number]; }
  std::optional<LexiconWord> find(std::string_view word) const;
  /// The numbers [first, second) of the words that begin so.
  std::pair<std::size_t, std::size_t> with_prefix(std::string_view prefix) const { return words_.with_prefix(prefix); }
  /// How many bytes a word begins with as the one before it does; none for the first.
  std::size_t shared(std::size_t number) const {
    return number < shared_.size() ? static_cast<unsigned char>(shared_[number]) : 0;
  }
  /// The number of the next word that does not begin with the same `bytes` bytes.
  std::size_t next_without(std::size_t bytes, std::size_t number) const;

 private:
  explicit Lexicon(PackedFile file);
  std::optional<PackedFile> file_;
  PackedStrings words_;
  PackedNumbers articles_, named_;
  std::string_view shared_;  ///< a byte for each word
};

}  // namespace newssearch
