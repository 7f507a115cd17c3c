#pragma once
#include <chrono>

namespace newssearch {

/// What a question may take. Checked as the work goes on: Xapian's own set_time_limit is not one.
class TimeBudget {
 public:
  /// Thrown by check(); caught where the question came in.
  struct Spent {};

  explicit TimeBudget(std::chrono::milliseconds allowed) : end_(Clock::now() + allowed) {}

  /// Throws Spent once the time is over. Looks at the clock every so many calls: cheap enough for each posting.
  void check() {
    if (++calls_ % kCallsPerLook == 0) look();
  }
  void look() const {
    if (Clock::now() > end_) throw Spent{};
  }

 private:
  using Clock = std::chrono::steady_clock;
  static constexpr unsigned kCallsPerLook = 4096;
  Clock::time_point end_;
  unsigned calls_ = 0;
};

}  // namespace newssearch
