#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/http/message.h"

namespace newssearch {

/// The sites whose pages may read answers in a browser (the Fetch standard's CORS): those listed, to the letter. No
/// answer depends on cookies, and none are asked for.
class CrossOrigin {
 public:
  /// Origins as browsers send them, "https://www.example.org" or with a port; or "*" alone, for any. Throws
  /// std::runtime_error where one is none.
  explicit CrossOrigin(std::vector<std::string> origins);

  /// The answer to a browser that asks whether its page may ask (a preflight), where it may.
  std::optional<HttpResponse> preflight(const HttpRequest& request) const;
  /// Says in an answer whether the page may read it.
  void add_headers(HttpResponse& response, const HttpRequest& request) const;

 private:
  bool allows(std::string_view origin) const;

  std::vector<std::string> origins_;
};

}  // namespace newssearch
