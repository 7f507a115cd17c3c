#pragma once
#include <string>
#include <utility>
#include <vector>

#include "server/search/query.h"

/// Queries as trees, written by hand: all({word("bank"), near(3, {word("rates"), prefix("gov")})}).
namespace newssearch::query_trees {

inline QueryNode node(QueryNode::Kind kind, std::vector<std::string> words, std::vector<QueryNode> children = {}) {
  QueryNode made;
  made.kind = kind;
  made.words = std::move(words);
  made.children = std::move(children);
  return made;
}

inline QueryNode word(const std::string& word) { return node(QueryNode::Kind::word, {word}); }
inline QueryNode exact(const std::string& word) { return node(QueryNode::Kind::exact, {word}); }
inline QueryNode phrase(std::vector<std::string> words) { return node(QueryNode::Kind::phrase, std::move(words)); }
inline QueryNode characters(const std::string& text) { return node(QueryNode::Kind::characters, {text}); }
inline QueryNode prefix(const std::string& begin) { return node(QueryNode::Kind::prefix, {begin}); }
inline QueryNode value(const std::string& words) { return node(QueryNode::Kind::value, {words}); }
inline QueryNode like(const std::string& id) { return node(QueryNode::Kind::like, {id}); }

inline QueryNode all(std::vector<QueryNode> children) { return node(QueryNode::Kind::all, {}, std::move(children)); }
inline QueryNode any(std::vector<QueryNode> children) { return node(QueryNode::Kind::any, {}, std::move(children)); }
inline QueryNode none(std::vector<QueryNode> children) { return node(QueryNode::Kind::none, {}, std::move(children)); }
inline QueryNode variants(std::vector<QueryNode> children) {
  return node(QueryNode::Kind::variants, {}, std::move(children));
}
inline QueryNode near(std::uint32_t distance, std::vector<QueryNode> children) {
  QueryNode made = node(QueryNode::Kind::near, {}, std::move(children));
  made.distance = distance;
  return made;
}

inline QueryNode in_headline(QueryNode made) {
  made.in_headline = true;
  return made;
}
inline QueryNode required(QueryNode made) {
  made.required = true;
  return made;
}
inline QueryNode stop(const std::string& text) {
  QueryNode made = word(text);
  made.stop = true;
  return made;
}

}  // namespace newssearch::query_trees
