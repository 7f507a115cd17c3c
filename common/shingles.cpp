#include "common/shingles.h"

#include <algorithm>
#include <string_view>

namespace newssearch {
namespace {

constexpr std::size_t kShingleWords = 5;

/// FNV-1a (Fowler, Noll, Vo), and the finaliser of splitmix64 behind it.
std::uint64_t mix(std::uint64_t hash) {
  hash = (hash ^ (hash >> 30)) * 0xBF58476D1CE4E5B9ULL;
  hash = (hash ^ (hash >> 27)) * 0x94D049BB133111EBULL;
  return hash ^ (hash >> 31);
}

std::uint64_t hash_of(std::string_view word) {
  std::uint64_t hash = 0xCBF29CE484222325ULL;
  for (const char byte : word) hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001B3ULL;
  return mix(hash);
}

}  // namespace

std::vector<std::uint64_t> shingles(const std::vector<Token>& tokens) {
  if (tokens.size() < kShingleWords) return {};
  std::vector<std::uint64_t> words, runs;
  words.reserve(tokens.size());
  for (const Token& token : tokens) words.push_back(hash_of(token.word));
  runs.reserve(tokens.size());
  for (std::size_t i = 0; i + kShingleWords <= words.size(); ++i) {
    std::uint64_t run = 0;
    for (std::size_t word = 0; word < kShingleWords; ++word) run = (run ^ words[i + word]) * 0x9E3779B97F4A7C15ULL;
    runs.push_back(mix(run));
  }
  std::sort(runs.begin(), runs.end());
  runs.erase(std::unique(runs.begin(), runs.end()), runs.end());
  return runs;
}

double resemblance(const std::vector<std::uint64_t>& a, const std::vector<std::uint64_t>& b) {
  std::size_t shared = 0;
  for (auto x = a.begin(), y = b.begin(); x != a.end() && y != b.end();) {
    if (*x == *y) ++shared;
    const bool next_x = *x <= *y, next_y = *y <= *x;
    x += next_x ? 1 : 0;
    y += next_y ? 1 : 0;
  }
  const std::size_t all = a.size() + b.size() - shared;
  return all == 0 ? 0 : static_cast<double>(shared) / static_cast<double>(all);
}

}  // namespace newssearch
