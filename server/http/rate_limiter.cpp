#include "server/http/rate_limiter.h"

#include <algorithm>

namespace newssearch {
namespace {

using Clock = RateLimiter::Clock;

constexpr std::size_t kRemembered = 100'000;  ///< clients; where that many ask at once, all are forgotten
constexpr std::chrono::seconds kBetweenLooks{1};

Clock::duration to_duration(double seconds) {
  return std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
}

}  // namespace

RateLimiter::RateLimiter(double rate, double burst) {
  if (rate <= 0) return;
  interval_ = to_duration(1 / rate);
  tolerance_ = to_duration((std::max(burst, 1.0) - 1) / rate);
}

std::optional<std::chrono::seconds> RateLimiter::take(const std::string& client, Clock::time_point now) {
  if (interval_ == Clock::duration::zero()) return std::nullopt;
  forget_idle(now);
  Clock::time_point& whole = whole_.try_emplace(client, now).first->second;
  const Clock::time_point from = std::max(whole, now);
  if (from - now > tolerance_) {
    const auto wait = std::chrono::ceil<std::chrono::seconds>(from - now - tolerance_);
    return std::max(wait, std::chrono::seconds(1));
  }
  whole = from + interval_;
  return std::nullopt;
}

void RateLimiter::give_back(const std::string& client) {
  if (const auto known = whole_.find(client); known != whole_.end()) known->second -= interval_;
}

void RateLimiter::forget_idle(Clock::time_point now) {
  if (now < next_look_) return;
  next_look_ = now + kBetweenLooks;
  std::erase_if(whole_, [&](const auto& each) { return each.second <= now; });
  if (whole_.size() >= kRemembered) whole_.clear();
}

}  // namespace newssearch
