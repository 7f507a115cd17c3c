#include "common/packed_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <system_error>

namespace newssearch {
namespace {

constexpr std::size_t kNameBytes = 16;

/// All but the sizes of the parts, which follow it.
struct Header {
  char name[kNameBytes] = {};
  std::uint32_t version = 0, parts = 0;
};

Header header_of(const PackedFile::Kind& kind) {
  Header header;
  std::copy_n(kind.name.begin(), std::min(kind.name.size(), kNameBytes), header.name);
  header.version = kind.version;
  header.parts = kind.parts;
  return header;
}

template <class T>
std::string_view bytes_of(const T& value) {
  return {reinterpret_cast<const char*>(&value), sizeof value};
}

/// A mapping is undone when the last who reads it is gone.
struct Unmap {
  std::size_t bytes;
  void operator()(const void* begin) const { ::munmap(const_cast<void*>(begin), bytes); }
};

Error damaged(const std::string& what) { return {"damaged", what}; }

}  // namespace

std::string_view PackedStrings::operator[](std::size_t number) const {
  const std::size_t begin = begins_.at_most(number, text_.size());
  const std::size_t end = begins_.at_most(number + 1, text_.size());
  return text_.substr(begin, end > begin ? end - begin : 0);
}

std::size_t PackedStrings::lower_bound(std::string_view text, std::size_t from) const {
  std::size_t to = size();
  while (from < to) {
    const std::size_t middle = from + (to - from) / 2;
    if ((*this)[middle] < text)
      from = middle + 1;
    else
      to = middle;
  }
  return from;
}

std::pair<std::size_t, std::size_t> PackedStrings::with_prefix(std::string_view prefix) const {
  const std::size_t first = lower_bound(prefix);
  return {first, first < size() && (*this)[first].starts_with(prefix) ? after_prefix(prefix, first) : first};
}

std::size_t PackedStrings::after_prefix(std::string_view prefix, std::size_t from) const {
  std::size_t step = 1, known = from;  // begins so
  while (known + step < size() && (*this)[known + step].starts_with(prefix)) {
    known += step;
    step *= 2;
  }
  std::size_t beyond = std::min(known + step, size());  // does not
  while (known + 1 < beyond) {
    const std::size_t middle = known + (beyond - known) / 2;
    ((*this)[middle].starts_with(prefix) ? known : beyond) = middle;
  }
  return beyond;
}

Result<PackedFile> PackedFile::open(const std::filesystem::path& path, const Kind& kind) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return damaged(std::generic_category().message(errno));
  struct stat status {};
  const bool known = ::fstat(file, &status) == 0 && S_ISREG(status.st_mode) && status.st_size > 0;
  const std::size_t bytes = known ? static_cast<std::size_t>(status.st_size) : 0;
  void* const begin = known ? ::mmap(nullptr, bytes, PROT_READ, MAP_SHARED, file, 0) : MAP_FAILED;
  ::close(file);
  if (begin == MAP_FAILED) return damaged("it cannot be mapped into memory");
  ::madvise(begin, bytes, MADV_RANDOM);  // a query reads a few lists: not the megabytes behind each
  return cut(std::shared_ptr<const void>(begin, Unmap{bytes}), {static_cast<const char*>(begin), bytes}, kind);
}

Result<PackedFile> PackedFile::read(std::string bytes, const Kind& kind) {
  const auto owner = std::make_shared<const std::string>(std::move(bytes));
  return cut(owner, *owner, kind);
}

Result<PackedFile> PackedFile::cut(std::shared_ptr<const void> owner, std::string_view bytes, const Kind& kind) {
  const Header header = header_of(kind);
  if (!bytes.starts_with(bytes_of(header)))
    return damaged("it is no " + std::string(kind.name) + " of version " + std::to_string(kind.version));
  bytes.remove_prefix(sizeof header);
  std::vector<std::uint64_t> sizes(kind.parts);
  const std::size_t size_bytes = sizes.size() * sizeof(std::uint64_t);
  if (bytes.size() < size_bytes) return damaged("it is cut short");
  std::memcpy(sizes.data(), bytes.data(), size_bytes);
  bytes.remove_prefix(size_bytes);
  PackedFile file;
  file.owner_ = std::move(owner);
  for (const std::uint64_t size : sizes) {
    if (size > bytes.size()) return damaged("it is cut short");
    file.parts_.push_back(bytes.substr(0, size));
    bytes.remove_prefix(size);
  }
  if (!bytes.empty()) return damaged("it goes on beyond its end");
  return file;
}

void PackedFile::write(const std::filesystem::path& path, const Kind& kind,
                       const std::vector<std::string_view>& parts) {
  write_file(path, [&](std::ostream& stream) {
    PackedFileWriter writer(stream, kind);
    for (const std::string_view part : parts) {
      writer.append(part);
      writer.end_part();
    }
    writer.end();
  });
}

void write_file(const std::filesystem::path& path, const std::function<void(std::ostream&)>& write) {
  errno = 0;
  try {
    std::ofstream file;
    file.exceptions(std::ios::failbit | std::ios::badbit);
    file.open(path, std::ios::binary | std::ios::trunc);
    write(file);
    file.close();
  } catch (const std::ios::failure&) {
    throw std::system_error(errno != 0 ? errno : EIO, std::generic_category(), path.string());
  }
}

PackedFileWriter::PackedFileWriter(std::ostream& stream, const PackedFile::Kind& kind) : stream_(stream), kind_(kind) {
  stream_ << bytes_of(header_of(kind)) << std::string(kind.parts * sizeof(std::uint64_t), '\0');
}

void PackedFileWriter::append(std::string_view bytes) {
  stream_.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  sizes_.back() += bytes.size();
}

void PackedFileWriter::end_part() { sizes_.push_back(0); }

void PackedFileWriter::end() {
  stream_.seekp(sizeof(Header));
  for (std::uint32_t part = 0; part < kind_.parts; ++part) stream_ << bytes_of(sizes_[part]);
}

void StringPacker::add(std::string_view string) {
  begins_.add(text_.size());
  text_ += string;
}

}  // namespace newssearch
