#pragma once
#include <cstdint>
#include <vector>

#include "common/analyzer.h"

namespace newssearch {

/// Two texts are near copies if they share this of their shingles: half, and so little more that of pairs at the limit,
/// which depend on what one calls a word, as few are wrong as are missed.
inline constexpr double kCopyResemblance = 0.505;

/// Hashes of every run of five words of a text: ascending, each once (w-shingling: Broder, "On the resemblance and
/// containment of documents", 1997). The same within a process and between processes. Words are those a text is ranked
/// by (Analyzer::analyze_by_dictionary).
std::vector<std::uint64_t> shingles(const std::vector<Token>& tokens);

/// What two sets of shingles share: the size of their intersection over that of their union (Jaccard), 0 to 1; 0 where
/// both are empty.
double resemblance(const std::vector<std::uint64_t>& a, const std::vector<std::uint64_t>& b);

}  // namespace newssearch
