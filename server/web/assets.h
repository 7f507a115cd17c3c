#pragma once
#include <span>
#include <string_view>

namespace newssearch {

/// A file the pages need, embedded when the program was built: no request ever reaches the file system.
struct Asset {
  std::string_view path, content_type, body;  ///< path: "/assets/search.css"
};

/// All there are.
std::span<const Asset> assets();

}  // namespace newssearch
