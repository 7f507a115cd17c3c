#include "corpus/gathered_record.h"

#include <array>
#include <cstdio>
#include <utility>

#include "corpus/clean_text.h"

namespace newssearch {

void GatheredRecord::add(std::string_view piece) {
  size_ += piece.size();
  if (size_ <= limit_)
    text_ += piece;
  else
    text_ = std::string();
}

bool GatheredRecord::blank() const { return size_ <= limit_ && trim(text_).empty(); }

Result<std::string> GatheredRecord::take() && {
  if (size_ > limit_)
    return Error{"too_large", "the record of " + megabytes(size_) + " is over the limit of " + megabytes(limit_)};
  return std::move(text_);
}

std::string megabytes(std::size_t bytes) {
  std::array<char, 32> text{};
  const double size = static_cast<double>(bytes);
  if (bytes < 1 << 20)
    std::snprintf(text.data(), text.size(), "%.1f kB", size / (1 << 10));
  else
    std::snprintf(text.data(), text.size(), "%.1f MB", size / (1 << 20));
  return text.data();
}

}  // namespace newssearch
