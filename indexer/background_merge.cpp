#include "indexer/background_merge.h"

#include <stdexcept>
#include <system_error>

#include "indexer/failure_reason.h"

namespace newssearch {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

BackgroundMerge::BackgroundMerge(fs::path folder, std::function<void(const std::string& failure)> ended)
    : folder_(std::move(folder)), ended_(std::move(ended)) {}

BackgroundMerge::~BackgroundMerge() { forget(); }

void BackgroundMerge::start_if_due(const Generation& generation) {
  {
    const std::scoped_lock own(mutex_);
    const std::size_t parts = parts_to_merge(generation.manifest);
    if (!parts_.empty() || parts == 0 || Clock::now() < not_before_) return;
    const auto first = generation.manifest.parts.begin();
    parts_.assign(first, first + static_cast<std::ptrdiff_t>(parts));
    generation_ = generation.manifest.number;
  }
  if (thread_.joinable()) thread_.join();
  try {
    thread_ = std::jthread([this, generation](const std::stop_token& stop) { run(generation, stop); });
  } catch (const std::system_error&) {
    fail(reason_of_failure());
  }
}

void BackgroundMerge::run(const Generation& generation, const std::stop_token& stop) {
  try {
    fs::remove_all(folder_);
    MergedParts merged = merge_parts(generation, parts().size(), folder_, [&](const BuildProgress&) {
      if (stop.stop_requested()) throw std::runtime_error("it is not wanted any more");
    });
    {
      const std::scoped_lock own(mutex_);
      merged_ = std::move(merged);
      pause_.reset();
    }
    ended_("");
  } catch (...) {
    if (!stop.stop_requested()) fail(reason_of_failure());
  }
}

void BackgroundMerge::fail(const std::string& reason) {
  {
    const std::scoped_lock own(mutex_);
    parts_.clear();
    generation_ = 0;
    not_before_ = Clock::now() + pause_.next();
  }
  ended_(reason);
}

std::vector<Manifest::Part> BackgroundMerge::parts() const {
  const std::scoped_lock own(mutex_);
  return parts_;
}

std::optional<MergedParts> BackgroundMerge::merged() const {
  const std::scoped_lock own(mutex_);
  return merged_;
}

bool BackgroundMerge::is_done() const {
  const std::scoped_lock own(mutex_);
  return merged_.has_value();
}

std::uint64_t BackgroundMerge::generation() const {
  const std::scoped_lock own(mutex_);
  return generation_;
}

void BackgroundMerge::forget() {
  if (thread_.joinable()) {
    thread_.request_stop();
    thread_.join();
  }
  {
    const std::scoped_lock own(mutex_);
    parts_.clear();
    merged_.reset();
    generation_ = 0;
  }
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

}  // namespace newssearch
