#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>

namespace newssearch {

/// The character a number of a character reference means on the web: 128 to 159 are Windows-1252's. Empty where it
/// means none that a text may hold.
std::string character_of(unsigned long number);

/// Reads HTML's character references.
class HtmlEntities {
 public:
  /// The characters of the reference that `text` begins with, "&eacute;" or "&#233;" or "&#xE9;", and its length in
  /// `length`. Where there is no such reference, the length is 0; where it
  /// means no character, the result is empty.
  std::string read(std::string_view text, std::size_t& length);

 private:
  std::string named(std::string_view name);
  std::unordered_map<std::string, std::string> known_;
};

}  // namespace newssearch
