#pragma once
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace newssearch {

/// "…", which stands in a shown answer for what was left out of it.
inline constexpr std::string_view kLeftOut = "\u2026";

/// Whether a text is one that was shown with parts left out of it.
bool is_as_shown(std::string_view real, std::string_view shown);

/// Where a value is not as it was shown; empty where it is. `…` behind the last member or element stands for more of
/// them. Of a time it took, only that it is a number is looked at; other numbers may differ by a hundredth.
std::string difference(const nlohmann::json& real, const nlohmann::json& shown, const std::string& at = "answer");

/// The JSON values of a text, one behind the other; a bare `…` in one is a member or an element of that name.
std::vector<nlohmann::json> json_values(std::string_view text);

/// Where lines are not as shown: each shown line that is not `…` alone has to come, in order.
std::string difference_in_lines(const std::string& real, const std::string& shown);

}  // namespace newssearch
