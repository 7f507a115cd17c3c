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

/// An object's member of that name; nullptr where there is none, or this is no object.
const nlohmann::json* member(const nlohmann::json& object, const char* name);
/// That member where it is a text; else empty.
std::string text_of(const nlohmann::json& object, const char* name);

/// A time of UTC as software writes it that leaves the zone out ("2024-02-16T11:15:00"), with it.
std::string in_utc(std::string time);

}  // namespace newssearch
