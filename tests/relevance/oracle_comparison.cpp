#include "tests/relevance/oracle_comparison.h"

#include <algorithm>

namespace newssearch::oracle {
namespace {

constexpr const char* kNothing = "nothing";

std::string shown(const FacetCount& value) {
  return "'" + value.value + "' " + std::to_string(value.count) + (value.selected ? " selected" : "");
}

std::string shown(const DateHistogram::Bucket& bucket) {
  return "[" + bucket.from + ", " + bucket.to + ") " + std::to_string(bucket.count) + ", a share of " +
         std::to_string(bucket.share);
}

class Comparison {
 public:
  explicit Comparison(std::vector<Mismatch>& mismatches) : mismatches_(mismatches) {}

  void same(Tally& tally, const std::string& what, const std::string& expected, const std::string& got) {
    tally.add(expected == got);
    if (expected != got) mismatches_.push_back({what, expected, got});
  }

  /// Place by place: the order counts too.
  template <class Item>
  void same_list(Tally& tally, const std::string& what, const std::vector<Item>& expected,
                 const std::vector<Item>& got) {
    for (std::size_t i = 0; i < std::max(expected.size(), got.size()); ++i)
      same(tally, what + " " + std::to_string(i), i < expected.size() ? shown(expected[i]) : kNothing,
           i < got.size() ? shown(got[i]) : kNothing);
  }

 private:
  std::vector<Mismatch>& mismatches_;
};

/// The interval is the one asked for or, where that has too many buckets, the next coarser that has not.
bool is_fitting(HistogramInterval asked, const DateHistogram& histogram) {
  const std::size_t most = asked == HistogramInterval::automatic ? 100 : 1000;
  if (histogram.interval == HistogramInterval::automatic || histogram.interval < asked) return false;
  return histogram.buckets.size() <= most || histogram.interval == HistogramInterval::year;
}

/// Finer than needed buckets would have been possible: by days what is counted by weeks, and so on.
bool is_needlessly_coarse(HistogramInterval asked, const DateHistogram& histogram) {
  const std::size_t most = asked == HistogramInterval::automatic ? 100 : 1000;
  const std::size_t buckets = histogram.buckets.size();
  switch (histogram.interval) {  // the most finer buckets that so many coarser ones can hold
    case HistogramInterval::week:
      return asked != HistogramInterval::week && buckets * 7 <= most;
    case HistogramInterval::month:
      return asked != HistogramInterval::month && buckets * 31 / 7 + 2 <= most;
    case HistogramInterval::year:
      return asked != HistogramInterval::year && buckets * 12 <= most;
    default:
      return false;
  }
}

}  // namespace

std::vector<Mismatch> compare(const SearchRequest& request, const Expected& expected, const SearchResponse& got,
                              Tallies& tallies) {
  std::vector<Mismatch> mismatches;
  Comparison comparison(mismatches);
  const auto total = [](std::uint32_t articles, bool relaxed) {
    return std::to_string(articles) + (relaxed ? " relaxed" : "");
  };
  comparison.same(tallies.totals, "total", total(expected.total, expected.relaxed), total(got.total, got.relaxed));
  for (std::size_t i = 0; i < request.facets.size(); ++i) {
    const std::string name(to_string(request.facets[i]));
    const FacetCounts none;
    const FacetCounts& facet = i < got.facets.size() ? got.facets[i] : none;
    comparison.same(tallies.facets, name + " distinct", std::to_string(expected.facets[i].distinct),
                    std::to_string(facet.distinct));
    comparison.same_list(tallies.facets, name, expected.facets[i].values, facet.values);
  }
  if (!request.histogram) return mismatches;
  const DateHistogram histogram = got.histogram.value_or(DateHistogram{});
  const bool fits = is_fitting(*request.histogram, histogram) && !is_needlessly_coarse(*request.histogram, histogram);
  comparison.same(tallies.buckets, "interval", "one that fits",
                  fits ? "one that fits" : std::string(to_string(histogram.interval)));
  comparison.same(tallies.buckets, "undated", std::to_string(expected.histogram.undated),
                  std::to_string(histogram.undated));
  comparison.same_list(tallies.buckets, std::string(to_string(histogram.interval)), expected.histogram.buckets,
                       histogram.buckets);
  return mismatches;
}

}  // namespace newssearch::oracle
