#pragma once
#include <vector>

#include "server/search/query.h"
#include "server/search/query_lexer.h"
#include "server/search/search_response.h"

namespace newssearch {

/// NEAR/n takes n from 1 to this.
inline constexpr std::uint32_t kMostNearDistance = 100;

/// Joins what stands on the sides of one NEAR or several (`sides` is one longer than `operators`) into one near node,
/// with the smallest of the distances. What has no place in a text (negations, fields, groups with AND) cannot be near
/// anything: then the nodes of all sides come back as they are. Either with a warning where an operator stands.
std::vector<QueryNode> join_near(std::vector<std::vector<QueryNode>> sides, const std::vector<QueryItem>& operators,
                                 std::vector<Warning>& warnings);

}  // namespace newssearch
