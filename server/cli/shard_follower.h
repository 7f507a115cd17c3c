#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "common/generation.h"
#include "common/shard_servers.h"

namespace newssearch {

/// Keeps in a data directory what searches have a copy of of the newest set of shards that is complete on some servers,
/// and looks every two seconds which of them answer. What changes is logged.
class ShardFollower {
 public:
  /// Looks once before it returns. `patience`: ShardServers.
  ShardFollower(std::vector<ShardAddress> addresses, std::chrono::milliseconds patience, DataDirectory directory);

  ShardServers& servers() { return servers_; }
  const DataDirectory& directory() const { return directory_; }

 private:
  void look();
  void fetch();

  const DataDirectory directory_;
  ShardServers servers_;
  std::optional<std::string> fetched_;  ///< the set
  std::string told_;                    ///< what was missing when it was last logged
  std::jthread following_;
};

}  // namespace newssearch
