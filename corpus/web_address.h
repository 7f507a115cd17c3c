#pragma once
#include <string>
#include <string_view>

namespace newssearch {

/// An address as it is from anywhere: "../b.html" on "https://a.example/x/y" is "https://a.example/b.html".
/// What is whole already, or has no base to stand on, stays as it is.
std::string resolve_address(std::string_view address, std::string_view base);

/// "https://www.lamp.example:8080/x" is at "lamp.example"; empty for what is no web address.
std::string host_of(std::string_view address);

/// True for "http://..." and "https://...".
bool is_web_address(std::string_view address);

}  // namespace newssearch
