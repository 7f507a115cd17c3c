#include "indexer/article_spool.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace newssearch {
namespace {

constexpr std::size_t kBufferBytes = 1 << 20;

[[noreturn]] void fail(const std::string& path) { throw std::system_error(errno, std::generic_category(), path); }

}  // namespace

ArticleSpool::ArticleSpool(const std::filesystem::path& file) : path_(file.string()) {
  file_ = ::open(path_.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file_ < 0) fail(path_);
}

ArticleSpool::~ArticleSpool() { ::close(file_); }

ArticleSpool::Place ArticleSpool::append(std::string_view record) {
  const Place place{written_ + buffer_.size(), static_cast<std::uint32_t>(record.size())};
  buffer_ += record;
  if (buffer_.size() >= kBufferBytes) write_buffer();
  return place;
}

void ArticleSpool::flush() { write_buffer(); }

void ArticleSpool::write_buffer() {
  for (std::string_view rest = buffer_; !rest.empty();) {
    const ssize_t bytes = ::write(file_, rest.data(), rest.size());
    if (bytes < 0 && errno == EINTR) continue;
    if (bytes < 0) fail(path_);
    rest.remove_prefix(static_cast<std::size_t>(bytes));
  }
  written_ += buffer_.size();
  buffer_.clear();
}

std::string ArticleSpool::read(Place place) const {
  std::string record(place.bytes, '\0');
  for (std::size_t done = 0; done < record.size();) {
    const ssize_t bytes =
        ::pread(file_, record.data() + done, record.size() - done, static_cast<off_t>(place.offset + done));
    if (bytes < 0 && errno == EINTR) continue;
    if (bytes == 0) errno = EIO;
    if (bytes <= 0) fail(path_);
    done += static_cast<std::size_t>(bytes);
  }
  return record;
}

}  // namespace newssearch
