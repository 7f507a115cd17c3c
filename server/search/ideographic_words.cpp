#include "server/search/ideographic_words.h"

#include <unicode/uscript.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <string_view>

namespace newssearch {
namespace {

constexpr Alternate::Kind kDictionary = Alternate::Kind::dictionary;

/// What stands between words of Chinese and Japanese and says nothing itself.
constexpr std::array<std::string_view, 17> kParticles = {"的", "了", "在", "是", "和", "与", "與", "の", "は",
                                                         "が", "を", "に", "で", "と", "も", "へ", "や"};

constexpr std::string_view kLongVowel = "ー";

bool is_particle(std::string_view word) {
  return std::find(kParticles.begin(), kParticles.end(), word) != kParticles.end();
}

UScriptCode script_of(std::string_view word) {
  UChar32 character = 0;
  int32_t at = 0;
  U8_NEXT_OR_FFFD(reinterpret_cast<const std::uint8_t*>(word.data()), at, static_cast<int32_t>(word.size()), character);
  UErrorCode code = U_ZERO_ERROR;
  return uscript_getScript(character, &code);
}

class RunReader {
 public:
  RunReader(const Analysis& analysis, std::size_t begin)
      : tokens_(analysis.tokens), alternates_(analysis.alternates), begin_(begin), end_(begin + 1) {
    while (end_ < tokens_.size() && tokens_[end_].ideographic && tokens_[end_].begin == tokens_[end_ - 1].end) ++end_;
  }

  IdeographicRun read() {
    const auto is_hangul = [](const Token& token) { return script_of(token.word) == USCRIPT_HANGUL; };
    const std::span<const Token> run(tokens_.data() + begin_, end_ - begin_);
    if (run.size() <= 2 || std::any_of(run.begin(), run.end(), is_hangul)) return {{{begin_, end_ - 1}}, end_};
    cut_by_dictionary();
    return {joined(), end_};
  }

 private:
  /// What the dictionary leaves out are single characters.
  void cut_by_dictionary() {
    const auto before = [](const Alternate& other, std::size_t token) { return other.first < token; };
    auto word = std::lower_bound(alternates_.begin(), alternates_.end(), begin_, before);
    for (std::size_t at = begin_; at < end_; at = cut_.back().last + 1) {
      const auto begins_here = [&] { return word != alternates_.end() && word->first == at; };
      while (word != alternates_.end() && (word->first < at || (begins_here() && word->kind != kDictionary))) ++word;
      cut_.push_back({at, begins_here() ? std::min<std::size_t>(word->last, end_ - 1) : at});
    }
    join_katakana();
  }

  /// Katakana cut into nothing but bits of one or two characters is a foreign name that the dictionary does not know.
  void join_katakana() {
    const auto is_katakana = [&](TokenRange word) {
      for (std::size_t i = word.first; i <= word.last; ++i)
        if (tokens_[i].word != kLongVowel && script_of(tokens_[i].word) != USCRIPT_KATAKANA) return false;
      return true;
    };
    std::vector<TokenRange> whole;
    for (std::size_t i = 0; i < cut_.size();) {
      std::size_t end = i;
      bool bits = true;
      for (; end < cut_.size() && is_katakana(cut_[end]); ++end) bits = bits && cut_[end].size() <= 2;
      if (bits && end > i + 1) {
        whole.push_back({cut_[i].first, cut_[end - 1].last});
        i = end;
      } else {
        end = std::max(end, i + 1);
        whole.insert(whole.end(), cut_.begin() + static_cast<std::ptrdiff_t>(i),
                     cut_.begin() + static_cast<std::ptrdiff_t>(end));
        i = end;
      }
    }
    cut_ = std::move(whole);
  }

  const std::string& character(TokenRange single) const { return tokens_[single.first].word; }
  bool is_particle(TokenRange word) const { return word.size() == 1 && newssearch::is_particle(character(word)); }
  /// A single one is part of a word that the dictionary does not know.
  bool is_lone_hiragana(TokenRange word) const {
    return word.size() == 1 && !is_particle(word) && script_of(character(word)) == USCRIPT_HIRAGANA;
  }
  bool follows_number() const {
    if (begin_ == 0 || tokens_[begin_ - 1].end != tokens_[begin_].begin) return false;
    const std::string& before = tokens_[begin_ - 1].word;
    return std::all_of(before.begin(), before.end(), [](char c) { return c >= '0' && c <= '9'; });
  }
  bool is_left_out(std::size_t i) const {
    if (cut_[i].size() > 1 || i + 1 == cut_.size()) return false;
    if (i == 0) return follows_number();
    return is_particle(cut_[i]) && !is_lone_hiragana(cut_[i - 1]) && !is_lone_hiragana(cut_[i + 1]);
  }

  std::vector<TokenRange> joined() const {
    std::vector<TokenRange> words;
    bool open = false;  // the last word may grow: it touches this one
    for (std::size_t i = 0; i < cut_.size(); ++i) {
      if (is_left_out(i)) {
        open = false;
      } else if (open && (cut_[i].size() == 1 || words.back().size() == 1)) {
        words.back().last = cut_[i].last;
      } else {
        words.push_back(cut_[i]);
        open = true;
      }
    }
    return words;
  }

  const std::vector<Token>& tokens_;
  const std::vector<Alternate>& alternates_;
  const std::size_t begin_;
  std::size_t end_;
  std::vector<TokenRange> cut_;
};

}  // namespace

IdeographicRun read_ideographic_run(const Analysis& analysis, std::size_t begin) {
  return RunReader(analysis, begin).read();
}

}  // namespace newssearch
