#include "tests/bench/latencies.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <numeric>

namespace newssearch::bench {

namespace {

double milliseconds_of(const std::function<void()>& question) {
  const auto start = std::chrono::steady_clock::now();
  question();
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace

void Latencies::time(const std::function<void()>& question) { milliseconds_.push_back(milliseconds_of(question)); }

void Latencies::time_best_of(unsigned rounds, const std::function<void()>& question) {
  double best = milliseconds_of(question);
  for (unsigned round = 1; round < rounds; ++round) best = std::min(best, milliseconds_of(question));
  milliseconds_.push_back(best);
}

double Latencies::percentile(double share) const {
  if (milliseconds_.empty()) return 0;
  std::vector<double> sorted = milliseconds_;
  std::sort(sorted.begin(), sorted.end());
  const double rank = std::ceil(share * static_cast<double>(sorted.size()));
  return sorted[static_cast<std::size_t>(std::max(rank, 1.0)) - 1];
}

double Latencies::mean() const {
  if (milliseconds_.empty()) return 0;
  return std::accumulate(milliseconds_.begin(), milliseconds_.end(), 0.0) / static_cast<double>(milliseconds_.size());
}

std::string table(const std::vector<Latencies>& rows) {
  char line[128];
  std::snprintf(line, sizeof line, "%-28s %9s %9s %9s %9s %9s\n", "milliseconds", "asked", "p50", "p95", "p99", "mean");
  std::string text = line;
  for (const Latencies& row : rows) {
    std::snprintf(line, sizeof line, "%-28s %9zu %9.2f %9.2f %9.2f %9.2f\n", row.name().c_str(), row.count(),
                  row.percentile(.5), row.percentile(.95), row.percentile(.99), row.mean());
    text += line;
  }
  return text;
}

nlohmann::ordered_json to_json(const Latencies& latencies) {
  return {{"name", latencies.name()},
          {"asked", latencies.count()},
          {"p50_ms", latencies.percentile(.5)},
          {"p95_ms", latencies.percentile(.95)},
          {"p99_ms", latencies.percentile(.99)},
          {"mean_ms", latencies.mean()}};
}

}  // namespace newssearch::bench
