#include "server/search/apply_vocabulary.h"

#include <algorithm>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace newssearch {
namespace {

using Kind = QueryNode::Kind;
using Nodes = std::vector<QueryNode>;

bool is_in_headline(const QueryNode& node) {
  return node.kind == Kind::variants ? is_in_headline(node.children.front()) : node.in_headline;
}

/// A word as it was typed, in one way or several; not yet several words that are one name.
bool is_bare(const QueryNode& node) {
  if (node.kind == Kind::variants) return !node.children.front().words.empty();
  return node.kind == Kind::word || node.kind == Kind::characters;
}

bool asks_for_text(const QueryNode& node) {
  switch (node.kind) {
    case Kind::everything:
    case Kind::value:
    case Kind::dates:
    case Kind::none:
      return false;
    case Kind::all:
    case Kind::any:
      return std::any_of(node.children.begin(), node.children.end(), asks_for_text);
    default:
      return true;
  }
}

QueryNode node_of(Vocabulary::Name name, bool in_headline, std::uint32_t begin, std::uint32_t end) {
  QueryNode node;
  node.kind = name.kind;
  node.words = std::move(name.words);
  node.in_headline = in_headline;
  node.begin = begin;
  node.end = end;
  return node;
}

/// The nodes as they were typed: a word's ways, or all of several words.
Nodes as_typed(std::span<const QueryNode> nodes) {
  if (nodes.size() == 1 && nodes.front().kind == Kind::variants) return nodes.front().children;
  Nodes words(nodes.begin(), nodes.end());
  for (QueryNode& word : words) word.required = word.stop = false;  // their parent is, or is not
  if (words.size() == 1) return words;
  QueryNode all;
  all.kind = Kind::all;
  all.begin = words.front().begin;
  all.end = words.back().end;
  all.children = std::move(words);
  return {std::move(all)};
}

/// The nodes as they were typed, and then by their other names.
QueryNode with_names(std::span<const QueryNode> nodes, std::vector<Vocabulary::Name> names) {
  QueryNode either;
  either.kind = Kind::variants;
  either.begin = nodes.front().begin;
  either.end = nodes.back().end;
  either.required = std::any_of(nodes.begin(), nodes.end(), [](const QueryNode& node) { return node.required; });
  either.stop = std::all_of(nodes.begin(), nodes.end(), [](const QueryNode& node) { return node.stop; });
  either.children = as_typed(nodes);
  for (Vocabulary::Name& name : names) {
    QueryNode other = node_of(std::move(name), is_in_headline(nodes.front()), either.begin, either.end);
    if (std::find(either.children.begin(), either.children.end(), other) == either.children.end())
      either.children.push_back(std::move(other));
  }
  return either;
}

class Names {
 public:
  explicit Names(const Vocabulary& vocabulary) : vocabulary_(vocabulary) {}

  QueryNode add_to(QueryNode node) const {
    if (is_bare(node)) return std::move(neighbours({std::move(node)}).front());
    switch (node.kind) {
      case Kind::all:
        node.children = neighbours(std::move(node.children));
        return node.children.size() == 1 ? QueryNode(std::move(node.children.front())) : node;
      case Kind::any:
      case Kind::none:
        for (QueryNode& child : node.children) child = add_to(std::move(child));
        return node;
      default:
        return node;
    }
  }

 private:
  Nodes neighbours(Nodes nodes) const {
    Nodes done;
    for (std::size_t at = 0; at < nodes.size();) {
      if (!is_bare(nodes[at])) {
        done.push_back(add_to(std::move(nodes[at++])));
      } else if (const auto [length, names] = longest_name({nodes.data() + at, bare_from(nodes, at)}); length > 0) {
        done.push_back(with_names({nodes.data() + at, length}, names));
        at += length;
      } else {
        done.push_back(std::move(nodes[at++]));
      }
    }
    return done;
  }

  /// How many bare words follow each other, all in the headline or none.
  std::size_t bare_from(const Nodes& nodes, std::size_t from) const {
    std::size_t end = from + 1;
    while (end < nodes.size() && is_bare(nodes[end]) && is_in_headline(nodes[end]) == is_in_headline(nodes[from]))
      ++end;
    return std::min(end - from, vocabulary_.longest());
  }

  struct Found {
    std::size_t length = 0;
    std::vector<Vocabulary::Name> others;
  };
  Found longest_name(std::span<const QueryNode> nodes) const {
    for (std::size_t length = nodes.size(); length > 0; --length)
      if (std::vector<Vocabulary::Name> others = vocabulary_.others(Vocabulary::key_of(nodes.first(length)));
          !others.empty())
        return {length, std::move(others)};
    return {};
  }

  const Vocabulary& vocabulary_;
};

void mark_stop_words(QueryNode& node, const Vocabulary& vocabulary) {
  const auto is_stop = [&](const QueryNode& child) {
    return is_bare(child) && !child.required && !is_in_headline(child) &&
           vocabulary.is_stop_word(Vocabulary::key_of({&child, 1}));
  };
  if (node.kind != Kind::all && node.kind != Kind::any && node.kind != Kind::none) return;
  for (QueryNode& child : node.children) mark_stop_words(child, vocabulary);
  if (node.kind != Kind::all) return;
  const bool others = std::any_of(node.children.begin(), node.children.end(),
                                  [&](const QueryNode& child) { return asks_for_text(child) && !is_stop(child); });
  if (!others) return;
  for (QueryNode& child : node.children)
    if (is_stop(child)) child.stop = true;
}

}  // namespace

QueryNode apply(const Vocabulary& vocabulary, QueryNode query) {
  query = Names(vocabulary).add_to(std::move(query));
  mark_stop_words(query, vocabulary);
  return query;
}

}  // namespace newssearch
