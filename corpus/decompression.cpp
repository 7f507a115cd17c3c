#include "corpus/decompression.h"

#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <new>
#include <utility>
#include <vector>

namespace newssearch {
namespace {

constexpr std::size_t kBlock = 64 << 10;

/// The part gzip and zstd share: a block of input at a time, and the limit on growth.
class Decompressor : public ByteStream {
 public:
  explicit Decompressor(std::unique_ptr<ByteStream> compressed) : compressed_(std::move(compressed)) {}
  std::uint64_t bytes_read() const override { return compressed_->bytes_read(); }

  Result<std::size_t> read(std::span<char> into) final {
    while (true) {
      if (input_.empty() && !more_within_) {
        const Result<std::size_t> count = compressed_->read(block_);
        if (!count) return count;
        if (*count == 0)
          return between_parts() ? Result<std::size_t>(0) : unreadable("ends in the middle: it was cut short");
        input_ = std::span(block_).first(*count);
      }
      const std::size_t before = input_.size();
      const Result<std::size_t> made = unpack(input_, into);
      if (!made) return made;
      taken_ += before - input_.size();
      given_ += *made;
      more_within_ = *made == into.size();  // what did not fit comes out without further input
      if (given_ > kAlwaysExpanded && given_ > taken_ * kMaxExpansion)
        return unreadable("grows more than " + std::to_string(kMaxExpansion) +
                          "-fold: unpack it first if that is right");
      if (*made > 0) return made;
    }
  }

 protected:
  /// Unpacks from the front of `input`, taking off what it used; may give nothing while input lasts.
  virtual Result<std::size_t> unpack(std::span<char>& input, std::span<char> into) = 0;
  /// True where the input may end.
  virtual bool between_parts() const = 0;

  static Error unreadable(const std::string& reason) { return Error{"unreadable", "the compressed data " + reason}; }

 private:
  std::unique_ptr<ByteStream> compressed_;
  std::vector<char> block_ = std::vector<char>(kBlock);
  std::span<char> input_;
  bool more_within_ = false;
  std::uint64_t taken_ = 0, given_ = 0;
};

class Gunzip final : public Decompressor {
 public:
  /// `window_bits` as zlib takes it: it tells the form of the data, too.
  Gunzip(std::unique_ptr<ByteStream> compressed, int window_bits) : Decompressor(std::move(compressed)) {
    if (inflateInit2(&stream_, window_bits) != Z_OK) throw std::bad_alloc();
  }
  ~Gunzip() override { inflateEnd(&stream_); }
  Gunzip(const Gunzip&) = delete;
  Gunzip& operator=(const Gunzip&) = delete;

 private:
  Result<std::size_t> unpack(std::span<char>& input, std::span<char> into) override {
    if (member_ended_) {  // another member may follow; zeros are padding, as tar and tapes leave it
      while (!input.empty() && input.front() == '\0') input = input.subspan(1);
      if (input.empty()) return std::size_t{0};
      inflateReset(&stream_);
      member_ended_ = false;
    }
    stream_.next_in = reinterpret_cast<Bytef*>(input.data());
    stream_.avail_in = static_cast<uInt>(input.size());
    stream_.next_out = reinterpret_cast<Bytef*>(into.data());
    stream_.avail_out = static_cast<uInt>(into.size());
    const int status = inflate(&stream_, Z_NO_FLUSH);
    input = input.last(stream_.avail_in);
    const std::size_t made = into.size() - stream_.avail_out;
    if (status == Z_STREAM_END) member_ended_ = true;
    if (status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR || made > 0) return made;
    return unreadable(std::string("is corrupt: ") + (stream_.msg ? stream_.msg : zError(status)));
  }
  bool between_parts() const override { return member_ended_; }

  z_stream stream_{};
  bool member_ended_ = false;
};

class Unzstd final : public Decompressor {
 public:
  explicit Unzstd(std::unique_ptr<ByteStream> compressed) : Decompressor(std::move(compressed)) {
    if (!stream_) throw std::bad_alloc();
  }

 private:
  Result<std::size_t> unpack(std::span<char>& input, std::span<char> into) override {
    ZSTD_inBuffer in{input.data(), input.size(), 0};
    ZSTD_outBuffer out{into.data(), into.size(), 0};
    const std::size_t status = ZSTD_decompressStream(stream_.get(), &out, &in);
    input = input.subspan(in.pos);
    if (ZSTD_isError(status)) return unreadable(std::string("is corrupt: ") + ZSTD_getErrorName(status));
    if (in.pos > 0 || out.pos > 0) frame_ended_ = status == 0;
    return out.pos;
  }
  bool between_parts() const override { return frame_ended_; }

  std::unique_ptr<ZSTD_DStream, decltype(&ZSTD_freeDStream)> stream_{ZSTD_createDStream(), ZSTD_freeDStream};
  bool frame_ended_ = false;
};

}  // namespace

std::unique_ptr<ByteStream> gunzip(std::unique_ptr<ByteStream> compressed) {
  constexpr int kGzipHeader = 16;
  return std::make_unique<Gunzip>(std::move(compressed), MAX_WBITS + kGzipHeader);
}
std::unique_ptr<ByteStream> inflated(std::unique_ptr<ByteStream> compressed, Deflated form) {
  return std::make_unique<Gunzip>(std::move(compressed), form == Deflated::zlib ? MAX_WBITS : -MAX_WBITS);
}
std::unique_ptr<ByteStream> unzstd(std::unique_ptr<ByteStream> compressed) {
  return std::make_unique<Unzstd>(std::move(compressed));
}

}  // namespace newssearch
