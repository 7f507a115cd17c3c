#pragma once
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace newssearch {

/// At most so many lines of a file of rules are read.
inline constexpr std::size_t kMostRuleLines = 10'000;

/// Calls `read` with each line of a file of rules that says something, without blanks around it; '#' begins a comment,
/// but for c# and #metoo. What `read` gives back is why the line is left out, or empty. Returns what is wrong, a line
/// each: `file`, the line's number and the reason.
std::vector<std::string> read_rule_lines(std::string_view text, std::string_view file,
                                         const std::function<std::string(std::string_view line)>& read);

/// The parts of a line, without blanks around them.
std::vector<std::string_view> split_rule(std::string_view line, std::string_view separator);

}  // namespace newssearch
