#pragma once
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "common/generation.h"
#include "indexer/growing_pause.h"
#include "indexer/merged_parts.h"

namespace newssearch {

/// Makes parts that were added to an index one, on a thread beside the publishing (merge_parts), one merge at a time.
/// What is made of them waits here until it is published or forgotten. start_if_due() and forget() are for one thread
/// at a time, while no other generation takes the place of the current one; the others are safe to call from any
/// thread.
class BackgroundMerge {
 public:
  /// Works in `folder`. Calls `ended` from its thread when there is something to publish, or with the reason why not:
  /// the parts stay as they are then, which costs time, not answers.
  BackgroundMerge(std::filesystem::path folder, std::function<void(const std::string& failure)> ended);
  ~BackgroundMerge();
  BackgroundMerge(const BackgroundMerge&) = delete;
  BackgroundMerge& operator=(const BackgroundMerge&) = delete;

  /// Where the generation has many parts, or they are alike, and none are being made one; a while later where that
  /// failed before.
  void start_if_due(const Generation& generation);

  /// Parts that are being made one, or were and wait to be published as one: they stay as they are until then.
  std::vector<Manifest::Part> parts() const;
  /// What was made of them.
  std::optional<MergedParts> merged() const;
  bool is_done() const;
  /// The generation they are read from, to be kept; 0: none.
  std::uint64_t generation() const;

  /// The parts were published as one, or are not those of the current generation any more: what was made of them, and
  /// holds their words, goes.
  void forget();

 private:
  void run(const Generation& generation, const std::stop_token& stop);
  void fail(const std::string& reason);

  const std::filesystem::path folder_;
  const std::function<void(const std::string&)> ended_;

  mutable std::mutex mutex_;  ///< protects what follows
  std::vector<Manifest::Part> parts_;
  std::uint64_t generation_ = 0;
  std::optional<MergedParts> merged_;
  std::chrono::steady_clock::time_point not_before_{};
  GrowingPause pause_{std::chrono::seconds(1), std::chrono::hours(1)};

  std::jthread thread_;  ///< of start_if_due() and forget() alone
};

}  // namespace newssearch
