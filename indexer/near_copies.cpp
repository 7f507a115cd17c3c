#include "indexer/near_copies.h"

#include <algorithm>
#include <limits>
#include <map>
#include <numeric>
#include <unordered_map>
#include <unordered_set>

#include "common/shingles.h"

namespace newssearch {
namespace {

constexpr std::size_t kBandValues = 2;
constexpr std::uint32_t kNoShingle = std::numeric_limits<std::uint32_t>::max();

/// Of pairs that resemble each other by .5, one in 30,000 agrees in fewer values (binomial of 64).
constexpr std::size_t kLeastAgreeing = 16;

/// In a bucket, a text is compared with so many before it: copies of one text are linked one after the other.
constexpr std::size_t kComparedInBucket = 32;

/// The same numbers for the same pair of numbers: the finaliser of splitmix64.
std::uint32_t scattered(std::uint32_t number, std::uint32_t attempt) {
  std::uint64_t mixed = (std::uint64_t{number} << 32 | attempt) + 0x9E3779B97F4A7C15ULL;
  mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9ULL;
  mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBULL;
  return static_cast<std::uint32_t>(mixed >> 32);
}

std::size_t agreeing(const Sketch& a, const Sketch& b) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < kSketchSize; ++i) count += a[i] == b[i] ? 1 : 0;
  return count;
}

/// Disjoint sets (Tarjan 1975, with path halving).
class Sets {
 public:
  explicit Sets(std::size_t size) : parent_(size) { std::iota(parent_.begin(), parent_.end(), 0U); }
  std::uint32_t find(std::uint32_t one) {
    while (parent_[one] != one) one = parent_[one] = parent_[parent_[one]];
    return one;
  }
  void unite(std::uint32_t a, std::uint32_t b) { parent_[std::max(find(a), find(b))] = std::min(find(a), find(b)); }

 private:
  std::vector<std::uint32_t> parent_;
};

/// Compares texts, each pair once, and remembers the shingles read last.
class Comparison {
 public:
  Comparison(const std::vector<Sketch>& sketches,
             const std::function<std::vector<std::uint64_t>(std::uint32_t)>& shingles_of)
      : sketches_(sketches), shingles_of_(shingles_of) {}

  bool are_copies(std::uint32_t a, std::uint32_t b) {
    if (agreeing(sketches_[a], sketches_[b]) < kLeastAgreeing) return false;
    if (!compared_.insert(std::uint64_t{a} << 32 | b).second) return false;  // else they were united
    return resemblance(read(a), read(b)) >= kCopyResemblance;
  }

 private:
  static constexpr std::size_t kMostRead = 1024;

  const std::vector<std::uint64_t>& read(std::uint32_t text) {
    if (const auto known = read_.find(text); known != read_.end()) return known->second;
    if (read_.size() >= kMostRead) {
      read_.swap(read_before_);
      read_.clear();
    }
    if (auto before = read_before_.extract(text)) return read_.insert(std::move(before)).position->second;
    return read_.emplace(text, shingles_of_(text)).first->second;
  }

  const std::vector<Sketch>& sketches_;
  const std::function<std::vector<std::uint64_t>(std::uint32_t)>& shingles_of_;
  std::unordered_set<std::uint64_t> compared_;
  std::map<std::uint32_t, std::vector<std::uint64_t>> read_, read_before_;
};

struct BandEntry {
  std::uint64_t key;
  std::uint32_t text;
  auto operator<=>(const BandEntry&) const = default;
};

}  // namespace

Sketch sketch_of(const std::vector<std::uint64_t>& shingles) {
  Sketch sketch;
  sketch.fill(kNoShingle);
  if (shingles.empty()) return sketch;
  for (const std::uint64_t shingle : shingles) {
    std::uint32_t& least = sketch[shingle % kSketchSize];
    least = std::min(least, static_cast<std::uint32_t>(shingle >> 32));
  }
  const Sketch own = sketch;
  for (std::uint32_t bin = 0; bin < kSketchSize; ++bin)
    for (std::uint32_t attempt = 1; sketch[bin] == kNoShingle; ++attempt) {
      const std::uint32_t other = scattered(bin, attempt) % kSketchSize;
      if (own[other] != kNoShingle) sketch[bin] = scattered(own[other], attempt) % kNoShingle;
    }
  return sketch;
}

std::vector<std::vector<std::uint32_t>> near_copies(
    const std::vector<Sketch>& sketches,
    const std::function<std::vector<std::uint64_t>(std::uint32_t text)>& shingles_of) {
  Comparison comparison(sketches, shingles_of);
  Sets sets(sketches.size());
  std::vector<BandEntry> band;
  for (std::size_t at = 0; at < kSketchSize; at += kBandValues) {
    band.clear();
    for (std::uint32_t text = 0; text < sketches.size(); ++text)
      if (const Sketch& sketch = sketches[text]; sketch[at] != kNoShingle)
        band.push_back({std::uint64_t{sketch[at]} << 32 | sketch[at + 1], text});
    std::sort(band.begin(), band.end());
    for (std::size_t begin = 0, i = 0; i < band.size(); ++i) {
      if (band[i].key != band[begin].key) begin = i;
      for (std::size_t j = std::max(begin, i - std::min(i, kComparedInBucket)); j < i; ++j)
        if (sets.find(band[j].text) != sets.find(band[i].text) && comparison.are_copies(band[j].text, band[i].text))
          sets.unite(band[j].text, band[i].text);
    }
  }
  std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> by_first;
  for (std::uint32_t text = 0; text < sketches.size(); ++text)
    if (sets.find(text) != text) by_first[sets.find(text)].push_back(text);
  std::vector<std::vector<std::uint32_t>> groups;
  for (auto& [first, others] : by_first) {
    others.insert(others.begin(), first);
    groups.push_back(std::move(others));
  }
  std::sort(groups.begin(), groups.end());
  return groups;
}

}  // namespace newssearch
