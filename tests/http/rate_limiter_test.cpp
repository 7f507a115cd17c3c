#include "server/http/rate_limiter.h"

#include <catch2/catch.hpp>

using namespace newssearch;
using namespace std::chrono_literals;

namespace {

const RateLimiter::Clock::time_point kStart{1000s};

/// How many of so many requests at one time are within the rate.
int let_through(RateLimiter& limiter, const std::string& client, int requests, RateLimiter::Clock::time_point now) {
  int passed = 0;
  for (; requests > 0; --requests) passed += limiter.take(client, now) ? 0 : 1;
  return passed;
}

}  // namespace

TEST_CASE("a client may ask a burst at once, and goes on at the rate") {
  RateLimiter limiter(20, 40);
  CHECK(let_through(limiter, "a", 100, kStart) == 40);
  CHECK(let_through(limiter, "a", 100, kStart + 1s) == 20);
  CHECK(let_through(limiter, "a", 100, kStart + 1s + 100ms) == 2);
  CHECK(let_through(limiter, "a", 100, kStart + 60s) == 40);
}

TEST_CASE("one client's requests are not another's") {
  RateLimiter limiter(1, 1);
  CHECK(let_through(limiter, "a", 5, kStart) == 1);
  CHECK(let_through(limiter, "b", 5, kStart) == 1);
}

TEST_CASE("who is refused is told how long to wait, and is let through then") {
  RateLimiter limiter(0.1, 1);
  CHECK_FALSE(limiter.take("a", kStart));
  CHECK(limiter.take("a", kStart + 500ms) == 10s);
  CHECK(limiter.take("a", kStart + 9500ms) == 1s);
  CHECK_FALSE(limiter.take("a", kStart + 10s));
}

TEST_CASE("what is given back was not asked") {
  RateLimiter limiter(1, 2);
  for (int i = 0; i < 10; ++i) {
    CHECK_FALSE(limiter.take("a", kStart));
    limiter.give_back("a");
  }
  CHECK(let_through(limiter, "a", 5, kStart) == 2);
}

TEST_CASE("a rate of 0 is none") {
  RateLimiter limiter(0, 0);
  CHECK(let_through(limiter, "a", 1000, kStart) == 1000);
}
