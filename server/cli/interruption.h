#pragma once
#include <exception>

namespace newssearch {

/// Ctrl-C or SIGTERM came while something was being built.
struct Interrupted : std::exception {
  const char* what() const noexcept override { return "interrupted: nothing was published: run it again"; }
};

/// While one lives, Ctrl-C and SIGTERM are noted instead of ending the process, so that what was begun can be cleaned
/// up; a second one ends it at once. One at a time.
class InterruptionWatch {
 public:
  InterruptionWatch();
  ~InterruptionWatch();
  InterruptionWatch(const InterruptionWatch&) = delete;
  InterruptionWatch& operator=(const InterruptionWatch&) = delete;

  /// Throws Interrupted where one came.
  void check() const;
};

}  // namespace newssearch
