#include "server/http/cross_origin.h"

#include <algorithm>
#include <stdexcept>

namespace newssearch {
namespace {

constexpr std::string_view kAny = "*";

/// Scheme and host in small letters, a port or none, nothing behind: as browsers send it (RFC 6454, 6.2).
bool is_origin(std::string_view text) {
  constexpr std::string_view kHost = "abcdefghijklmnopqrstuvwxyz0123456789.-[]:";
  const auto begin = text.starts_with("https://") ? 8U : text.starts_with("http://") ? 7U : 0U;
  return begin > 0 && text.size() > begin && text.find_first_not_of(kHost, begin) == std::string_view::npos;
}

void add_to(std::string& list, std::string_view name) {
  if (!list.empty()) list += ", ";
  list += name;
}

}  // namespace

CrossOrigin::CrossOrigin(std::vector<std::string> origins) : origins_(std::move(origins)) {
  for (const auto& origin : origins_) {
    if (!is_origin(origin) && !(origin == kAny && origins_.size() == 1)) {
      throw std::runtime_error("'" + origin +
                               "' is no origin: write scheme and host in small letters, as https://www.example.org, "
                               "or '*' alone for any");
    }
  }
}

bool CrossOrigin::allows(std::string_view origin) const {
  if (origin.empty() || origins_.empty()) return false;
  return origins_.front() == kAny || std::find(origins_.begin(), origins_.end(), origin) != origins_.end();
}

std::optional<HttpResponse> CrossOrigin::preflight(const HttpRequest& request) const {
  if (request.method != "OPTIONS" || header(request, "access-control-request-method").empty()) return std::nullopt;
  if (!allows(header(request, "origin"))) return std::nullopt;
  HttpResponse response;
  response.status = 204;
  response.headers = {{"Access-Control-Allow-Methods", "GET, HEAD, POST"},
                      {"Access-Control-Allow-Headers", "Content-Type, If-None-Match"},
                      {"Access-Control-Max-Age", "86400"}};
  return response;
}

void CrossOrigin::add_headers(HttpResponse& response, const HttpRequest& request) const {
  if (origins_.empty()) return;
  const bool any = origins_.front() == kAny;
  if (!any) add_to(response.headers["Vary"], "Origin");
  const auto origin = header(request, "origin");
  if (!allows(origin)) return;
  response.headers["Access-Control-Allow-Origin"] = any ? kAny : origin;
  response.headers["Access-Control-Expose-Headers"] = "ETag, Retry-After, X-Request-Id";
}

}  // namespace newssearch
