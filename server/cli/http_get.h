#pragma once
#include <string>

#include "common/result.h"
#include "server/http/received_answer.h"

namespace newssearch {

/// A server, as --server names it.
struct ServerAddress {
  std::string url;     ///< "https://news.example.org/archive", without a '/' at its end
  std::string socket;  ///< of "unix:PATH"; else empty
  std::string shown;   ///< for people: without name and password
};

/// "http://HOST:PORT", "https://HOST/BELOW" or "unix:PATH". Code "bad_address".
Result<ServerAddress> read_server_address(const std::string& text);

/// What the server answers to GET `target`, "/v1/search?q=oil", whatever its status. Goes where no answer sends it.
/// Code "no_answer": nobody answers there, not within 30 s (5 s to connect), or more than 8 MB.
Result<ReceivedAnswer> http_get(const ServerAddress& server, const std::string& target);

}  // namespace newssearch
