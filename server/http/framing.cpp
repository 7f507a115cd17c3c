#include "server/http/framing.h"

#include <algorithm>

namespace newssearch {
namespace {

std::vector<std::string> values_of(const RequestHead& head, std::string_view name) {
  std::vector<std::string> values;
  for (const auto& [field, value] : head.fields) {
    if (field == name) values.push_back(value);
  }
  return values;
}

std::size_t size_of(const RequestHead& head) {
  std::size_t bytes = head.method.size() + head.target.size() + std::string_view("  HTTP/1.1\r\n\r\n").size();
  for (const auto& [name, value] : head.fields) bytes += name.size() + value.size() + std::string_view(": \r\n").size();
  return bytes;
}

std::optional<Problem> beyond_limits(const RequestHead& head, const ServerLimits& limits) {
  if (head.target.size() > limits.target_bytes) {
    return Problem{414, "target_too_long",
                   "the request's target is longer than " + std::to_string(limits.target_bytes) +
                       " bytes; POST /v1/search takes the same parameters in a body"};
  }
  if (head.fields.size() > limits.header_fields) {
    return Problem{431, "headers_too_large", "more than " + std::to_string(limits.header_fields) + " header fields"};
  }
  if (size_of(head) > limits.header_bytes) {
    return Problem{431, "headers_too_large",
                   "request line and headers are longer than " + std::to_string(limits.header_bytes) + " bytes"};
  }
  return std::nullopt;
}

bool is_length(const std::string& value) {
  return !value.empty() && std::all_of(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_zero(const std::string& length) { return length.find_first_not_of('0') == std::string::npos; }

bool takes_no_body(const std::string& method) { return method == "GET" || method == "HEAD"; }

/// Why the end of the body is in doubt; empty where it is not.
std::string doubt(const RequestHead& head) {
  const auto encodings = values_of(head, "transfer-encoding"), lengths = values_of(head, "content-length");
  if (!encodings.empty()) {
    if (head.version < 11) return "HTTP/1.0 knows no Transfer-Encoding";
    if (encodings.size() > 1 || encodings[0] != "chunked") return "the only Transfer-Encoding taken is chunked";
    if (!lengths.empty()) return "Content-Length and Transfer-Encoding exclude each other";
  }
  if (lengths.size() > 1) return "Content-Length is given more than once";
  if (!lengths.empty() && !is_length(lengths[0])) return "Content-Length is not one number";
  if (!values_of(head, "trailer").empty()) return "trailers are not taken";
  if (takes_no_body(head.method) && (!encodings.empty() || (!lengths.empty() && !is_zero(lengths[0])))) {
    return head.method + " takes no body";
  }
  return {};
}

}  // namespace

std::optional<Problem> refuse(const RequestHead& head, const ServerLimits& limits) {
  if (auto problem = beyond_limits(head, limits)) return problem;
  const auto hosts = values_of(head, "host").size();
  if (hosts > 1 || (hosts == 0 && head.version >= 11)) return Problem{400, "bad_request", "exactly one Host is needed"};
  if (auto reason = doubt(head); !reason.empty()) return Problem{400, "bad_request", std::move(reason)};
  for (const auto& expected : values_of(head, "expect")) {
    if (expected != "100-continue") return Problem{417, "bad_request", "the only Expect taken is 100-continue"};
  }
  return std::nullopt;
}

std::map<std::string, std::string> joined(const Params& fields) {
  std::map<std::string, std::string> by_name;
  for (const auto& [name, value] : fields) {
    const auto [entry, fresh] = by_name.emplace(name, value);
    if (!fresh) entry->second += ", " + value;
  }
  return by_name;
}

}  // namespace newssearch
