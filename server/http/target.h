#pragma once
#include <string>
#include <string_view>

#include "common/result.h"
#include "server/http/message.h"

namespace newssearch {

/// A request's target taken apart.
struct Target {
  std::string path;   ///< still percent-encoded; every escape in it is good
  std::string query;  ///< as sent, without the '?'
  Params params;      ///< the query decoded; bytes that are not UTF-8 replaced by U+FFFD
};

/// Reads "/v1/search?q=oil+price" or "http://host/v1/search?q=oil+price". Code "bad_target" for anything else, for an
/// escape that is not % and two hexadecimal digits, and for a NUL.
Result<Target> parse_target(std::string_view target);

/// "a%2Fb" to "a/b", with bytes that are not UTF-8 replaced. For the pieces of Target::path.
std::string decode_path_piece(std::string_view piece);

/// "q=oil%20price&page=2"
std::string to_query(const Params& params);

}  // namespace newssearch
