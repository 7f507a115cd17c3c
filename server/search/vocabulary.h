#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "common/analyzer.h"
#include "server/search/query.h"

namespace newssearch {

/// Other names of things, and words that say nothing, by the words a query is read into: case, accents and signs make
/// no difference. Filled once, then immutable and safe to share between threads.
class Vocabulary {
 public:
  /// Lines of a synonym file, as Solr has them; '#' begins a comment, but for c# and #metoo.
  ///
  ///   car, automobile, motor car         each finds the others
  ///   nhs => national health service     typing nhs also finds the other, not the other way round
  ///
  /// A line that makes no sense is left out; errors() then names `file`, its number and the reason.
  void add_synonyms(std::string_view lines, std::string_view file, Analyzer& analyzer);

  /// One word a line; '#' begins a comment.
  void add_stop_words(std::string_view lines, std::string_view file, Analyzer& analyzer);

  /// The names that newspapers spell in several ways (name_spellings.h).
  void add_name_spellings(Analyzer& analyzer);

  void add_error(std::string error) { errors_.push_back(std::move(error)); }
  const std::vector<std::string>& errors() const { return errors_; }

  /// Differs where the lines read differ.
  const std::string& revision() const { return revision_; }

  /// A way to say something: a word, characters or a phrase.
  struct Name {
    QueryNode::Kind kind{};
    std::vector<std::string> words;
    bool operator==(const Name&) const = default;
  };

  /// The words, parted by blanks, that nodes of a query are looked up by: of variants the first, which was typed.
  static std::string key_of(std::span<const QueryNode> nodes);

  /// What else that is called whose words, parted by blanks, are these. A hash look-up.
  std::vector<Name> others(const std::string& words) const;
  /// The most nodes of a query that one name with others is read into.
  std::size_t longest() const { return longest_; }
  bool is_stop_word(const std::string& word) const { return stop_words_.contains(word); }

 private:
  struct Side {
    std::string key;
    std::vector<std::uint32_t> names;  ///< of names_
  };
  std::vector<Side> read_sides(std::string_view text, Analyzer& analyzer);
  void add_errors(std::vector<std::string> errors);
  std::string add_line(std::string_view line, Analyzer& analyzer);
  std::string connect(const Side& from, const Side& to);

  std::vector<Name> names_;
  std::unordered_map<std::string, std::vector<std::uint32_t>> others_;
  std::unordered_set<std::string> stop_words_;
  std::size_t longest_ = 0;
  std::vector<std::string> errors_;
  std::string revision_;
};

/// At most so many names stand in one line, and so many others has one name.
inline constexpr std::size_t kMostNamesInLine = 16;
inline constexpr std::size_t kMostOtherNames = 32;

}  // namespace newssearch
