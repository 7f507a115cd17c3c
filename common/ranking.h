#pragma once
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

#include "common/impacts_file.h"

namespace newssearch::ranking {

/// BM25 (Robertson, Zaragoza 2009) with the idf Lucene made usual, which is never negative. The headline's weight lies
/// in the term frequency (schema::kHeadlineWeight). k1 and b are the textbook's: tuned on the 41 development topics of
/// TIME, other values gained there and lost elsewhere.
inline constexpr double kK1 = 1.2, kB = 0.75;

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

/// An impact's share of the most it can be, f / (f + K), as f / K: how often the term stands in the article, beside what the
/// article's length makes of that. Of several terms they can be added up.
inline float odds(std::uint8_t impact) {
  static const std::array<float, 256> all = [] {
    std::array<float, 256> odds{};
    for (std::size_t i = 1; i < odds.size(); ++i) {
      const double share = std::min(static_cast<double>(i) / 255, 1 - 0.5 / 255);
      odds[i] = static_cast<float>(share / (1 - share));
    }
    return odds;
  }();
  return all[impact];
}
inline std::uint8_t impact_of_odds(double odds) { return impact_of(odds / (1 + odds)); }

}  // namespace newssearch::ranking
