#pragma once
#include <concepts>
#include <string>
#include <string_view>
#include <utility>

#include "server/web/html.h"

namespace newssearch {

/// XML under construction, as Html is: what the compiler can see as a literal is markup, everything else is text, and
/// is escaped for element content and double-quoted attributes alike. What XML 1.0 has no way to write (control
/// characters, U+FFFE and U+FFFF) and what is not UTF-8 (a lone surrogate) becomes U+FFFD.
class Xml {
 public:
  Xml& operator<<(Html::Literal literal) {
    markup_ += literal.markup;
    return *this;
  }
  Xml& operator<<(const Xml& other) {
    markup_ += other.markup_;
    return *this;
  }
  Xml& operator<<(const std::same_as<std::string> auto& text) { return escape(text); }
  Xml& operator<<(const std::same_as<std::string_view> auto& text) { return escape(text); }

  /// A line `<name>text</name>`; nothing for an empty text.
  Xml& element(Html::Literal name, std::string_view text);

  std::string str() && { return std::move(markup_); }

 private:
  Xml& escape(std::string_view text);
  std::string markup_;
};

}  // namespace newssearch
