#pragma once
#include <span>
#include <string_view>

namespace newssearch {

/// A file the pages need, or other sites, embedded when the program was built: no request ever reaches the file system.
struct Asset {
  std::string_view path, content_type, body;  ///< path: "/assets/search.css"; "/newssearch.js" is for other sites
  std::string_view integrity;                 ///< of a script: "sha384-…" (W3C Subresource Integrity)

  bool is_for_other_sites() const { return !path.starts_with("/assets/"); }
};

/// All there are.
std::span<const Asset> assets();

}  // namespace newssearch
