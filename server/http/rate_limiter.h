#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <unordered_map>

namespace newssearch {

/// How often each client may ask: `burst` times at once, `rate` times a second in the long run (the generic cell rate
/// algorithm of ITU-T I.371: of each client nothing is kept but when its allowance is whole again). Not safe to share
/// between threads.
class RateLimiter {
 public:
  using Clock = std::chrono::steady_clock;

  /// A rate of 0: as often as they like.
  RateLimiter(double rate, double burst);

  /// Counts a request. Nullopt: it is within the rate; else it is not counted, and that is how long to wait for one
  /// that is, in whole seconds, 1 at the least.
  std::optional<std::chrono::seconds> take(const std::string& client, Clock::time_point now);
  /// Counts one less.
  void give_back(const std::string& client);

 private:
  void forget_idle(Clock::time_point now);

  Clock::duration interval_{0}, tolerance_{0};                ///< between requests; that they may come too early
  std::unordered_map<std::string, Clock::time_point> whole_;  ///< by client, where that is yet to come
  Clock::time_point next_look_{};
};

}  // namespace newssearch
