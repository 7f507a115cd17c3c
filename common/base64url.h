#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace newssearch {

/// Bytes as letters, digits, '-' and '_', without padding (RFC 4648, section 5).
std::string to_base64url(std::string_view bytes);
std::optional<std::string> from_base64url(std::string_view text);

}  // namespace newssearch
