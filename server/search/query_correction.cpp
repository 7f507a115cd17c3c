#include "server/search/query_correction.h"

#include <algorithm>
#include <map>

namespace newssearch {
namespace {

using Kind = QueryNode::Kind;

/// So many words are looked for in the lexicon: one look takes milliseconds.
constexpr std::size_t kMostLooks = 6;

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
                                       const std::function<bool(const std::string&)>& is_known) {
  std::vector<UnknownWord> unknown;
  std::map<std::string, std::vector<Correction>> looked_up;
  for_each_wanted_leaf(query, [&](const QueryNode& leaf) {
    for (const Token& token : analyzer.analyze(text.substr(leaf.begin, leaf.end - leaf.begin))) {
      const bool asked = std::find(leaf.words.begin(), leaf.words.end(), token.word) != leaf.words.end();
      if (unknown.size() == kMostUnknownWords || !asked || is_known(token.word)) continue;
      auto found = looked_up.find(token.word);
      if (found == looked_up.end()) {
        if (looked_up.size() == kMostLooks) continue;
        found = looked_up.emplace(token.word, corrections(token.word, lexicon, kMostCorrections)).first;
      }
      UnknownWord word{token.word, leaf.begin + token.begin, leaf.begin + token.end, found->second};
      const bool seen = !unknown.empty() && unknown.back().end > word.begin;
      if (!seen && !word.corrections.empty()) unknown.push_back(std::move(word));
    }
  });
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
