#include "server/search/query.h"

namespace newssearch {
namespace {

std::string joined(const std::vector<std::string>& words, std::string_view separator) {
  std::string text;
  for (const std::string& word : words) {
    if (!text.empty()) text += separator;
    text += word;
  }
  return text;
}

std::string quoted(const std::vector<std::string>& words) { return '"' + joined(words, " ") + '"'; }

std::string to_string(const DayRange& days) {
  if (days.from && days.from == days.to) return "date:" + format_iso(*days.from);
  return "date:" + (days.from ? format_iso(*days.from) : "") + ".." + (days.to ? format_iso(*days.to) : "");
}

bool is_group(const QueryNode& node) {
  return (node.kind == QueryNode::Kind::all || node.kind == QueryNode::Kind::any) && node.children.size() > 1;
}

std::string children(const QueryNode& node, std::string_view separator) {
  std::vector<std::string> parts;
  for (const QueryNode& child : node.children)
    parts.push_back(is_group(child) ? '(' + to_string(child) + ')' : to_string(child));
  return joined(parts, separator);
}

}  // namespace

std::string to_string(const QueryNode& node) {
  const std::string field = node.in_headline ? "headline:" : "";
  switch (node.kind) {
    case QueryNode::Kind::everything:
      return "*";
    case QueryNode::Kind::word:
      return (node.required ? "+" : "") + field + node.words.front();
    case QueryNode::Kind::exact:
    case QueryNode::Kind::phrase:
      return field + quoted(node.words);
    case QueryNode::Kind::value:
      return std::string(to_string(node.field)) + ':' +
             (node.words.size() == 1 ? node.words.front() : quoted(node.words));
    case QueryNode::Kind::dates:
      return to_string(node.days);
    case QueryNode::Kind::all:
      return children(node, " AND ");
    case QueryNode::Kind::any:
      return children(node, " OR ");
    case QueryNode::Kind::none:
      return "NOT " + children(node, " AND NOT ");
  }
  return {};
}

}  // namespace newssearch
