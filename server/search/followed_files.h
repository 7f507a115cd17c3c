#pragma once
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "common/result.h"

namespace newssearch {

/// What tells whether a file has changed; all zero where there is none.
struct FileStamp {
  std::uint64_t inode = 0, bytes = 0;
  std::int64_t changed = 0;  ///< nanoseconds since 1970
  bool operator==(const FileStamp&) const = default;
};
/// Nullopt where one of the files changed so lately that another change might look the same.
std::optional<std::vector<FileStamp>> stamps_of(const std::vector<std::filesystem::path>& files);

/// The text of a file of rules; empty where there is no file. Code "unreadable": with its path, why it cannot be had.
Result<std::string> read_rule_file(const std::filesystem::path& file);

/// A larger file is not read.
inline constexpr std::uintmax_t kMostRuleFileBytes = 1'000'000;

/// What files say, read anew when one of them has changed. `Content` has errors() and revision(), which tell whether
/// that is something else. Safe to call from any number of threads.
template <class Content>
class FollowedFiles {
 public:
  using Pointer = std::shared_ptr<const Content>;
  /// What a thread does while another one reads a change.
  enum class Meanwhile { take_old, wait };
  /// `read` may throw: then what was read before is followed, failure() says why, and it is tried again the next time.
  using Read = std::function<Pointer()>;

  FollowedFiles(std::vector<std::filesystem::path> files, Meanwhile meanwhile, Read read)
      : files_(std::move(files)), meanwhile_(meanwhile), read_(std::move(read)) {}

  /// As the files say now; looks at them each time. Never null. Throws what `read` throws where nothing was read yet.
  Pointer current() {
    const auto now = stamps_of(files_);  // before reading: a change meanwhile shows next
    if (Pointer content = known_as_of(now)) return content;
    std::unique_lock reading(reading_, std::defer_lock);
    const Pointer old = known();
    if (!old || meanwhile_ == Meanwhile::wait)
      reading.lock();
    else if (!reading.try_lock())
      return old;
    if (Pointer content = known_as_of(now)) return content;  // another thread has read it meanwhile
    try {
      return keep(read_(), now);
    } catch (const std::exception& error) {
      fail(error.what());
      if (old) return old;
      throw;
    }
  }

  /// Why the files as they were last looked at could not be read; empty: they could.
  std::string failure() const {
    const std::lock_guard lock(mutex_);
    return failure_;
  }

 private:
  using Stamps = std::optional<std::vector<FileStamp>>;

  Pointer known() const {
    const std::lock_guard lock(mutex_);
    return content_;
  }
  Pointer known_as_of(const Stamps& stamps) const {
    const std::lock_guard lock(mutex_);
    return stamps && seen_ == stamps ? content_ : nullptr;
  }
  Pointer keep(Pointer fresh, const Stamps& stamps) {
    const std::lock_guard lock(mutex_);
    seen_ = stamps;
    failure_.clear();
    const bool same = content_ && content_->revision() == fresh->revision() && content_->errors() == fresh->errors();
    if (!same) content_ = std::move(fresh);
    return content_;
  }
  void fail(std::string reason) {
    const std::lock_guard lock(mutex_);
    seen_.reset();
    failure_ = std::move(reason);
  }

  const std::vector<std::filesystem::path> files_;
  const Meanwhile meanwhile_;
  const Read read_;
  std::mutex reading_;        ///< held by the thread that reads
  mutable std::mutex mutex_;  ///< guards what follows
  Stamps seen_;
  std::string failure_;
  Pointer content_;
};

}  // namespace newssearch
