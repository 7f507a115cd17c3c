#pragma once
#include <cstdint>
#include <string>

namespace newssearch::faults {

/// The size of the segments newssearch_journal_writer writes: a few records each.
inline constexpr std::uint64_t kSmallSegmentBytes = 600;

/// What the record with this number says: no two say the same.
inline std::string record_text(std::uint64_t number) {
  return std::to_string(number) + ' ' +
         std::string(10 + number * 37 % 150, static_cast<char>('a' + static_cast<char>(number % 26)));
}

}  // namespace newssearch::faults
