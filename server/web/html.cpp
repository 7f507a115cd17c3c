#include "server/web/html.h"

#include <algorithm>
#include <cctype>

namespace newssearch {

Html& Html::escape(std::string_view text) {
  for (const char c : text) {
    switch (c) {
      case '&':
        markup_ += "&amp;";
        break;
      case '<':
        markup_ += "&lt;";
        break;
      case '>':
        markup_ += "&gt;";
        break;
      case '"':
        markup_ += "&quot;";
        break;
      case '\'':
        markup_ += "&#39;";
        break;
      default:
        markup_ += c;
    }
  }
  return *this;
}

Html joined(const std::vector<Html>& parts, Html::Literal separator) {
  Html html;
  for (const Html& part : parts) {
    if (part.empty()) continue;
    if (!html.empty()) html << separator;
    html << part;
  }
  return html;
}

std::string_view web_address(std::string_view url) {
  const auto starts_with = [url](std::string_view scheme) {
    return url.size() > scheme.size() && std::equal(scheme.begin(), scheme.end(), url.begin(), [](char want, char got) {
             return want == std::tolower(static_cast<unsigned char>(got));
           });
  };
  const bool control = std::any_of(url.begin(), url.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; });
  return !control && (starts_with("http://") || starts_with("https://")) ? url : std::string_view();
}

}  // namespace newssearch
