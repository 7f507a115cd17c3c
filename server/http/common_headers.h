#pragma once
#include <chrono>

#include "server/http/message.h"

namespace newssearch {

/// Adds what every answer carries, whatever it is: Date, X-Request-Id, and the headers that keep a browser from doing
/// with it what it is not meant for.
void add_common_headers(HttpResponse& response, const HttpRequest& request, std::chrono::system_clock::time_point now);

/// For what goes out over TLS: a browser that has read it comes by TLS alone for a year (RFC 6797).
void add_strict_transport(HttpResponse& response);

}  // namespace newssearch
