#include "server/search/query_correction.h"

#include <algorithm>
#include <map>

namespace newssearch {
namespace {

using Kind = QueryNode::Kind;

/// So many words are looked for in the lexicon: one look takes milliseconds.
constexpr std::size_t kMostLooks = 6;
/// A correction must be in so many times the articles of what was typed: newspapers misspell too.
constexpr std::uint32_t kTimesBetterKnown = 100;

/// Calls visit(node) for each leaf whose words are looked for in texts.
void for_each_wanted_leaf(const QueryNode& node, const std::function<void(const QueryNode&)>& visit) {
  switch (node.kind) {
    case Kind::word:
    case Kind::exact:
    case Kind::phrase:
      return visit(node);
    case Kind::all:
    case Kind::any:
    case Kind::near:
      for (const QueryNode& child : node.children) for_each_wanted_leaf(child, visit);
      return;
    case Kind::variants:  // other ways to write the first
      return for_each_wanted_leaf(node.children.front(), visit);
    default:
      return;
  }
}

/// A word that is looked for, and where it stands in the query.
struct AskedWord {
  std::string word;
  std::uint32_t begin = 0, end = 0;
  bool bare = false;  ///< in no quotes
  bool in_headline = false;
  bool unfinished = false;
};

/// In the order of the text, each place once.
std::vector<AskedWord> asked_words(const QueryNode& query, std::string_view text, Analyzer& analyzer) {
  std::vector<AskedWord> asked;
  for_each_wanted_leaf(query, [&](const QueryNode& leaf) {
    for (const Token& token : analyzer.analyze(text.substr(leaf.begin, leaf.end - leaf.begin))) {
      if (std::find(leaf.words.begin(), leaf.words.end(), token.word) == leaf.words.end()) continue;
      const bool seen = !asked.empty() && asked.back().end > leaf.begin + token.begin;
      if (!seen)
        asked.push_back({token.word, leaf.begin + token.begin, leaf.begin + token.end, leaf.kind == Kind::word,
                         leaf.in_headline, leaf.unfinished});
    }
  });
  return asked;
}

bool only_blank_between(const AskedWord& first, const AskedWord& second, std::string_view text) {
  const std::string_view between = text.substr(first.end, second.begin - first.end);
  const bool alike = first.bare && second.bare && first.in_headline == second.in_headline;
  return alike && !between.empty() && between.find_first_not_of(' ') == std::string_view::npos;
}

bool is_begun(const AskedWord& word, const Lexicon& lexicon) {
  const auto [first, last] = lexicon.with_prefix(word.word);
  return word.unfinished && first < last;
}

bool is_name(const std::string& word, const Lexicon& lexicon) {
  const std::optional<LexiconWord> printed = lexicon.find(word);
  return printed && printed->named > 0;
}

std::string replacement(const Correction& correction) {
  std::string text;
  for (const std::string& word : correction.words) text += (text.empty() ? "" : " ") + word;
  return text;
}

double likelihood(const std::vector<UnknownWord>& unknown, const std::vector<std::size_t>& choice) {
  double sum = 0;
  for (std::size_t i = 0; i < unknown.size(); ++i) sum += unknown[i].corrections[choice[i]].score;
  return sum;
}

}  // namespace

std::vector<UnknownWord> unknown_words(const QueryNode& query, std::string_view text, Analyzer& analyzer,
                                       const Lexicon& lexicon,
                                       const std::function<std::uint32_t(const std::string&)>& articles_with,
                                       std::uint32_t rare) {
  std::vector<UnknownWord> unknown;
  std::map<std::string, std::vector<Correction>> looked_up;
  const auto corrections_of = [&](const std::string& word) {
    auto found = looked_up.find(word);
    if (found == looked_up.end()) {
      if (looked_up.size() == kMostLooks) return std::vector<Correction>();
      found = looked_up.emplace(word, corrections(word, lexicon, kMostCorrections)).first;
    }
    return found->second;
  };
  const std::vector<AskedWord> asked = asked_words(query, text, analyzer);
  for (const AskedWord& word : asked) {
    if (unknown.size() == kMostUnknownWords) return unknown;
    if (is_begun(word, lexicon)) continue;  // what it will be is not known yet
    const std::uint32_t articles = articles_with(word.word);
    if (articles > rare || (articles > 0 && is_name(word.word, lexicon))) continue;
    UnknownWord misspelled{word.word, word.begin, word.end, corrections_of(word.word), articles > 0};
    std::erase_if(misspelled.corrections, [&](const Correction& other) {
      const bool several = other.words.size() > 1 && (articles > 0 || word.in_headline);  // headline: is of one word
      return several || other.articles < kTimesBetterKnown * articles;
    });
    if (!misspelled.corrections.empty()) unknown.push_back(std::move(misspelled));
  }
  for (std::size_t i = 1; i < asked.size() && unknown.empty(); ++i) {
    const AskedWord &first = asked[i - 1], &second = asked[i];
    if (!only_blank_between(first, second, text)) continue;
    const bool known = articles_with(first.word) > 0 && articles_with(second.word) > 0;
    if (std::optional<Correction> one = joined(first.word, second.word, lexicon))
      unknown.push_back({first.word + ' ' + second.word, first.begin, second.end, {*std::move(one)}, known});
  }
  return unknown;
}

std::string corrected_text(std::string_view text, const std::vector<UnknownWord>& unknown,
                           const std::vector<std::size_t>& choice) {
  std::string corrected;
  std::size_t at = 0;
  for (std::size_t i = 0; i < unknown.size(); ++i) {
    corrected += text.substr(at, unknown[i].begin - at);
    corrected += replacement(unknown[i].corrections[choice[i]]);
    at = unknown[i].end;
  }
  return corrected += text.substr(at);
}

std::vector<std::vector<std::size_t>> choices(const std::vector<UnknownWord>& unknown, std::size_t limit) {
  std::vector<std::vector<std::size_t>> all = {{}};
  for (const UnknownWord& word : unknown) {
    std::vector<std::vector<std::size_t>> longer;
    for (const std::vector<std::size_t>& choice : all)
      for (std::size_t i = 0; i < word.corrections.size(); ++i) {
        longer.push_back(choice);
        longer.back().push_back(i);
      }
    all = std::move(longer);
  }
  std::stable_sort(all.begin(), all.end(),
                   [&](const auto& a, const auto& b) { return likelihood(unknown, a) > likelihood(unknown, b); });
  if (all.size() > limit) all.resize(limit);
  return all;
}

}  // namespace newssearch
