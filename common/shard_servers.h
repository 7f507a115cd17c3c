#pragma once
#include <xapian.h>

#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/result.h"
#include "common/shard_database.h"

namespace newssearch {

/// Where xapian-tcpsrv serves a shard.
struct ShardAddress {
  std::string host;
  std::uint16_t port = 0;
  bool operator==(const ShardAddress&) const = default;
};
std::string to_string(const ShardAddress& address);  ///< "tcp:shard1.example:7001"
/// Several, separated by commas. Code "invalid_address".
Result<std::vector<ShardAddress>> parse_shard_addresses(std::string_view text);

/// The servers of shards: which shard each has, and which of them answer. Those that have the same shard are its
/// replicas, and asked in turn. Safe to share between threads.
class ShardServers {
 public:
  /// `patience`: to wait for a connection, and for each answer.
  ShardServers(std::vector<ShardAddress> addresses, std::chrono::milliseconds patience);

  struct Server {
    ShardAddress address;
    std::optional<ShardDescription> shard;  ///< that it had when it was last asked
    std::string trouble;                    ///< why it cannot be asked now; empty where it can
  };
  std::vector<Server> servers() const;

  /// Asks each server anew which shard it has: all at once, in two times `patience`.
  void look();

  struct Connection {
    Xapian::Database database;
    std::size_t server = 0;
  };
  /// To one of the servers that have this shard of a set; nullopt where none of them answers.
  std::optional<Connection> connect(const std::string& set, unsigned number);
  /// A server did not answer: it is not asked again before look() finds that it does.
  void failed(std::size_t server, const std::string& trouble);
  /// Other whenever connect() may give another answer.
  std::uint64_t changes() const;

 private:
  Xapian::Database open(std::size_t server) const;
  void set(std::size_t server, std::optional<ShardDescription> shard, std::string trouble);

  const std::chrono::milliseconds patience_;
  mutable std::mutex mutex_;
  std::vector<Server> servers_;  ///< protected by mutex_, but for their addresses; as the next
  std::uint64_t changes_ = 0;
  std::size_t turn_ = 0;
};

}  // namespace newssearch
