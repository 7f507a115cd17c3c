#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace newssearch {

/// Numbers of seven bits a byte, the lowest first; all bytes but the last have their highest bit set.
inline void put_varint(std::string& bytes, std::uint64_t number) {
  for (; number >= 0x80; number >>= 7) bytes += static_cast<char>(number | 0x80);
  bytes += static_cast<char>(number);
}

/// The number at `at`, which is then behind it. What is cut short or too large is 0, and ends the text.
inline std::uint64_t take_varint(std::string_view bytes, std::size_t& at) {
  if (at < bytes.size() && static_cast<unsigned char>(bytes[at]) < 0x80) return static_cast<unsigned char>(bytes[at++]);
  std::uint64_t number = 0;
  for (unsigned shift = 0; at < bytes.size() && shift < 64; shift += 7) {
    const auto byte = static_cast<unsigned char>(bytes[at++]);
    number |= std::uint64_t{byte & 0x7FU} << shift;
    if (byte < 0x80) return number;
  }
  at = bytes.size() + 1;
  return 0;
}

}  // namespace newssearch
