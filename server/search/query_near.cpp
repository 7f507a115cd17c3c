#include "server/search/query_near.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <utility>

namespace newssearch {
namespace {

using Kind = QueryNode::Kind;
using Nodes = std::vector<QueryNode>;

void warn(std::string message, const QueryItem& item, std::vector<Warning>& warnings) {
  warnings.push_back({std::move(message), item.begin, item.end});
}

/// The node as something with positions in a text; nothing where it has none.
std::optional<QueryNode> placed(QueryNode node) {
  node.required = false;  // the near node is asked for as a whole
  switch (node.kind) {
    case Kind::word:
    case Kind::exact:
    case Kind::phrase:
    case Kind::prefix:
      return node;
    case Kind::characters:
      node.kind = Kind::phrase;
      return node;
    case Kind::any:
    case Kind::variants: {
      node.kind = Kind::variants;
      Nodes ways;
      for (QueryNode& child : node.children) {
        std::optional<QueryNode> way = placed(std::move(child));
        if (!way) return std::nullopt;
        if (way->kind == Kind::variants)
          std::move(way->children.begin(), way->children.end(), std::back_inserter(ways));
        else
          ways.push_back(*std::move(way));
      }
      node.children = std::move(ways);
      return node;
    }
    default:
      return std::nullopt;
  }
}

/// Whether what can be placed is all in the headline, or none of it.
bool is_in_headline(const QueryNode& node, bool wanted) {
  if (node.kind != Kind::variants) return node.in_headline == wanted;
  return std::all_of(node.children.begin(), node.children.end(),
                     [&](const QueryNode& child) { return is_in_headline(child, wanted); });
}

std::uint32_t smallest_distance(const std::vector<QueryItem>& operators, std::vector<Warning>& warnings) {
  std::optional<std::uint32_t> smallest;
  for (const QueryItem& item : operators) {
    const std::uint32_t distance = std::clamp(item.distance, 1U, kMostNearDistance);
    if (distance != item.distance)
      warn("NEAR/n takes n from 1 to 100; read as NEAR/" + std::to_string(distance), item, warnings);
    if (smallest && distance != *smallest)
      warn("a chain of NEARs has one distance; read as NEAR/" + std::to_string(std::min(distance, *smallest)), item,
           warnings);
    smallest = std::min(distance, smallest.value_or(distance));
  }
  return smallest.value_or(1);
}

/// The children of a near node; none where some side cannot be one.
Nodes children_of(const std::vector<Nodes>& sides) {
  Nodes children;
  for (const Nodes& side : sides) {
    if (side.size() > 1) return {};
    std::optional<QueryNode> child = placed(side.front());
    if (!child || !is_in_headline(*child, is_in_headline(children.empty() ? *child : children.front(), true)))
      return {};
    children.push_back(*std::move(child));
  }
  return children;
}

}  // namespace

std::vector<QueryNode> join_near(std::vector<std::vector<QueryNode>> sides, const std::vector<QueryItem>& operators,
                                 std::vector<Warning>& warnings) {
  std::erase_if(sides, [](const Nodes& side) { return side.empty(); });
  QueryNode near;
  near.kind = Kind::near;
  near.children = children_of(sides);
  if (near.children.size() > 1) {
    near.distance = smallest_distance(operators, warnings);
    near.begin = near.children.front().begin;
    near.end = near.children.back().end;
    return {std::move(near)};
  }
  if (sides.size() > 1) warn("NEAR joins words and phrases of one field; read as AND", operators.front(), warnings);
  Nodes nodes;
  for (Nodes& side : sides) std::move(side.begin(), side.end(), std::back_inserter(nodes));
  return nodes;
}

}  // namespace newssearch
