#pragma once
#include <cstddef>
#include <string>
#include <string_view>

#include "common/result.h"

namespace newssearch {

/// A record while it is put together from the pieces of its file: beyond the limit it is only measured, not held.
class GatheredRecord {
 public:
  explicit GatheredRecord(std::size_t limit) : limit_(limit) {}
  void add(std::string_view piece);
  std::size_t size() const { return size_; }
  bool blank() const;
  /// The record; code "too_large" where it is over the limit.
  Result<std::string> take() &&;

 private:
  const std::size_t limit_;
  std::size_t size_ = 0;
  std::string text_;
};

/// "1.4 MB"
std::string megabytes(std::size_t bytes);

}  // namespace newssearch
