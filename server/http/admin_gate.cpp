#include "server/http/admin_gate.h"

#include <algorithm>

namespace newssearch {
namespace {

constexpr unsigned kFailures = 10;
constexpr std::chrono::seconds kWithin{60};
constexpr std::size_t kRemembered = 10'000;  ///< clients; where that many fail at once, all are forgotten

/// The key of "Bearer KEY"; the scheme's name in any case (RFC 9110, 11.1). Empty where there is none.
std::string_view bearer_key(std::string_view authorization) {
  constexpr std::string_view kScheme = "bearer ";
  if (authorization.size() <= kScheme.size()) return {};
  for (std::size_t i = 0; i < kScheme.size(); ++i) {
    const char c = authorization[i];
    if ((c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c) != kScheme[i]) return {};
  }
  authorization.remove_prefix(kScheme.size());
  authorization.remove_prefix(std::min(authorization.find_first_not_of(' '), authorization.size()));
  return authorization;
}

}  // namespace

std::variant<KeyHolder, Problem> AdminGate::admit(std::string_view authorization, const std::string& client,
                                                  Clock::time_point now) {
  if (keys_.empty()) return KeyHolder();
  forget_old(now);
  const auto failed = failures_.find(client);
  if (failed != failures_.end() && failed->second.count >= kFailures) {
    const auto left = std::chrono::ceil<std::chrono::seconds>(failed->second.since + kWithin - now);
    return Problem{429, "too_many_failures", "too many wrong keys came from this address", {}, left};
  }
  if (auto holder = keys_.holder_of(bearer_key(authorization), std::chrono::system_clock::now())) {
    holder->name.insert(0, "key ");
    return *std::move(holder);
  }
  ++failures_.try_emplace(client, Failures{now, 0}).first->second.count;
  return Problem{401, "unauthorized", "a key is needed here: send `Authorization: Bearer KEY`"};
}

void AdminGate::forget_old(Clock::time_point now) {
  std::erase_if(failures_, [&](const auto& each) { return now - each.second.since >= kWithin; });
  if (failures_.size() >= kRemembered) failures_.clear();
}

}  // namespace newssearch
