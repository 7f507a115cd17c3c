#pragma once
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

#include "common/impacts_file.h"

namespace newssearch::ranking {

/// BM25 (Robertson, Zaragoza 2009) with the idf Lucene made usual, which is never negative. The weights of headline and
/// lead lie in the term frequency (schema::kHeadlineWeight, kLeadWeight); k1 is higher than the textbook's 1.2 since a
/// word of the lead counts twice. Both were chosen on topics and headlines of three collections together
/// (tests/relevance/README.md).
inline constexpr double kK1 = 1.6, kB = 0.75;

inline double idf(std::uint32_t articles, std::uint32_t holding) {
  return std::log(1.0 + (articles - holding + 0.5) / (holding + 0.5));
}

/// `length` and `average` in words. Below kK1 + 1.
inline double term_frequency(std::uint32_t wdf, double length, double average, double k1 = kK1, double b = kB) {
  return wdf * (k1 + 1) / (wdf + k1 * (1 - b + b * length / average));
}

/// The same as an impact: of kMaxTermFrequency.
inline constexpr double kMaxTermFrequency = kK1 + 1;
inline std::uint8_t impact(std::uint32_t wdf, double length, double average) {
  return impact_of(term_frequency(wdf, length, average) / kMaxTermFrequency);
}

/// Of an impact, a share f / (f + K) of the most there can be: f / K. How often the term stands in the article, beside
/// what the article's length makes of that; of several terms they can be added up.
inline constexpr std::array<float, 256> kOdds = [] {
  std::array<float, 256> odds{};
  for (std::size_t impact = 1; impact < odds.size(); ++impact) {
    const double share = std::min(static_cast<double>(impact) / 255, 1 - 0.5 / 255);
    odds[impact] = static_cast<float>(share / (1 - share));
  }
  return odds;
}();
inline float odds(std::uint8_t impact) { return kOdds[impact]; }
inline std::uint8_t impact_of_odds(double odds) { return impact_of(odds / (1 + odds)); }

}  // namespace newssearch::ranking
