#pragma once
#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace newssearch {

/// Markup under construction. What the compiler can see as a literal is markup; everything else is text, and is escaped
/// for use as element content and inside double-quoted attributes alike. A run-time `char*` does not compile, so
/// there is no way to write a stranger's text unescaped.
class Html {
 public:
  struct Literal {
    consteval Literal(const char* literal) : markup(literal) {}
    std::string_view markup;
  };

  Html& operator<<(Literal literal) {
    markup_ += literal.markup;
    return *this;
  }
  Html& operator<<(const Html& other) {
    markup_ += other.markup_;
    return *this;
  }
  Html& operator<<(const std::same_as<std::string> auto& text) { return escape(text); }
  Html& operator<<(const std::same_as<std::string_view> auto& text) { return escape(text); }
  Html& operator<<(std::uint64_t number) {
    markup_ += std::to_string(number);
    return *this;
  }

  bool empty() const { return markup_.empty(); }
  const std::string& str() const& { return markup_; }
  std::string str() && { return std::move(markup_); }

 private:
  Html& escape(std::string_view text);
  std::string markup_;
};

/// The parts that are not empty, with the separator between them.
Html joined(const std::vector<Html>& parts, Html::Literal separator);

/// The address as it may stand in an href: itself where it is http or https, else empty (javascript:, data:, ...).
std::string_view web_address(std::string_view url);

}  // namespace newssearch
