#include "server/web/xml.h"

#include <unicode/utf8.h>

#include <cstdint>

namespace newssearch {
namespace {

/// Production Char of XML 1.0.
bool can_be_written(UChar32 c) {
  return c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c <= 0xd7ff) || (c >= 0xe000 && c <= 0xfffd) ||
         (c >= 0x10000 && c <= 0x10ffff);
}

}  // namespace

Xml& Xml::element(Html::Literal name, std::string_view text) {
  if (text.empty()) return *this;
  return *this << "<" << name << ">" << text << "</" << name << ">\n";
}

Xml& Xml::escape(std::string_view text) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  const auto size = static_cast<std::int32_t>(text.size());
  for (std::int32_t end = 0; end < size;) {
    const auto begin = static_cast<std::size_t>(end);
    UChar32 c = 0;
    U8_NEXT(bytes, end, size, c);
    switch (c) {
      case '&':
        markup_ += "&amp;";
        break;
      case '<':
        markup_ += "&lt;";
        break;
      case '>':  // "]]>" too
        markup_ += "&gt;";
        break;
      case '"':
        markup_ += "&quot;";
        break;
      case '\r':  // as itself, it would be read as a line feed
        markup_ += "&#13;";
        break;
      default:
        if (can_be_written(c))
          markup_ += text.substr(begin, static_cast<std::size_t>(end) - begin);
        else
          markup_ += "\ufffd";
    }
  }
  return *this;
}

}  // namespace newssearch
