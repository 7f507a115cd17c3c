#pragma once
#include <cstdint>
#include <filesystem>
#include <functional>

#include "common/generation.h"
#include "indexer/part_build.h"

namespace newssearch {

/// Which articles come together: those of a time, or those whose ids have like hashes, which spreads what is new.
enum class ShardBy { time, id };

struct SplitOptions {
  unsigned shards = 0;
  ShardBy by = ShardBy::id;
  unsigned threads = 1;
};

/// Splits the articles of a generation into the databases `folder`/shard-1 and so on (common/shard_database.h), each to
/// be served by xapian-tcpsrv. They are analysed as this program does it, and what is told of all of them stays: the
/// average length, near copies, stories and the lexicon, so that all shards together answer as the generation does.
/// Folders of this name that are there are replaced once the new ones are whole. Calls `progress` with the number of
/// the shard. Throws std::invalid_argument where there are fewer articles than shards, and as build_part does.
void split_generation(const Generation& generation, const SplitOptions& options, const std::filesystem::path& folder,
                      const std::function<void(unsigned shard, const BuildProgress&)>& progress = {});

}  // namespace newssearch
