#include "common/names.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <array>
#include <span>
#include <unordered_set>
#include <utility>

#include "common/characters.h"

namespace newssearch {
namespace {

constexpr std::array<std::string_view, 12> kConnectors = {"of",  "de", "du", "da",  "dos", "van",
                                                          "von", "el", "al", "bin", "ibn", "for"};
/// Articles, which join a name behind some of them only: von der, de la, of the.
constexpr std::array<std::string_view, 4> kConnectingArticles = {"der", "den", "la", "the"};
constexpr std::array<std::string_view, 5> kBeforeArticles = {"of", "for", "de", "van", "von"};

/// Before a name rather than of it, and their full stop ends no sentence.
constexpr std::array<std::string_view, 15> kTitles = {"mr",  "mrs", "ms",  "dr", "prof", "rev",  "sen", "rep",
                                                      "gov", "gen", "col", "lt", "sgt",  "capt", "st"};

constexpr std::size_t kMaxTitleBytes = 4;

/// A word that opens a sentence and is no longer is taken for an article or the like: The, In, But, Die, Le.
constexpr std::size_t kMaxOpeningLetters = 3;
constexpr std::size_t kMaxCapitals = 5;
constexpr std::size_t kLongWord = 4;

template <std::size_t size>
bool is_one_of(const std::array<std::string_view, size>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool is_apostrophe(UChar32 c) { return c == U'\'' || c == U'\u2019'; }
bool is_space(UChar32 c) { return c == U' ' || c == U'\t' || c == U'\r' || c == U'\u00A0' || c == U'\u202F'; }

enum class Shape : std::uint8_t {
  lower,
  capitalised,  ///< Theresa, McDonald
  capitals,     ///< NATO, U.S
  initial,      ///< F
  other,        ///< G20, iPhone, 東
};

bool is_upper(UChar32 c) { return c < 0x80 ? c >= 'A' && c <= 'Z' : static_cast<bool>(u_isupper(c)); }
bool is_lower(UChar32 c) { return c < 0x80 ? c >= 'a' && c <= 'z' : static_cast<bool>(u_islower(c)); }
bool is_digit(UChar32 c) { return c < 0x80 ? c >= '0' && c <= '9' : static_cast<bool>(u_isdigit(c)); }

Shape shape_of(std::string_view word) {
  std::size_t at = 0, upper = 1, lower = 0;
  const UChar32 first = next_character(word, at);
  if (is_lower(first)) return Shape::lower;
  if (!is_upper(first)) return Shape::other;
  while (at < word.size()) {
    const UChar32 c = next_character(word, at);
    if (is_digit(c)) return Shape::other;
    upper += is_upper(c) ? 1 : 0;
    lower += is_lower(c) ? 1 : 0;
  }
  if (lower > 0) return Shape::capitalised;
  if (upper == 1) return Shape::initial;
  return upper <= kMaxCapitals ? Shape::capitals : Shape::other;
}

/// A word as it is printed, without what is no part of a name.
struct Word {
  std::uint32_t begin = 0, end = 0;
  Shape shape = Shape::lower;
  bool possessive = false;
  bool title = false;

  bool is_name() const { return (shape == Shape::capitalised || shape == Shape::capitals) && !title; }
};

/// What stands between two words of a line.
enum class Joint {
  none,    ///< blanks or a hyphen: the run goes on
  break_,  ///< a comma or the like: the run ends, another may begin
  opens,   ///< the next word has its capital for another reason
};

class NameFinder {
 public:
  NameFinder(std::string_view text, bool nouns_are_capitalised)
      : text_(text), nouns_are_capitalised_(nouns_are_capitalised) {}

  void read(std::span<const Token> line) {
    line_ = line;
    found_.clear();
    std::size_t lower = 0, others = 0;  // long words
    for (std::size_t i = 0; i < line.size(); ++i) {
      const Token& token = line[i];
      const bool is_long = token.end - token.begin >= kLongWord;
      if (run_.empty() && !doubtful_ && i > 0 && is_plainly_lower(token)) {  // most words
        lower += is_long ? 1 : 0;
        continue;
      }
      const Word word = look_at(token);
      read_word(i, word);
      if (is_long) ++(word.shape == Shape::lower ? lower : others);
    }
    end_run();
    const bool is_prose = lower > 0 && lower * 3 >= others;  // where most words have capitals, capitals say nothing
    if (is_prose)
      for (const std::string_view name : found_) add(name);
  }

  std::vector<std::string> names() { return std::move(names_); }

 private:
  std::string_view printed(const Token& token) const { return text_.substr(token.begin, token.end - token.begin); }

  /// Most words are, and need no second look: nothing was elided or removed from them.
  bool is_plainly_lower(const Token& token) const {
    const char first = text_[token.begin];
    return first >= 'a' && first <= 'z' && token.word.size() == token.end - token.begin;
  }

  Word look_at(const Token& token) const {
    Word word{.begin = token.begin, .end = token.end};
    if (is_plainly_lower(token)) return word;
    std::string_view raw = printed(token);
    for (const std::string_view s : {"'s", "\u2019s"})
      if (raw.size() > s.size() && raw.ends_with(s)) {
        word.possessive = true;
        word.end -= static_cast<std::uint32_t>(s.size());
      }
    word.begin += elided(raw);
    raw = text_.substr(word.begin, word.end - word.begin);
    word.shape = raw.starts_with("I'") || raw.starts_with("I\u2019") ? Shape::other : shape_of(raw);
    word.title =
        word.shape == Shape::capitalised && token.word.size() <= kMaxTitleBytes && is_one_of(kTitles, token.word);
    return word;
  }

  /// The bytes of an elided article or preposition before a capital: l'Allemagne, dell'Utri.
  static std::uint32_t elided(std::string_view raw) {
    std::size_t at = 0;
    for (UChar32 c = next_character(raw, at); c >= 'a' && c <= 'z' && at < raw.size();) {
      c = next_character(raw, at);
      if (is_apostrophe(c)) return static_cast<std::uint32_t>(at);
    }
    return 0;
  }

  void read_word(std::size_t i, const Word& word) {
    const Joint joint = i == 0 ? Joint::opens : joint_before(i);
    if (joint != Joint::none) end_run();
    if (joint == Joint::opens) {
      doubtful_ = word.is_name() && !word.possessive && line_[i].word.size() > kMaxOpeningLetters;
    } else if (word.is_name() || is_initial(word)) {
      if (run_.empty()) run_is_whole_ = !doubtful_;
      run_.push_back(word);
      if (word.possessive) end_run();
    } else if (!is_connector(i)) {
      end_run();
    } else if (!run_.empty()) {
      run_.push_back(word);
    }
  }

  /// Initials lead on to a name: John F. Kennedy, J. Rowling.
  bool is_initial(const Word& word) const {
    return word.shape == Shape::initial && word.end < text_.size() && text_[word.end] == '.';
  }

  bool is_connector(std::size_t i) const {
    const auto lower = [&](std::size_t at) -> std::string_view {
      return at < line_.size() && is_plainly_lower(line_[at]) ? line_[at].word : std::string_view();
    };
    if (lower(i) == "for") return lower(i + 1) == "the";
    if (is_one_of(kConnectingArticles, lower(i))) return i > 0 && is_one_of(kBeforeArticles, lower(i - 1));
    return is_one_of(kConnectors, lower(i));
  }

  Joint joint_before(std::size_t i) const {
    const std::uint32_t end = line_[i - 1].end;
    const std::string_view gap = text_.substr(end, line_[i].begin - end);
    if (gap == " " || gap == "-") return Joint::none;
    if (gap == ". ") {
      const Word before = look_at(line_[i - 1]);
      if (before.title) return Joint::break_;
      if (before.shape == Shape::initial) return Joint::none;
    }
    return joint_of(gap);
  }

  static Joint joint_of(std::string_view gap) {
    Joint joint = gap.empty() ? Joint::break_ : Joint::none;
    for (std::size_t at = 0; at < gap.size();) {
      const bool first = at == 0;
      const UChar32 c = next_character(gap, at);
      if (is_space(c)) continue;
      joint = Joint::break_;
      switch (c) {
        case U'"':
        case U'\'':  // opens where it touches the next word only
          if (!first && at == gap.size()) return Joint::opens;
          break;
        case U',':
        case U';':
        case U'(':
        case U')':
        case U'/':
        case U'&':
        case U'\u2019':
        case U'\u201D':
        case U'\u00BB':
          break;
        default:
          return Joint::opens;
      }
    }
    return joint;
  }

  void end_run() {
    doubtful_ = false;
    while (!run_.empty() && !run_.back().is_name()) run_.pop_back();
    if (run_.empty()) return;
    if (!nouns_are_capitalised_)
      for (const Word& word : run_)
        if (word.is_name()) note(word, word);
    if (run_is_whole_ && run_.size() >= 2 && run_.size() <= kMaxNameWords) note(run_.front(), run_.back());
    run_.clear();
  }

  void note(const Word& first, const Word& last) {
    std::uint32_t end = last.end;
    const std::string_view raw = text_.substr(last.begin, end - last.begin);
    const bool acronym = last.shape == Shape::capitals && raw.find('.') != std::string_view::npos;
    if (acronym && end < text_.size() && text_[end] == '.') ++end;  // U.S.
    if (end - first.begin <= kMaxNameBytes) found_.push_back(text_.substr(first.begin, end - first.begin));
  }

  void add(std::string_view name) {
    if (!seen_.insert(name).second) return;
    if (has_single_blanks(name)) {
      names_.emplace_back(name);
    } else {
      std::string printed = with_single_blanks(name);
      if (std::find(names_.begin(), names_.end(), printed) == names_.end()) names_.push_back(std::move(printed));
    }
  }

  /// Surely; other white space is not looked for.
  static bool has_single_blanks(std::string_view name) {
    char before = 0;
    for (const char c : name) {
      if ((c <= ' ' && (c != ' ' || before == ' ')) || static_cast<unsigned char>(c) >= 0x80) return false;
      before = c;
    }
    return true;
  }

  static std::string with_single_blanks(std::string_view name) {
    std::string collapsed;
    for (std::size_t at = 0; at < name.size();) {
      const std::size_t begin = at;
      if (!is_space(next_character(name, at)))
        collapsed += name.substr(begin, at - begin);
      else if (collapsed.back() != ' ')
        collapsed += ' ';
    }
    return collapsed;
  }

  const std::string_view text_;
  const bool nouns_are_capitalised_;
  std::span<const Token> line_;
  std::vector<Word> run_;
  bool run_is_whole_ = true;             ///< its first word is surely the name's first
  bool doubtful_ = false;                ///< the word before has its capital for two reasons perhaps
  std::vector<std::string_view> found_;  ///< in the line
  std::unordered_set<std::string_view> seen_;
  std::vector<std::string> names_;
};

}  // namespace

std::vector<std::string> printed_names(std::string_view text, const std::vector<Token>& tokens, std::string_view lang) {
  NameFinder finder(text, lang == "de");
  const std::span<const Token> all(tokens);
  for (std::size_t first = 0; first < all.size();) {
    const std::size_t line_end = text.find('\n', all[first].begin);
    std::size_t end = first;
    while (end < all.size() && all[end].begin < line_end) ++end;
    finder.read(all.subspan(first, end - first));
    first = end;
  }
  return finder.names();
}

}  // namespace newssearch
