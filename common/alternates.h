#pragma once
#include <string_view>
#include <vector>

#include "common/analyzer.h"
#include "common/word_breaks.h"

namespace newssearch {

/// Finds what else the words of a text may be called. Looks at the text between and around its tokens, which must be
/// those of Analyzer::analyze over it.
///
///   Rolls-Royce, covid-19, infor-\nmation    joined      rollsroyce, covid19, information; up to three parts
///   1 250 000 (with no-break spaces)          joined      1250000
///   東京都知事                                 dictionary  東京都, 知事
///   U.S., and US beside small letters         sign        u.s
///   AT&T, C++, Disney+, C#, @CNN, #MeToo      sign        at&t, c++, disney+, c#, @cnn, #metoo
///   9/11, 2019-20                             sign        9/11, 2019/20
///   www.bbc.co.uk, a.smith@example.com        part        bbc.co.uk, bbc; smith, example.com, example
///   3,4,5                                     part        3, 4, 5
///   Müller, Ångström, Путин, D'Souza, R&D     spelling    mueller, aangstroem, putin, dsouza, rd
///
/// Umlauts are spelled out in German, and elsewhere in names: capitalised words. Without a language the text is a
/// query's, where capitals tell nothing: every word may be a name.
class AlternateFinder {
 public:
  AlternateFinder(std::string_view text, std::string_view lang, NameSpellings spellings,
                  const std::vector<Token>& tokens, WordBreaks& breaks);

  /// In order of `first`.
  std::vector<Alternate> find();

 private:
  bool is_plain(std::size_t at) const;
  void find_joined(std::size_t at);
  void find_ratio(std::size_t at);
  void find_signs(std::size_t at);
  void find_acronym(std::size_t at);
  void find_parts(std::size_t at);
  void find_spellings(std::size_t at);
  std::size_t find_dictionary_words(std::size_t at);

  void add(Alternate::Kind kind, std::string word, std::size_t first, std::size_t last);
  std::string_view printed(std::size_t at) const;
  std::string_view between(std::size_t at) const;
  char byte_before(std::size_t at) const;
  bool may_be_name(std::size_t at) const;

  std::string_view text_, lang_;
  NameSpellings spellings_;
  const std::vector<Token>& tokens_;
  WordBreaks& breaks_;
  std::vector<Alternate> found_;
};

}  // namespace newssearch
