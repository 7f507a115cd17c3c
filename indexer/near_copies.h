#pragma once
#include <array>
#include <cstdint>
#include <functional>
#include <vector>

namespace newssearch {

/// A text in 256 bytes: the least of its shingles in each of 64 bins, an empty bin taking another's (one permutation
/// hashing: Li, Owen, Zhang 2012; optimal densification: Shrivastava 2017). Two texts agree in about as many of the 64
/// as they resemble each other.
inline constexpr std::size_t kSketchSize = 64;
using Sketch = std::array<std::uint32_t, kSketchSize>;
Sketch sketch_of(const std::vector<std::uint64_t>& shingles);

/// The texts (by number) in groups of near copies: each is one of another of its group (kCopyResemblance, verified on
/// the shingles themselves); of two and more each, ascending. Empty texts are no copies.
///
/// Texts are compared where two neighbouring values of their sketches agree (locality-sensitive hashing: 32 bands of
/// 2: of pairs that resemble each other by .5, one in 10,000 is missed) and a quarter of all values do. `shingles_of`
/// gives the shingles of a text, and is asked for few. Memory: that of the sketches, and 12 bytes a text.
std::vector<std::vector<std::uint32_t>> near_copies(
    const std::vector<Sketch>& sketches,
    const std::function<std::vector<std::uint64_t>(std::uint32_t text)>& shingles_of);

}  // namespace newssearch
