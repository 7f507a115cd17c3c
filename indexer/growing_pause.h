#pragma once
#include <algorithm>
#include <chrono>
#include <utility>

namespace newssearch {

/// How long to wait after something failed: twice as long each time.
class GrowingPause {
 public:
  GrowingPause(std::chrono::milliseconds first, std::chrono::milliseconds last)
      : first_(first), last_(last), next_(first) {}
  std::chrono::milliseconds next() { return std::exchange(next_, std::min(2 * next_, last_)); }
  void reset() { next_ = first_; }

 private:
  const std::chrono::milliseconds first_, last_;
  std::chrono::milliseconds next_;
};

}  // namespace newssearch
