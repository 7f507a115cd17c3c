#pragma once
#include <cstddef>
#include <ctime>
#include <functional>

namespace newssearch {

/// True where work of a size takes time in proportion to it, however slow the machine is: eight times as much takes
/// eight times the CPU, and 64 times where it is quadratic.
inline bool takes_linear_time(const std::function<void(std::size_t size)>& work, std::size_t size) {
  const auto cpu_seconds = [&](std::size_t of) {
    const std::clock_t begin = std::clock();
    work(of);
    return static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
  };
  constexpr double kTooShortToTell = 0.1;
  const double eighth = cpu_seconds(size / 8);
  return cpu_seconds(size) < kTooShortToTell + 24 * eighth;
}

}  // namespace newssearch
