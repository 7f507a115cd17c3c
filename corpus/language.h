#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace newssearch {

/// The language of a tag as ISO 639-1: "en" for "en", "EN-us", "en_GB" and "eng"; three letters where a language has no
/// two. nullopt for what names none, such as "und" or "English".
std::optional<std::string> language_of_tag(std::string_view tag);

/// The language a text is written in, as far as that can be told with certainty.
std::optional<std::string> detect_language(std::string_view text);

}  // namespace newssearch
