#include "server/search/freshness.h"

#include <algorithm>
#include <cmath>

namespace newssearch {
namespace {

using Strength = AppliedRecency::Strength;

constexpr double kSecondsInDay = 86'400;

/// Judged on 20 queries whose answer is the news of the day and 20 whose best answer may be old, and on 2,000
/// headlines, which must find their articles as before (tests/relevance/freshness.md).
constexpr AppliedRecency kMild{.strength = Strength::mild, .floor = 0.92, .half_life_days = 365, .undated = 1};
constexpr AppliedRecency kStrong{.strength = Strength::strong, .floor = 0.65, .half_life_days = 30, .undated = 1};

/// A burst: of the dated articles found, this share and so many are of the archive's newest fiftieth.
constexpr double kNewestShare = 0.02, kShareOfFound = 0.07;
constexpr std::uint32_t kFewest = 5;

bool is_burst(const DocSet& found, const PublishedDates& dates) {
  const auto newest = static_cast<std::size_t>(static_cast<double>(dates.count_dated()) * kNewestShare);
  const std::uint32_t in_newest = found.count(dates.between(dates.time_of_newest(newest), Instant::max()));
  return in_newest >= kFewest && in_newest >= kShareOfFound * found.count(dates.dated);
}

std::int64_t newest_second(const PublishedDates& dates) {
  const std::size_t newest = dates.newest();
  return newest == SIZE_MAX ? 0 : dates.seconds[newest];
}

double decayed(const AppliedRecency& recency, double seconds) {
  return recency.floor + (1 - recency.floor) * std::exp2(-seconds / kSecondsInDay / recency.half_life_days);
}

/// Of the dated articles found: of one without a date neither better nor worse is known. Their ages are taken in
/// steps of a quarter of the half-life, so that none is looked at alone.
double mean_factor(const AppliedRecency& recency, const PublishedDates& dates, const DocSet& found) {
  constexpr int kStepsInHalfLife = 4, kSteps = 8 * kStepsInHalfLife;
  const double step = recency.half_life_days * kSecondsInDay / kStepsInHalfLife;
  std::vector<RankRange> of_age = dates.dated;  // of each part, those of a step
  double sum = 0;
  std::uint32_t all = 0;
  for (int i = 1; i <= kSteps; ++i) {
    const auto age = std::chrono::seconds(static_cast<std::int64_t>(step * i));
    const std::vector<std::size_t> older =
        dates.first_before(i == kSteps ? Instant::min() : dates.at(dates.newest()) - age);
    for (std::size_t part = 0; part < older.size(); ++part) of_age[part].end = older[part];
    const std::uint32_t articles = found.count(of_age);
    sum += articles * decayed(recency, step * (i - 0.5));
    all += articles;
    for (RankRange& range : of_age) range.begin = range.end;
  }
  return all == 0 ? 1 : sum / all;
}

}  // namespace

std::string_view to_string(Strength strength) {
  switch (strength) {
    case Strength::off:
      return "off";
    case Strength::mild:
      return "mild";
    case Strength::strong:
      return "strong";
  }
  return "off";
}

Freshness::Freshness(const PublishedDates& dates, const AppliedRecency& recency)
    : dates_(dates), recency_(recency), newest_(newest_second(dates)) {}

float Freshness::factor(std::size_t rank) const {
  if (is_off()) return 1;
  if (!dates_.is_dated(rank)) return static_cast<float>(recency_.undated);
  const std::int64_t age = std::max<std::int64_t>(0, newest_ - dates_.seconds[rank]);
  return static_cast<float>(decayed(recency_, static_cast<double>(age)));
}

float Freshness::most_in(std::size_t window) const {
  const std::size_t last = std::min((window + 1) * kWindowArticles, dates_.known.size()) - 1;
  return std::max(factor(window * kWindowArticles), dates_.is_dated(last) ? 0 : factor(last));
}

AppliedRecency applied_recency(Recency asked, const DocSet& found, const PublishedDates& dates) {
  if (asked == Recency::off || dates.count_dated() == 0) return {};
  AppliedRecency recency = asked == Recency::strong || is_burst(found, dates) ? kStrong : kMild;
  recency.undated = mean_factor(recency, dates, found);
  return recency;
}

}  // namespace newssearch
