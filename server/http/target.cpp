#include "server/http/target.h"

#include <unicode/unistr.h>

#include <optional>

#include "server/web/search_address.h"

namespace newssearch {
namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/// nullopt for a bad escape or a NUL.
std::optional<std::string> decode(std::string_view text, bool plus_is_space) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '%') {
      if (text.size() - i < 3) return std::nullopt;
      const int high = hex_digit(text[i + 1]), low = hex_digit(text[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      c = static_cast<char>(high * 16 + low);
      i += 2;
    } else if (c == '+' && plus_is_space) {
      c = ' ';
    }
    if (c == '\0') return std::nullopt;
    decoded += c;
  }
  return decoded;
}

std::string valid_utf8(const std::string& text) {
  std::string valid;
  icu::UnicodeString::fromUTF8(text).toUTF8String(valid);
  return valid;
}

/// "http://host/path" to "/path": proxies may send a target in full (RFC 9112, 3.2.2).
std::string_view without_authority(std::string_view target) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (!target.starts_with(scheme)) continue;
    const auto end = target.find_first_of("/?", scheme.size());
    return end == std::string_view::npos ? "/" : target.substr(end);
  }
  return target;
}

Error bad_target(std::string reason) { return {"bad_target", std::move(reason)}; }

}  // namespace

Result<Target> parse_target(std::string_view target) {
  target = without_authority(target);
  const auto mark = target.find('?');
  Target parsed;
  parsed.path = target.substr(0, mark);
  if (mark != std::string_view::npos) parsed.query = target.substr(mark + 1);
  if (parsed.path.empty()) parsed.path = "/";
  if (parsed.path.front() != '/') return bad_target("the request's target must begin with '/'");
  if (!decode(parsed.path, false)) {
    return bad_target(
        "the path holds a NUL, or a '%' without two hexadecimal digits after it; write a percent sign as %25");
  }
  std::string_view rest = parsed.query;
  while (!rest.empty()) {
    const auto pair = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(pair.size() + 1, rest.size()));
    if (pair.empty()) continue;
    const auto equals = pair.find('=');
    const auto name = decode(pair.substr(0, equals), true);
    const auto value = decode(equals == std::string_view::npos ? std::string_view() : pair.substr(equals + 1), true);
    if (!name || !value) {
      return bad_target(
          "the query string holds a NUL, or a '%' without two hexadecimal digits after it; write a percent sign as "
          "%25");
    }
    parsed.params.emplace_back(valid_utf8(*name), valid_utf8(*value));
  }
  return parsed;
}

std::string decode_path_piece(std::string_view piece) { return valid_utf8(decode(piece, false).value_or("")); }

std::string to_query(const Params& params) {
  std::string query;
  for (const auto& [name, value] : params) {
    query += (query.empty() ? "" : "&") + percent_encode(name) + "=" + percent_encode(value);
  }
  return query;
}

}  // namespace newssearch
