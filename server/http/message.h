#pragma once
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace newssearch {

/// A request as handlers see it: no sockets, no library types. Names of headers are lower case.
struct HttpRequest {
  std::string method;  ///< "GET"
  std::string target;  ///< as sent: "/v1/search?q=oil"
  std::string path;    ///< decoded, without the query
  std::vector<std::pair<std::string, std::string>> params;  ///< decoded, in order
  std::map<std::string, std::string> headers;
  std::string body;
};

struct HttpResponse {
  unsigned status = 200;
  std::string content_type = "application/json";
  std::string body;
  std::map<std::string, std::string> headers;  ///< beside Content-Type and Content-Length
};

}  // namespace newssearch
