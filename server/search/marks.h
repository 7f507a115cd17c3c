#pragma once
#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "common/analyzer.h"
#include "server/search/query.h"

namespace newssearch {

/// A place in a text where something is that a query asks for.
struct Mark {
  std::uint32_t first = 0, last = 0;  ///< its tokens, both inclusive
  std::uint32_t begin = 0, end = 0;   ///< its bytes: from the first token to the last, and the signs of a name: C++
  std::uint32_t wanted = 0;           ///< which of MarkFinder::wanted() it is
  bool whole = false;                 ///< one name: what stands between its tokens belongs to it (AT&T)
};

/// One thing a query asks for, in however many ways it may be said.
struct WantedThing {
  double weight = 0;  ///< how telling it is; above zero
  bool stop = false;  ///< a stop word: marked next to another mark only
};

/// Finds in texts what a query asks for. A word of a text is what it would be found by: its stem in the text's
/// language, its folded form, and its alternates. Takes time in the size of the text, whatever the query.
/// Not safe to share between threads.
class MarkFinder {
 public:
  /// `weight` tells how telling a folded word is: its idf.
  using WordWeight = std::function<double(const std::string&)>;
  /// Tells whether a folded word is a name in a language whose names have no endings but an s: it is not stemmed.
  using IsName = std::function<bool(const std::string&, std::string_view lang)>;
  enum class Place { headline, body };

  /// `is_name` may be empty: then no word is.
  MarkFinder(const QueryNode& query, Analyzer& analyzer, const WordWeight& weight, IsName is_name = {});

  const std::vector<WantedThing>& wanted() const { return wanted_; }

  /// False where words must stand near each other.
  bool looks_at_single_words() const { return near_.empty(); }
  /// Tells fast of most words of a body that they begin nothing wanted.
  class Beginnings {
   public:
    /// Of words of one byte: 0 for the second.
    bool may_be(unsigned char first, unsigned char second) const { return pairs_[first * 256U + second]; }
    bool may_be_first(unsigned char first) const { return first_[first]; }

   private:
    friend class MarkFinder;
    std::vector<bool> pairs_ = std::vector<bool>(256 * 256);  ///< of first bytes
    std::array<bool, 256> first_{};
  };
  Beginnings beginnings(std::string_view lang);
  /// Which wanted things a folded word of a body is. False where that depends on the words behind it.
  bool begun_by(const std::string& word, std::string_view lang, std::vector<std::uint32_t>& things);
  /// Which wanted things begin in the first bytes of a part of a body.
  std::vector<std::uint32_t> begun_in(std::string_view text, std::size_t bytes, std::string_view lang);
  /// Of what is wanted, the most words in a row.
  std::size_t most_words() const { return most_words_; }

  /// In order of `begin`. `analysis` must be that of `text`; `lang` is its language (ISO 639-1, or empty).
  std::vector<Mark> find(std::string_view text, const Analysis& analysis, std::string_view lang, Place place);

 private:
  /// A word as a text has it. Characters of a script without blanks touch.
  struct Piece {
    std::string word;
    bool touches_previous = false;
  };
  /// A way to say a wanted thing. `phrase`: these in a row, or one.
  struct Pattern {
    enum class Kind { word, prefix, phrase } kind;
    std::vector<Piece> pieces;
    bool in_headline;
    std::uint32_t wanted;
  };
  using PatternIds = std::vector<std::uint32_t>;
  struct Language {
    std::vector<std::string> stems;                     ///< by pattern; empty where it is no word, or a name
    std::array<bool, 256> first_bytes{};                ///< of the words that can begin a pattern
    std::unordered_map<std::string, PatternIds> known;  ///< by word met in a text: the patterns it begins
  };
  /// wanted_[from, to): one for each child of a `near`; `span`: how far the last may stand behind the first, in words.
  struct NearGroup {
    std::uint32_t from, to, span;
  };

  void collect(const QueryNode& node, const WordWeight& weight);
  void collect_near(const QueryNode& node, const WordWeight& weight);
  double add_patterns(const QueryNode& node, std::uint32_t wanted, const WordWeight& weight);
  std::vector<Piece> pieces(const std::vector<std::string>& words);
  Language& language(std::string_view lang);
  bool begins(const std::string& word, const std::string& stem, std::uint32_t pattern, const Language& known) const;
  const PatternIds& begun_by(const std::string& word, std::string_view lang, Language& known);
  void find_tokens(const std::vector<Token>& tokens, std::string_view lang, Place place, std::vector<Mark>& marks);
  void find_alternates(std::string_view text, const Analysis& analysis, std::string_view lang, Place place,
                       std::vector<Mark>& marks);
  void drop_lone_stop_words(std::string_view text, const std::vector<Token>& tokens, std::vector<Mark>& marks) const;

  Analyzer& analyzer_;
  IsName is_name_;
  std::vector<WantedThing> wanted_;
  std::vector<Pattern> patterns_;
  std::vector<NearGroup> near_;
  std::size_t most_words_ = 0;
  std::map<std::string, Language, std::less<>> languages_;
};

/// Two words found are shown as one where only blanks or hyphens part them: "Bank of England".
bool joins(std::string_view between);

}  // namespace newssearch
