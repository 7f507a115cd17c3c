#include "common/shard_servers.h"

#include <charconv>
#include <future>

namespace newssearch {

std::string to_string(const ShardAddress& address) {
  return "tcp:" + address.host + ":" + std::to_string(address.port);
}

Result<std::vector<ShardAddress>> parse_shard_addresses(std::string_view text) {
  constexpr std::string_view kTcp = "tcp:";
  std::vector<ShardAddress> addresses;
  while (!text.empty()) {
    const std::string_view one = text.substr(0, text.find(','));
    text.remove_prefix(std::min(text.size(), one.size() + 1));
    const std::size_t colon = one.rfind(':');
    ShardAddress address;
    const char* const end = one.data() + one.size();
    const bool has_host = one.starts_with(kTcp) && colon > kTcp.size();
    const auto [stopped_at, error] = std::from_chars(has_host ? one.data() + colon + 1 : end, end, address.port);
    if (!has_host || error != std::errc() || stopped_at != end || address.port == 0)
      return Error{"invalid_address", "'" + std::string(one) + "' is no address: write tcp:HOST:PORT"};
    address.host = one.substr(kTcp.size(), colon - kTcp.size());
    addresses.push_back(std::move(address));
  }
  if (addresses.empty()) return Error{"invalid_address", "there is no address: write tcp:HOST:PORT,tcp:HOST:PORT"};
  return addresses;
}

ShardServers::ShardServers(std::vector<ShardAddress> addresses, std::chrono::milliseconds patience)
    : patience_(patience) {
  for (ShardAddress& address : addresses)
    servers_.push_back({.address = std::move(address), .shard = std::nullopt, .trouble = "not asked yet"});
}

std::vector<ShardServers::Server> ShardServers::servers() const {
  const std::scoped_lock lock(mutex_);
  return servers_;
}

std::uint64_t ShardServers::changes() const {
  const std::scoped_lock lock(mutex_);
  return changes_;
}

Xapian::Database ShardServers::open(std::size_t server) const {
  const ShardAddress& address = servers_[server].address;
  const auto patience = static_cast<unsigned>(patience_.count());
  return Xapian::Remote::open(address.host, address.port, patience, patience);
}

void ShardServers::set(std::size_t number, std::optional<ShardDescription> shard, std::string trouble) {
  const std::scoped_lock lock(mutex_);
  Server& server = servers_[number];
  if (server.shard != shard || server.trouble.empty() != trouble.empty()) ++changes_;
  server.shard = std::move(shard);
  server.trouble = std::move(trouble);
}

void ShardServers::look() {
  std::vector<std::future<void>> asking;
  for (std::size_t server = 0; server < servers_.size(); ++server)
    asking.push_back(std::async(std::launch::async, [this, server] {
      try {
        Result<ShardDescription> shard = shard::describe(open(server));
        if (shard)
          set(server, *std::move(shard), "");
        else
          set(server, std::nullopt, shard.error().message);
      } catch (const Xapian::Error& error) {
        failed(server, error.get_msg());
      }
    }));
  for (std::future<void>& one : asking) one.get();
}

std::optional<ShardServers::Connection> ShardServers::connect(const std::string& set, unsigned number) {
  std::vector<std::size_t> replicas;
  std::size_t turn = 0;
  {
    const std::scoped_lock lock(mutex_);
    turn = turn_++;
    for (std::size_t server = 0; server < servers_.size(); ++server)
      if (const Server& one = servers_[server];
          one.trouble.empty() && one.shard && one.shard->set == set && one.shard->number == number)
        replicas.push_back(server);
  }
  for (std::size_t i = 0; i < replicas.size(); ++i) {
    const std::size_t server = replicas[(turn + i) % replicas.size()];
    try {
      Xapian::Database database = open(server);
      Result<ShardDescription> shard = shard::describe(database);
      if (shard && shard->set == set && shard->number == number) return Connection{std::move(database), server};
      const std::string trouble = shard ? "" : shard.error().message;
      this->set(server, shard ? std::optional(*shard) : std::nullopt, trouble);  // it has been given another one
    } catch (const Xapian::Error& error) {
      failed(server, error.get_msg());
    }
  }
  return std::nullopt;
}

void ShardServers::failed(std::size_t server, const std::string& trouble) {
  std::optional<ShardDescription> shard;
  {
    const std::scoped_lock lock(mutex_);
    shard = servers_[server].shard;
  }
  set(server, std::move(shard), trouble.empty() ? "no answer" : trouble);
}

}  // namespace newssearch
