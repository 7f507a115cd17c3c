#include "server/search/relaxation.h"

#include <algorithm>

namespace newssearch {
namespace {

using Kind = QueryNode::Kind;

bool asks_for_something(const QueryNode& node) { return node.kind != Kind::none && !node.stop; }

}  // namespace

bool is_bare(const QueryNode& node) {
  const bool word = node.kind == Kind::word || node.kind == Kind::characters || node.kind == Kind::variants;
  const auto in_headline = [](const QueryNode& child) { return child.in_headline; };
  return word && !node.required && !node.stop && !node.in_headline &&
         std::none_of(node.children.begin(), node.children.end(), in_headline);
}

std::vector<const QueryNode*> bare_words(const QueryNode& query) {
  std::vector<const QueryNode*> words;
  if (is_bare(query)) words.push_back(&query);
  if (query.kind == Kind::all)
    for (const QueryNode& child : query.children)
      if (is_bare(child)) words.push_back(&child);
  return words;
}

std::optional<QueryNode> without(const QueryNode& query, const std::function<bool(const QueryNode&)>& is_wanted) {
  if (query.kind != Kind::all) return std::nullopt;
  QueryNode rest = query;
  const auto refused = [&](const QueryNode& child) { return is_bare(child) && !is_wanted(child); };
  if (std::erase_if(rest.children, refused) == 0) return std::nullopt;
  if (std::none_of(rest.children.begin(), rest.children.end(), asks_for_something)) return std::nullopt;
  if (rest.children.size() == 1) return std::move(rest.children.front());
  return rest;
}

std::optional<QueryNode> any_bare_word(const QueryNode& query,
                                       const std::function<bool(const QueryNode&)>& is_telling) {
  if (query.kind != Kind::all) return std::nullopt;
  QueryNode any, rest;
  any.kind = Kind::any;
  rest.kind = Kind::all;
  for (const QueryNode& child : query.children) (is_bare(child) ? any : rest).children.push_back(child);
  if (any.children.size() < 2) return std::nullopt;
  const auto untelling = std::stable_partition(any.children.begin(), any.children.end(), is_telling);
  if (untelling != any.children.begin()) any.children.erase(untelling, any.children.end());
  if (any.children.size() == 1) any = QueryNode(any.children.front());
  if (rest.children.empty()) return any;
  rest.children.insert(rest.children.begin(), std::move(any));
  return rest;
}

}  // namespace newssearch
