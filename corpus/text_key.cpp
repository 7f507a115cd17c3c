#include "corpus/text_key.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <cstdint>

namespace newssearch {

std::string text_key(std::string_view text) {
  std::string key;
  key.reserve(text.size());
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  for (std::size_t position = 0; position < text.size();) {
    UChar32 character = 0;
    U8_NEXT(bytes, position, text.size(), character);
    if (character < 0 || !u_isalnum(character)) continue;
    character = u_foldCase(character, U_FOLD_CASE_DEFAULT);
    std::uint8_t encoded[U8_MAX_LENGTH];
    std::int32_t length = 0;
    U8_APPEND_UNSAFE(encoded, length, character);
    key.append(reinterpret_cast<const char*>(encoded), static_cast<std::size_t>(length));
  }
  return key;
}

}  // namespace newssearch
