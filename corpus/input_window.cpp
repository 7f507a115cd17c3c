#include "corpus/input_window.h"

#include <span>
#include <utility>

namespace newssearch {
namespace {

constexpr std::size_t kBlock = 64 << 10;
constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

}  // namespace

InputWindow::InputWindow(std::unique_ptr<ByteStream> bytes) : bytes_(std::move(bytes)) {
  if (peek(kByteOrderMark.size()).starts_with(kByteOrderMark)) take(kByteOrderMark.size());
}

std::string_view InputWindow::peek(std::size_t at_least) {
  while (!ended_ && buffer_.size() - position_ < at_least) {
    if (position_ >= buffer_.size() - position_)  // no byte is moved more often than one was taken
      buffer_.erase(0, std::exchange(position_, 0));
    const std::size_t kept = buffer_.size();
    buffer_.resize(kept + kBlock);
    const Result<std::size_t> count = bytes_->read(std::span(buffer_).subspan(kept));
    buffer_.resize(kept + (count ? *count : 0));
    if (!count) failure_ = count.error();
    ended_ = !count || *count == 0;
  }
  return std::string_view(buffer_).substr(position_);
}

}  // namespace newssearch
