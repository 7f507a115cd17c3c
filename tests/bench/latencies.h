#pragma once
#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

namespace newssearch::bench {

/// What one way of asking took, question by question.
class Latencies {
 public:
  explicit Latencies(std::string name) : name_(std::move(name)) {}

  const std::string& name() const { return name_; }
  /// Runs it and notes the milliseconds it took.
  void time(const std::function<void()>& question);
  /// Runs it several times and notes the fewest milliseconds it took.
  void time_best_of(unsigned rounds, const std::function<void()>& question);
  std::size_t count() const { return milliseconds_.size(); }
  /// The smallest that `share` of the questions did not exceed (nearest rank). Zero where there is none.
  double percentile(double share) const;
  double mean() const;

 private:
  std::string name_;
  std::vector<double> milliseconds_;
};

std::string table(const std::vector<Latencies>& rows);
nlohmann::ordered_json to_json(const Latencies& latencies);

}  // namespace newssearch::bench
