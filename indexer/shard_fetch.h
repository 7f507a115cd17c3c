#pragma once
#include <optional>
#include <string>

#include "common/generation.h"
#include "common/shard_servers.h"

namespace newssearch {

/// The newest set of shards of which each is on a server that answers; nullopt where there is none.
std::optional<std::string> complete_set(const ShardServers& servers);

/// What is told of the servers that cannot be asked, and of shards that none of them has, a line each.
std::string missing_shards(const ShardServers& servers);

/// Publishes in `directory` a generation whose articles lie in the shards of a set: what searches have a copy of is
/// copied out of them. Throws std::runtime_error where a shard does not answer or is damaged, WriterBusy, Xapian::Error
/// or std::system_error.
void fetch_shards(ShardServers& servers, const std::string& set, const DataDirectory& directory);

}  // namespace newssearch
