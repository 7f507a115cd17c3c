#pragma once
#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "common/result.h"

namespace newssearch {

/// Deeper JSON is refused.
inline constexpr std::size_t kMaxJsonDepth = 32;

/// Parses JSON, if need be once more without what careless software leaves in strings; repairs are a warning.
/// `keep`, where given, tells what of it is kept. Code "bad_json".
Result<nlohmann::json> parse_json(std::string_view json, std::vector<std::string>& warnings,
                                  const nlohmann::json::parser_callback_t& keep = nullptr);

}  // namespace newssearch
