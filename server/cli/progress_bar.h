#pragma once
#include <chrono>
#include <cstdint>
#include <string>

namespace newssearch {

/// How far a piece of work is.
struct Progress {
  std::string what;  ///< "reading"
  enum class Unit { bytes, articles } unit{};
  std::uint64_t done = 0, total = 0;  ///< total 0: not known
};

/// "indexing  ██████▌      43%  8,188 of 19,043 articles  1,510/s  0:07 left", in `width` columns.
std::string progress_line(const Progress& progress, double seconds, int width);

/// Draws progress on standard error where that is a terminal, ten times a second at most. Gone when destroyed.
class ProgressBar {
 public:
  explicit ProgressBar(bool wanted);
  ~ProgressBar();
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  void show(const Progress& progress);

 private:
  using Clock = std::chrono::steady_clock;
  const bool shown_;
  std::string what_;
  Clock::time_point begun_{}, drawn_{};
};

}  // namespace newssearch
