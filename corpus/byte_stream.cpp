#include "corpus/byte_stream.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

#include "corpus/decompression.h"

namespace newssearch {
namespace {

constexpr std::string_view kGzipMagic("\x1f\x8b", 2), kZstdMagic("\x28\xb5\x2f\xfd", 4);

/// Bytes as they lie on the disk. Owns the descriptor, but for standard input's.
class FileBytes final : public ByteStream {
 public:
  explicit FileBytes(int descriptor) : descriptor_(descriptor) {}
  ~FileBytes() override {
    if (descriptor_ != STDIN_FILENO) ::close(descriptor_);
  }
  FileBytes(const FileBytes&) = delete;
  FileBytes& operator=(const FileBytes&) = delete;

  Result<std::size_t> read(std::span<char> into) override {
    ssize_t count = 0;
    do count = ::read(descriptor_, into.data(), into.size());
    while (count < 0 && errno == EINTR);
    if (count < 0) return Error{"unreadable", std::generic_category().message(errno)};
    bytes_read_ += static_cast<std::uint64_t>(count);
    return static_cast<std::size_t>(count);
  }
  std::uint64_t bytes_read() const override { return bytes_read_; }

 private:
  const int descriptor_;
  std::uint64_t bytes_read_ = 0;
};

class MemoryBytes final : public ByteStream {
 public:
  explicit MemoryBytes(std::string content) : content_(std::move(content)) {}
  Result<std::size_t> read(std::span<char> into) override {
    const std::size_t count = std::min(into.size(), content_.size() - position_);
    std::memcpy(into.data(), content_.data() + position_, count);
    position_ += count;
    return count;
  }
  std::uint64_t bytes_read() const override { return position_; }

 private:
  const std::string content_;
  std::size_t position_ = 0;
};

}  // namespace

LookedAt::LookedAt(std::unique_ptr<ByteStream> bytes, std::size_t count)
    : rest_(std::move(bytes)), front_(count, '\0') {
  std::size_t size = 0;
  while (size < front_.size()) {  // a pipe may give single bytes
    const Result<std::size_t> more = rest_->read(std::span(front_).subspan(size));
    if (!more) failure_ = more.error();
    if (!more || *more == 0) break;
    size += *more;
  }
  front_.resize(size);
}

Result<std::size_t> LookedAt::read(std::span<char> into) {
  if (position_ == front_.size()) return failure_ ? Result<std::size_t>(*failure_) : rest_->read(into);
  const std::size_t count = front_.copy(into.data(), into.size(), position_);
  position_ += count;
  return count;
}

bool is_compressed(std::string_view front) { return front.starts_with(kGzipMagic) || front.starts_with(kZstdMagic); }

Result<std::unique_ptr<ByteStream>> decompressed(std::unique_ptr<ByteStream> bytes) {
  auto raw = std::make_unique<LookedAt>(std::move(bytes), kZstdMagic.size());
  if (raw->failure() && raw->front().empty()) return *raw->failure();
  if (raw->front().starts_with(kGzipMagic)) return gunzip(std::move(raw));
  if (raw->front().starts_with(kZstdMagic)) return unzstd(std::move(raw));
  return std::unique_ptr<ByteStream>(std::move(raw));
}

Result<std::unique_ptr<ByteStream>> open_bytes(const std::string& path) {
  const int descriptor = path == "-" ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return Error{"unreadable", std::generic_category().message(errno)};
  return decompressed(std::make_unique<FileBytes>(descriptor));
}

Result<std::unique_ptr<ByteStream>> bytes_of(std::string content) {
  return decompressed(std::make_unique<MemoryBytes>(std::move(content)));
}

}  // namespace newssearch
