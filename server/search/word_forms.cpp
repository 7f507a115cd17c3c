#include "server/search/word_forms.h"

#include <algorithm>
#include <array>

#include "common/schema.h"

namespace newssearch {
namespace {

/// Where at least this share of the articles that print a word prints it as a name, it is one. Beginnings of sentences
/// and headlines are no evidence, so that even of a name not every article gives some.
constexpr double kNameShare = 0.5;

/// Stemmers rarely change what stands before this much of a word's end.
constexpr std::size_t kShortestCommonStart = 2;

/// The languages in which a name has no endings but an s.
bool names_end_in_s(std::string_view lang) {
  constexpr std::array<std::string_view, 13> languages = {"ca", "da", "de", "en", "es", "fr", "it",
                                                          "nb", "nl", "nn", "no", "pt", "sv"};
  return std::binary_search(languages.begin(), languages.end(), lang);
}

std::vector<std::string> with_and_without_s(std::string_view name) {
  std::vector<std::string> forms = {std::string(name), std::string(name) + "s"};
  if (name.size() > 2 && name.ends_with('s')) forms.emplace_back(name.substr(0, name.size() - 1));
  return forms;
}

}  // namespace

bool WordForms::is_name(std::string_view word) const {
  const std::optional<LexiconWord> known = index_.lexicon.find(word);
  return known && known->named > 0 && known->named >= kNameShare * known->articles;
}

bool WordForms::stands_as_printed(std::string_view word, std::string_view lang) const {
  return is_name(word) && names_end_in_s(lang);
}

bool WordForms::is_ordinary(std::string_view word) const {
  return index_.lexicon.find(word).has_value() && !is_name(word);
}

std::vector<std::string> WordForms::words_of_stem(std::string_view word, std::string_view lang) const {
  const std::string stem = index_.analyzer.stem(word, lang);
  const auto shared =
      static_cast<std::size_t>(std::mismatch(word.begin(), word.end(), stem.begin(), stem.end()).first - word.begin());
  std::vector<std::string> words;
  if (shared < kShortestCommonStart) return words;
  // Stemmers put back a last letter that endings displace: making and make, busy and business.
  const std::size_t common = std::max(kShortestCommonStart, std::min(shared, stem.size() - 1));
  const auto [first, last] = index_.lexicon.with_prefix(word.substr(0, common));
  for (std::size_t number = first; number < last; ++number) {
    const std::string_view other = index_.lexicon.at(number).word;
    if (is_stemmed(other, lang) && index_.analyzer.stem(other, lang) == stem) words.emplace_back(other);
  }
  return words;
}

WordForms::Terms WordForms::terms_of(std::string_view word, bool in_headline) const {
  Terms terms;
  terms.whole.push_back(in_headline ? schema::headline_unstemmed_term(word) : schema::unstemmed_term(word));
  const bool name = is_name(word);
  for (const std::string& lang : index_.languages) {
    if (!is_stemmed(word, lang)) continue;
    std::string term = in_headline ? schema::headline_stem_term(index_.analyzer, word, lang)
                                   : schema::stem_term(index_.analyzer, word, lang);
    const bool only_as_printed = name && names_end_in_s(lang);
    (only_as_printed ? terms.as_name : terms.whole).push_back(std::move(term));
  }
  if (!terms.as_name.empty())
    for (const std::string& form : with_and_without_s(word))
      terms.printed.push_back(in_headline ? schema::headline_word_term(form) : schema::word_term(form));
  return terms;
}

std::vector<std::string> WordForms::printed_forms(std::string_view word, std::string_view lang) const {
  const std::vector<std::string>& looked_up = index_.languages;
  std::vector<std::string> forms;
  if (std::find(looked_up.begin(), looked_up.end(), lang) != looked_up.end() && is_stemmed(word, lang))
    forms = stands_as_printed(word, lang) ? with_and_without_s(word) : words_of_stem(word, lang);
  if (std::find(forms.begin(), forms.end(), word) == forms.end()) forms.emplace_back(word);
  return forms;
}

Expansion WordForms::expand(std::string_view prefix, bool in_headline) const {
  const std::string begin = in_headline ? schema::headline_word_term(prefix) : schema::word_term(prefix);
  std::vector<HeldTerm> words = terms_with_prefix(index_, begin);
  Expansion expansion;
  expansion.words = words.size();
  const auto looked_up = words.begin() + std::min<std::ptrdiff_t>(Expansion::kMaxExpansions, std::ssize(words));
  std::partial_sort(words.begin(), looked_up, words.end(), [](const HeldTerm& a, const HeldTerm& b) {
    return a.articles != b.articles ? a.articles > b.articles : a.term < b.term;
  });
  for (auto at = words.begin(); at != looked_up; ++at) expansion.terms.push_back(std::move(at->term));
  return expansion;
}

std::vector<std::string> WordForms::terms_of_character(std::string_view character, bool in_headline) const {
  const std::string begin = in_headline ? schema::headline_word_term(character) : schema::word_term(character);
  std::vector<std::string> terms;
  for (HeldTerm& held : terms_with_prefix(index_, begin)) terms.push_back(std::move(held.term));
  return terms;
}

}  // namespace newssearch
