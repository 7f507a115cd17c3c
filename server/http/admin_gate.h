#pragma once
#include <chrono>
#include <map>
#include <string>
#include <string_view>
#include <variant>

#include "server/http/admin_keys.h"
#include "server/http/problem.h"

namespace newssearch {

/// Lets those pass who hold a key, and slows down those who guess. Not safe to share between threads.
class AdminGate {
 public:
  using Clock = std::chrono::steady_clock;

  /// Without keys everybody passes: where the file system says who may connect.
  explicit AdminGate(AdminKeys keys) : keys_(std::move(keys)) {}

  /// Who asks, by the Authorization field, named "key desk"; without a name where there are no keys. Or why they may
  /// not: 401 in the same words whatever is wrong, or 429 with when to come again, for a client that failed ten times
  /// within a minute, whatever it holds now.
  std::variant<KeyHolder, Problem> admit(std::string_view authorization, const std::string& client,
                                         Clock::time_point now);

 private:
  struct Failures {
    Clock::time_point since;
    unsigned count = 0;
  };
  void forget_old(Clock::time_point now);

  AdminKeys keys_;
  std::map<std::string, Failures> failures_;  ///< by client
};

}  // namespace newssearch
