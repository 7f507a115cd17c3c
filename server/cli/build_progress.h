#pragma once
#include <chrono>
#include <functional>

#include "indexer/index_build.h"
#include "server/cli/interruption.h"
#include "server/cli/progress_bar.h"

namespace newssearch {

/// Shows a build's progress on a bar and ends the build where an interruption came. Both must outlive what is returned.
std::function<void(const BuildProgress&)> shown_on(ProgressBar& bar, const InterruptionWatch& watch);

/// Seconds since it was made.
class Stopwatch {
 public:
  double seconds() const { return std::chrono::duration<double>(Clock::now() - begun_).count(); }

 private:
  using Clock = std::chrono::steady_clock;
  Clock::time_point begun_ = Clock::now();
};

}  // namespace newssearch
