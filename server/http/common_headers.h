#pragma once
#include <chrono>

#include "server/http/message.h"

namespace newssearch {

/// Adds what every answer carries, whatever it is: Date, X-Request-Id, and the headers that keep a browser from doing
/// with it what it is not meant for.
void add_common_headers(HttpResponse& response, const HttpRequest& request, std::chrono::system_clock::time_point now);

}  // namespace newssearch
