#pragma once
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace newssearch {

/// One connection to a server, kept alive from request to request. Not safe to share between threads.
class HttpClient {
 public:
  /// `base` is "http://127.0.0.1:8080"; with a unix socket, the connection is made there.
  explicit HttpClient(std::string base, const std::string& unix_socket = "");
  ~HttpClient();
  HttpClient(HttpClient&&) noexcept;

  struct Answer {
    long status = 0;  ///< 0: none, see `failure`
    std::string body, failure;
    std::map<std::string, std::string> headers;  ///< names in lower case
    bool new_connection = false;                 ///< the one before had ended
  };
  Answer get(std::string_view path) { return send("GET", path); }
  /// `headers` are whole lines: "Accept: text/html".
  Answer send(const std::string& method, std::string_view path, const std::string& body = "",
              const std::vector<std::string>& headers = {});

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// Text as it stands in a URL: "dam%20inquiry".
std::string url_encoded(std::string_view text);

}  // namespace newssearch
