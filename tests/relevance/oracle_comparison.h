#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "server/search/search_response.h"
#include "tests/relevance/oracle_count.h"

namespace newssearch::oracle {

/// How many numbers were compared, and how many were the same.
struct Tally {
  std::uint64_t compared = 0, equal = 0;
  void add(bool same) { ++compared, equal += same ? 1 : 0; }
  bool all_equal() const { return compared == equal; }
};

struct Tallies {
  Tally totals, facets, buckets;
  bool all_equal() const { return totals.all_equal() && facets.all_equal() && buckets.all_equal(); }
};

/// A number that differs.
struct Mismatch {
  std::string what, expected, got;  ///< "section 'World'", "12", "11 selected"
};

/// Compares total, relaxation, every value of every facet in its order, and every bucket.
std::vector<Mismatch> compare(const SearchRequest& request, const Expected& expected, const SearchResponse& got,
                              Tallies& tallies);

}  // namespace newssearch::oracle
