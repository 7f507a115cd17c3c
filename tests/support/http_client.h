#pragma once
#include <memory>
#include <string>
#include <string_view>

namespace newssearch {

/// One connection to a server, kept alive from request to request. Not safe to share between threads.
class HttpClient {
 public:
  /// `base` is "http://127.0.0.1:8080".
  explicit HttpClient(std::string base);
  ~HttpClient();
  HttpClient(HttpClient&&) noexcept;

  struct Answer {
    long status = 0;  ///< 0: none, see `failure`
    std::string body, failure;
    bool new_connection = false;  ///< the one before had ended
  };
  Answer get(std::string_view path);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// Text as it stands in a URL: "dam%20inquiry".
std::string url_encoded(std::string_view text);

}  // namespace newssearch
