#include "server/search/hyphenation.h"

#include <algorithm>

#include "common/characters.h"
#include "common/schema.h"

namespace newssearch {
namespace {

using Kind = QueryNode::Kind;

/// Longer words are no compounds of two that somebody forgot to part.
constexpr std::size_t kLongestCompoundBytes = 40;

bool is_plain_word(const QueryNode& node) { return node.kind == Kind::word && !node.in_headline && !node.stop; }

bool is_printed_with_hyphen(const SearchedIndex& index, std::string_view one, std::string_view two) {
  return articles_with(index, schema::hyphenated_term(one, two)) > 0;
}

QueryNode variants(QueryNode read, QueryNode other) {
  QueryNode both;
  both.kind = Kind::variants;
  both.begin = other.begin = read.begin;
  both.end = other.end = read.end;
  both.required = read.required;
  both.children.push_back(std::move(read));
  both.children.push_back(std::move(other));
  return both;
}

/// rollsroyce, also as "rolls royce".
QueryNode taken_apart(const SearchedIndex& index, QueryNode node) {
  const std::string word = node.words.front();
  if (word.size() > kLongestCompoundBytes) return node;
  for (std::size_t at = 0; at < word.size();) {
    next_character(word, at);
    if (at >= word.size()) break;
    const std::string one = word.substr(0, at), two = word.substr(at);
    if (!is_printed_with_hyphen(index, one, two)) continue;
    QueryNode phrase;
    phrase.kind = Kind::phrase;
    phrase.words = {one, two};
    return variants(std::move(node), std::move(phrase));
  }
  return node;
}

/// The bare words rolls and royce, also as rollsroyce.
QueryNode put_together(QueryNode one, QueryNode two) {
  QueryNode both, joined;
  joined.kind = Kind::word;
  joined.words = {one.words.front() + two.words.front()};
  both.kind = Kind::all;
  both.begin = one.begin;
  both.end = two.end;
  both.required = one.required || two.required;
  both.children.push_back(std::move(one));
  both.children.push_back(std::move(two));
  return variants(std::move(both), std::move(joined));
}

QueryNode with_hyphenations_inside(const SearchedIndex& index, QueryNode query) {
  std::vector<QueryNode> children;
  for (std::size_t i = 0; i < query.children.size(); ++i) {
    QueryNode& child = query.children[i];
    QueryNode* next = query.kind == Kind::all && i + 1 < query.children.size() ? &query.children[i + 1] : nullptr;
    if (next && is_plain_word(child) && is_plain_word(*next) && child.required == next->required &&
        is_printed_with_hyphen(index, child.words.front(), next->words.front())) {
      children.push_back(put_together(std::move(child), std::move(*next)));
      ++i;
    } else {
      children.push_back(with_hyphenations(index, std::move(child)));
    }
  }
  query.children = std::move(children);
  return query;
}

}  // namespace

QueryNode with_hyphenations(const SearchedIndex& index, QueryNode query) {
  switch (query.kind) {
    case Kind::word:
      return is_plain_word(query) ? taken_apart(index, std::move(query)) : query;
    case Kind::all:
    case Kind::any:
    case Kind::none:
      return with_hyphenations_inside(index, std::move(query));
    default:
      return query;
  }
}

}  // namespace newssearch
