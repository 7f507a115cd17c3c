#pragma once
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace newssearch {

/// Names and values, in the order they were given; a name may come more than once.
using Params = std::vector<std::pair<std::string, std::string>>;

/// What a key of the admin listener is good for, a bit each.
enum class Scope : unsigned {
  read = 1,   ///< to search, and to watch
  write = 2,  ///< to put and remove articles
  admin = 4,  ///< to look after the index
};
inline constexpr unsigned kAllScopes = 7;

/// A request as handlers see it: no sockets, no library types. Names of headers are lower case.
struct HttpRequest {
  std::string id;      ///< names this request in the answer (X-Request-Id) and in the log
  std::string method;  ///< "GET"
  std::string path;    ///< still percent-encoded, so that an id may hold a slash: "/v1/articles/a%2Fb"
  std::string query;   ///< as sent, without the '?'
  Params params;       ///< the query decoded; valid UTF-8
  std::map<std::string, std::string> headers;
  std::string body;
  std::string by{};                                  ///< who asks: "key desk"; empty where no key is asked for
  unsigned scopes = kAllScopes;                      ///< what for they may
  std::map<std::string, std::string> path_values{};  ///< filled in by Router: {"id", "a/b"} for "/v1/articles/{id}"
  std::string scheme = "http";  ///< or "https": what the client speaks, to here or to a trusted proxy
};

/// A response as handlers give it. What every answer carries is added by the listener: Date, Content-Length, the
/// security headers and X-Request-Id. To a HEAD request it sends all but the body.
struct HttpResponse {
  unsigned status = 200;
  std::string content_type = "application/json";
  std::string body;
  std::map<std::string, std::string> headers;  ///< beside Content-Type and Content-Length
};

inline HttpResponse redirection(unsigned status, std::string location) {
  HttpResponse response;
  response.status = status;
  response.headers["Location"] = std::move(location);
  return response;
}

/// The value of a header, by its lower-case name; empty where there is none.
inline std::string_view header(const HttpRequest& request, const std::string& name) {
  const auto found = request.headers.find(name);
  return found == request.headers.end() ? std::string_view() : found->second;
}

/// A part of a field's value, without the blanks around it.
inline std::string_view trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

/// The Content-Type without its parameters: "application/json".
inline std::string_view media_type(const HttpRequest& request) {
  const auto type = header(request, "content-type");
  return type.substr(0, type.find_first_of("; \t"));
}

}  // namespace newssearch
