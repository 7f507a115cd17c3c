#pragma once
#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/analyzer.h"
#include "common/packed_file.h"
#include "common/result.h"

namespace newssearch {

/// What a suggestion is. Where as many articles lie under two of them, headlines come last.
enum class SuggestionKind : std::uint8_t { section, tag, author, source, name, headline };
inline constexpr std::size_t kSuggestionKinds = 6;
std::string_view to_string(SuggestionKind kind);

/// Something to suggest as one types.
struct SuggestionEntry {
  std::string text;  ///< as printed
  SuggestionKind kind{};
  std::uint32_t articles = 0;  ///< under it
  std::uint32_t newest = 0;    ///< the docid of the newest of them: the smaller the newer
  std::string id;              ///< and its id; headlines only
};

/// All there is to suggest of a generation, and its words: a packed file beside the Xapian database. The entries of
/// one kind lie together, most used first, then newest, then by text; what is found first in an entry list is best.
/// Memory-mapped and immutable: safe to share between threads. Nothing in the file is trusted: a wrong offset gives an
/// empty text or list, and a number may be of no entry or word.
class SuggestionFile {
 public:
  static constexpr const char* kFileName = "suggestions";

  SuggestionFile() = default;  ///< an empty one

  /// Code "damaged".
  static Result<SuggestionFile> open(const std::filesystem::path& file);
  static Result<SuggestionFile> read(std::string bytes);
  /// Entries in any order. Throws std::system_error.
  static void write(const std::filesystem::path& file, std::vector<SuggestionEntry> entries, Analyzer& analyzer);

  std::size_t size() const { return texts_.size(); }
  SuggestionEntry entry(std::size_t number) const;
  /// The numbers [first, second) of the entries of a kind.
  std::pair<std::size_t, std::size_t> of_kind(SuggestionKind kind) const;

  /// The numbers of an entry's words, in order of text.
  PackedNumbers words_of(std::size_t entry) const { return words_of_entry_[entry]; }
  /// The numbers [first, second) of the words that are `text`, or begin so.
  std::pair<std::size_t, std::size_t> words(std::string_view text, bool as_prefix) const;
  /// The entries that hold one of the words [first, second); an entry may occur several times.
  PackedNumbers entries_with(std::pair<std::size_t, std::size_t> words) const {
    return entries_of_word_.between(words.first, words.second);
  }

 private:
  explicit SuggestionFile(const PackedFile& file);
  std::vector<PackedFile> file_;  ///< one, or none where empty
  PackedStrings texts_, ids_, words_;
  PackedNumbers articles_, newest_, kind_begins_;
  PackedLists words_of_entry_, entries_of_word_;
};

}  // namespace newssearch
