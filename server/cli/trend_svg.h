#pragma once
#include <string>

#include "server/cli/trend.h"

namespace newssearch {

/// No picture holds more queries: lines are told apart by their colours.
inline constexpr std::size_t kMostLines = 5;

/// A picture that stands alone (SVG 1.1): a line for each query, broken where there were no articles; each point says
/// its numbers when it is pointed at. Light or dark as the reader's screen; title and description for who can't see it.
std::string trend_svg(const Trend& trend);

}  // namespace newssearch
