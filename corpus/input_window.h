#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "corpus/byte_stream.h"

namespace newssearch {

/// A sliding view of a stream: look ahead as far as a format's guess needs, then take what was understood.
/// A byte order mark at the front is skipped. Views handed out last until the next call.
class InputWindow {
 public:
  explicit InputWindow(std::unique_ptr<ByteStream> bytes);

  /// The next bytes, `at_least` so many unless the input ends or breaks before. Empty only there.
  std::string_view peek(std::size_t at_least = 1);
  void take(std::size_t count) { position_ += count; }

  /// Why the input broke off; its last, unfinished record is then worth nothing.
  const std::optional<Error>& failure() const { return failure_; }
  std::uint64_t bytes_read() const { return bytes_->bytes_read(); }

 private:
  std::unique_ptr<ByteStream> bytes_;
  std::string buffer_;
  std::size_t position_ = 0;
  bool ended_ = false;
  std::optional<Error> failure_;
};

}  // namespace newssearch
