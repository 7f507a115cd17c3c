#pragma once
#include <cmath>
#include <cstdint>

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

}  // namespace newssearch::ranking
