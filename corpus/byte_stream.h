#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "common/result.h"

namespace newssearch {

/// The bytes of one file, front to back, decompressed where need be. Memory stays flat whatever the file's size.
class ByteStream {
 public:
  virtual ~ByteStream() = default;
  /// Fills `into` as far as it goes now: 0 only at the end. Code "unreadable" where the file or its compression is
  /// broken; after that, do not read on.
  virtual Result<std::size_t> read(std::span<char> into) = 0;
  /// Bytes taken from the disk so far, compressed or not.
  virtual std::uint64_t bytes_read() const = 0;
};

/// A stream whose front was looked at; it is given out first all the same.
class LookedAt final : public ByteStream {
 public:
  /// Looks at the first `count` bytes, or at fewer where the stream ends or breaks before.
  LookedAt(std::unique_ptr<ByteStream> bytes, std::size_t count);

  std::string_view front() const { return front_; }
  /// Why the front is shorter than was asked for, where the stream did not merely end.
  const std::optional<Error>& failure() const { return failure_; }

  Result<std::size_t> read(std::span<char> into) override;
  std::uint64_t bytes_read() const override { return rest_->bytes_read(); }

 private:
  std::unique_ptr<ByteStream> rest_;
  std::string front_;
  std::size_t position_ = 0;
  std::optional<Error> failure_;
};

/// True where bytes that begin like this are what gzip or zstd packed.
bool is_compressed(std::string_view front);

/// The same bytes, decompressed where their magic bytes say so. Code "unreadable" where they break off at once.
Result<std::unique_ptr<ByteStream>> decompressed(std::unique_ptr<ByteStream> bytes);

/// A file, or standard input for "-"; .gz (of any number of members) and .zst by their magic bytes.
Result<std::unique_ptr<ByteStream>> open_bytes(const std::string& path);

/// Bytes that lie in memory; also decompressed by their magic bytes.
Result<std::unique_ptr<ByteStream>> bytes_of(std::string content);

/// Beyond the first megabyte, what was compressed may not grow by more than this: a decompression bomb ends there.
inline constexpr std::uint64_t kMaxExpansion = 200;
inline constexpr std::uint64_t kAlwaysExpanded = 1 << 20;

}  // namespace newssearch
