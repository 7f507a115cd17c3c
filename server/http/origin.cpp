#include "server/http/origin.h"

#include <algorithm>

namespace newssearch {
namespace {

constexpr std::size_t kLongestName = 253, kLongestPort = 5;
constexpr std::string_view kDigits = "0123456789", kHexDigits = "0123456789ABCDEFabcdef",
                           kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

bool is_of(std::string_view text, std::string_view characters) {
  return !text.empty() && text.find_first_not_of(characters) == std::string_view::npos;
}

/// "news.example.org", "[::1]:8080"
bool is_host(std::string_view host) {
  static const std::string kAddress = std::string(kHexDigits) + ":.";
  static const std::string kName = std::string(kLetters) + std::string(kDigits) + ".-_";
  const bool bracketed = host.starts_with('[');
  const auto end = bracketed ? host.find(']') : std::min(host.find(':'), host.size());
  if (end == std::string_view::npos || end > kLongestName) return false;
  if (!(bracketed ? is_of(host.substr(1, end - 1), kAddress) : is_of(host.substr(0, end), kName))) return false;
  const auto port = host.substr(bracketed ? end + 1 : end);
  return port.empty() || (port.front() == ':' && port.size() <= 1 + kLongestPort && is_of(port.substr(1), kDigits));
}

/// Without blanks and quotes around it, in lower case.
std::string bare(std::string_view text) {
  static constexpr std::string_view kAround = " \t\"";
  text.remove_prefix(std::min(text.find_first_not_of(kAround), text.size()));
  std::string result(text.substr(0, text.find_last_not_of(kAround) + 1));
  for (char& c : result)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return result;
}

/// What the proxy next to the client saw is said first.
std::string_view first_of(std::string_view list) { return list.substr(0, list.find(',')); }

/// The proto of "for=192.0.2.60;proto=https;by=203.0.113.43"; empty where there is none.
std::string proto(std::string_view pairs) {
  while (!pairs.empty()) {
    const auto pair = pairs.substr(0, pairs.find(';'));
    pairs.remove_prefix(std::min(pair.size() + 1, pairs.size()));
    const auto equals = pair.find('=');
    if (equals != std::string_view::npos && bare(pair.substr(0, equals)) == "proto")
      return bare(pair.substr(equals + 1));
  }
  return {};
}

}  // namespace

std::string forwarded_scheme(const HttpRequest& request) {
  for (auto& scheme :
       {proto(first_of(header(request, "forwarded"))), bare(first_of(header(request, "x-forwarded-proto")))}) {
    if (scheme == "http" || scheme == "https") return scheme;
  }
  return {};
}

Result<std::string> origin_of(const HttpRequest& request) {
  const auto host = header(request, "host");
  if (!is_host(host))
    return Error{"bad_host",
                 "the answer would hold addresses, which are made of the Host header: it must be a host, "
                 "or a host, ':' and a port"};
  return request.scheme + "://" + std::string(host);
}

}  // namespace newssearch
