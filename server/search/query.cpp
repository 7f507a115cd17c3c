#include "server/search/query.h"

#include <algorithm>
#include <string_view>
#include <tuple>

namespace newssearch {
namespace {

using Kind = QueryNode::Kind;

std::string joined(const std::vector<std::string>& words, std::string_view separator) {
  std::string text;
  for (const std::string& word : words) {
    if (!text.empty()) text += separator;
    text += word;
  }
  return text;
}

std::string quoted(const std::vector<std::string>& words) { return '"' + joined(words, " ") + '"'; }

std::string dates_in_words(const QueryNode& node) {
  if (node.since) return "date:" + format_iso(*node.since) + "..";
  const DayRange& days = node.days;
  if (days.from && days.from == days.to) return "date:" + format_iso(*days.from);
  return "date:" + (days.from ? format_iso(*days.from) : "") + ".." + (days.to ? format_iso(*days.to) : "");
}

/// An id as one word of a query.
std::string id_in_words(const std::string& id) {
  return "like:" + (id.find_first_of(" \t\n\r()\"*") == std::string::npos ? id : '"' + id + '"');
}

bool is_group(const QueryNode& node) {
  return (node.kind == Kind::all || node.kind == Kind::any || node.kind == Kind::near) && node.children.size() > 1;
}

std::string children_in_words(const QueryNode& node, const std::string& separator) {
  std::vector<std::string> parts;
  for (const QueryNode& child : node.children)
    parts.push_back(is_group(child) ? '(' + to_string(child) + ')' : to_string(child));
  return joined(parts, separator);
}

}  // namespace

bool QueryNode::operator==(const QueryNode& other) const {
  const auto asked = [](const QueryNode& node) {
    return std::tie(node.kind, node.words, node.in_headline, node.required, node.unfinished, node.stop, node.distance,
                    node.field, node.days, node.since, node.children);
  };
  return asked(*this) == asked(other);
}

bool asks_for_dates(const QueryNode& node) {
  return node.kind == QueryNode::Kind::dates || std::any_of(node.children.begin(), node.children.end(), asks_for_dates);
}

std::string to_string(const QueryNode& node) {
  if (node.stop) {
    QueryNode asked = node;
    asked.stop = false;
    return '[' + to_string(asked) + ']';
  }
  const std::string sign = node.required ? "+" : "";
  const std::string field = node.in_headline ? "headline:" : "";
  switch (node.kind) {
    case Kind::everything:
      return "*";
    case Kind::word:
    case Kind::characters:
      return sign + field + node.words.front() + (node.unfinished ? "…" : "");
    case Kind::prefix:
      return sign + field + node.words.front() + '*';
    case Kind::exact:
    case Kind::phrase:
      return field + quoted(node.words);
    case Kind::near:
      return children_in_words(node, " NEAR/" + std::to_string(node.distance) + ' ');
    case Kind::value:
      return std::string(to_string(node.field)) + ':' +
             (node.words.size() == 1 ? node.words.front() : quoted(node.words));
    case Kind::dates:
      return dates_in_words(node);
    case Kind::like:
      return id_in_words(node.words.front());
    case Kind::all:
      return children_in_words(node, " AND ");
    case Kind::any:
      return children_in_words(node, " OR ");
    case Kind::none:
      return "NOT " + children_in_words(node, " AND NOT ");
    case Kind::variants:
      return sign + children_in_words(node, "|");
  }
  return {};
}

}  // namespace newssearch
