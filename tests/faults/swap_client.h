#pragma once
#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "common/article.h"
#include "tests/support/http_client.h"

namespace newssearch::faults {

inline constexpr const char* kProbeId = "swap-probe";

/// The article that changes with each generation and names it: "Swap 17" is in generation 17, and in no other.
Article probe(std::uint64_t generation);

/// One reader on one connection, who believes nothing: each answer must be whole, of one generation only, and of none
/// older than what this connection has seen. Not safe to share between threads.
class SwapClient {
 public:
  explicit SwapClient(const std::string& url) : http_(url) {}

  /// Asks for the probe, by search, by id and by its first letters, and for stories like it.
  void ask_all();

  std::uint64_t requests() const { return requests_; }
  std::uint64_t reconnections() const { return reconnections_; }
  std::uint64_t newest_generation() const { return newest_; }
  const std::vector<std::string>& failures() const { return failures_; }

 private:
  nlohmann::json get(const std::string& path);
  void see(std::uint64_t generation);

  HttpClient http_;
  std::uint64_t requests_ = 0, reconnections_ = 0, newest_ = 0;
  std::vector<std::string> failures_;
};

}  // namespace newssearch::faults
