#include "server/cli/shard_follower.h"

#include <xapian.h>

#include <condition_variable>
#include <mutex>

#include "indexer/shard_fetch.h"
#include "server/http/log.h"

namespace newssearch {
namespace {

constexpr std::chrono::seconds kBetweenLooks(2);

void wait(const std::stop_token& stopped) {
  std::mutex mutex;
  std::unique_lock lock(mutex);
  std::condition_variable_any().wait_for(lock, stopped, kBetweenLooks, [] { return false; });
}

std::optional<std::string> set_in(const DataDirectory& directory) {
  const std::optional<std::uint64_t> number = directory.current_number();
  if (!number) return std::nullopt;
  const Result<Generation> generation = directory.open(*number);
  if (!generation) return std::nullopt;
  return generation->manifest.shard_set;
}

}  // namespace

ShardFollower::ShardFollower(std::vector<ShardAddress> addresses, std::chrono::milliseconds patience,
                             DataDirectory directory)
    : directory_(std::move(directory)), servers_(std::move(addresses), patience), fetched_(set_in(directory_)) {
  look();
  following_ = std::jthread([this](const std::stop_token& stopped) {
    for (wait(stopped); !stopped.stop_requested(); wait(stopped)) look();
  });
}

void ShardFollower::look() {
  servers_.look();
  if (const std::string missing = missing_shards(servers_); missing != told_) {
    if (missing.empty())
      log_event(LogLevel::info, "shards_complete", {});
    else
      log_event(LogLevel::warning, "shards_missing", {{"reason", missing}});
    told_ = missing;
  }
  fetch();
}

void ShardFollower::fetch() {
  const std::optional<std::string> set = complete_set(servers_);
  if (!set || set == fetched_) return;
  if (set == set_in(directory_)) {  // another server has
    fetched_ = set;
    return;
  }
  std::string reason;
  try {
    fetch_shards(servers_, *set, directory_);
    fetched_ = set;
    log_event(LogLevel::info, "shards_fetched", {{"set", *set}});
    return;
  } catch (const Xapian::Error& error) {
    reason = error.get_description();
  } catch (const std::exception& error) {
    reason = error.what();
  }
  log_event(LogLevel::error, "shards_not_fetched", {{"set", *set}, {"reason", reason}});
}

}  // namespace newssearch
