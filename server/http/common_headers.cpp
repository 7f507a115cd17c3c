#include "server/http/common_headers.h"

#include <ctime>

namespace newssearch {
namespace {

constexpr const char* kContentSecurityPolicy =
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// "Tue, 28 Apr 1987 09:41:00 GMT"
std::string http_date(std::chrono::system_clock::time_point time) {
  const std::time_t seconds = std::chrono::system_clock::to_time_t(time);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  char text[32];
  return {text, std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts)};
}

}  // namespace

void add_common_headers(HttpResponse& response, const HttpRequest& request, std::chrono::system_clock::time_point now) {
  response.headers["Date"] = http_date(now);
  response.headers["X-Request-Id"] = request.id;
  response.headers["X-Content-Type-Options"] = "nosniff";
  response.headers["Content-Security-Policy"] = kContentSecurityPolicy;
  response.headers["Referrer-Policy"] = "no-referrer";
}

void add_strict_transport(HttpResponse& response) {
  response.headers["Strict-Transport-Security"] = "max-age=31536000";
}

}  // namespace newssearch
