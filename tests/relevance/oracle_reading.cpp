#include "tests/relevance/oracle_reading.h"

#include <algorithm>
#include <string>

namespace newssearch::oracle {
namespace {

using Kind = QueryNode::Kind;

constexpr std::size_t kLongestCompoundBytes = 40;

QueryNode node_of(Kind kind, std::vector<std::string> words) {
  QueryNode node;
  node.kind = kind;
  node.words = std::move(words);
  return node;
}

QueryNode node_of(Kind kind, std::vector<QueryNode> children) {
  QueryNode node;
  node.kind = kind;
  node.children = std::move(children);
  return node;
}

bool is_plain_word(const QueryNode& node) { return node.kind == Kind::word && !node.in_headline && !node.stop; }

bool names_headline(const QueryNode& node) {
  return node.in_headline || std::any_of(node.children.begin(), node.children.end(), names_headline);
}

bool is_bare(const QueryNode& node) {
  return (node.kind == Kind::word || node.kind == Kind::characters || node.kind == Kind::variants) && !node.required &&
         !node.stop && !names_headline(node);
}

/// Every way to cut the word in two that some hyphen proves.
QueryNode taken_apart(const QueryNode& word, const Archive& archive) {
  const std::string& whole = word.words.front();
  std::vector<QueryNode> ways = {word};
  if (whole.size() <= kLongestCompoundBytes)
    for (std::size_t at = 1; at < whole.size(); ++at)
      if (archive.is_hyphenated(whole.substr(0, at), whole.substr(at)))
        ways.push_back(node_of(Kind::phrase, {whole.substr(0, at), whole.substr(at)}));
  if (ways.size() == 1) return word;
  QueryNode compound = node_of(Kind::variants, std::move(ways));
  compound.required = word.required;
  return compound;
}

bool are_compound(const QueryNode& one, const QueryNode& two, const Archive& archive) {
  return is_plain_word(one) && is_plain_word(two) && one.required == two.required &&
         archive.is_hyphenated(one.words.front(), two.words.front());
}

QueryNode put_together(const QueryNode& one, const QueryNode& two) {
  const std::string joined = one.words.front() + two.words.front();
  QueryNode compound =
      node_of(Kind::variants, {node_of(Kind::all, {one, two}), node_of(Kind::word, std::vector{joined})});
  compound.required = one.required;
  return compound;
}

}  // namespace

QueryNode with_compounds(QueryNode query, const Archive& archive) {
  if (is_plain_word(query)) return taken_apart(query, archive);
  if (query.kind != Kind::all && query.kind != Kind::any && query.kind != Kind::none) return query;
  std::vector<QueryNode> children;
  for (auto child = query.children.begin(); child != query.children.end(); ++child) {
    const auto next = std::next(child);
    if (query.kind == Kind::all && next != query.children.end() && are_compound(*child, *next, archive))
      children.push_back(put_together(*child++, *next));
    else
      children.push_back(with_compounds(*child, archive));
  }
  query.children = std::move(children);
  return query;
}

std::optional<QueryNode> without_unheld(QueryNode query, const std::function<bool(const QueryNode&)>& is_held) {
  if (query.kind != Kind::all) return std::nullopt;
  const auto unheld =
      std::erase_if(query.children, [&](const QueryNode& node) { return is_bare(node) && !is_held(node); });
  const auto asks = [](const QueryNode& node) { return node.kind != Kind::none && !node.stop; };
  if (unheld == 0 || std::none_of(query.children.begin(), query.children.end(), asks)) return std::nullopt;
  return query.children.size() == 1 ? query.children.front() : query;
}

std::optional<QueryNode> any_bare_word(QueryNode query, const std::function<bool(const QueryNode&)>& is_telling) {
  const auto bare = std::stable_partition(query.children.begin(), query.children.end(),
                                          [&](const QueryNode& node) { return !is_bare(node); });
  if (query.kind != Kind::all || query.children.end() - bare < 2) return std::nullopt;
  std::vector<QueryNode> words;
  std::copy_if(bare, query.children.end(), std::back_inserter(words), is_telling);
  if (words.empty()) words.assign(bare, query.children.end());
  QueryNode any = words.size() == 1 ? words.front() : node_of(Kind::any, words);
  query.children.erase(bare, query.children.end());
  query.children.push_back(std::move(any));
  return query;
}

}  // namespace newssearch::oracle
