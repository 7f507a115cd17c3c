#pragma once
#include <chrono>
#include <map>
#include <string>
#include <string_view>

#include "server/http/message.h"

namespace newssearch {

enum class LogLevel { info, warning, error };
using LogFields = std::map<std::string, std::string>;

/// Writes a log_line of now to standard error. Thread-safe.
void log_event(LogLevel level, std::string_view event, const LogFields& fields) noexcept;

/// The access log's line for a request that was answered.
void log_answered(const HttpRequest& request, unsigned status, std::chrono::nanoseconds took) noexcept;

/// A request that took long: with the query, as it says why.
void log_slow(const HttpRequest& request, unsigned status, std::chrono::nanoseconds took) noexcept;

/// {"time":"2024-05-03T10:00:00.123Z","level":"error","event":"request_failed","request_id":"…"}
/// Printable ASCII only, whatever the fields hold: no client can forge a line or speak to the operator's terminal.
std::string log_line(LogLevel level, std::string_view event, const LogFields& fields,
                     std::chrono::system_clock::time_point now);

}  // namespace newssearch
