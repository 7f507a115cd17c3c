#include "corpus/tar.h"

#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <cerrno>
#include <new>
#include <optional>
#include <utility>
#include <vector>

#include "corpus/clean_text.h"

namespace newssearch {
namespace {

constexpr std::size_t kTarBlock = 512, kTarInput = 64 << 10, kShownPath = 300;

/// The number that up to `width` octal digits at `at` write; nullopt where there are none.
std::optional<unsigned long> octal_at(std::string_view header, std::size_t at, std::size_t width) {
  std::string_view field = header.substr(at, width);
  while (field.starts_with(' ') || field.starts_with('0')) field.remove_prefix(1);
  unsigned long value = 0;
  while (!field.empty() && field.front() >= '0' && field.front() <= '7') {
    value = value * 8 + static_cast<unsigned long>(field.front() - '0');
    field.remove_prefix(1);
  }
  if (!field.empty() && field.front() != '\0' && field.front() != ' ') return std::nullopt;
  return value;
}

/// A tar archive while it is read. libarchive asks it for bytes.
class TarFile {
 public:
  explicit TarFile(std::unique_ptr<ByteStream> bytes)
      : bytes_(std::move(bytes)), input_(kTarInput), archive_(archive_read_new(), archive_read_free) {
    if (!archive_) throw std::bad_alloc();
    archive_read_support_format_tar(archive_.get());
    archive_read_support_format_empty(archive_.get());
    opened_ = archive_read_open(archive_.get(), this, nullptr, &TarFile::give, nullptr);
  }

  /// ARCHIVE_OK and the next entry, or libarchive's other answers.
  int next(archive_entry*& entry) {
    return opened_ < ARCHIVE_WARN ? ARCHIVE_FATAL : archive_read_next_header(archive_.get(), &entry);
  }

  /// The next bytes of the entry; 0 at its end.
  Result<std::size_t> read(std::span<char> into) {
    while (block_.empty()) {
      const void* data = nullptr;
      std::size_t size = 0;
      la_int64_t offset = 0;  // a sparse file's holes are left out
      const int status = archive_read_data_block(archive_.get(), &data, &size, &offset);
      if (status == ARCHIVE_EOF) return std::size_t{0};
      if (status < ARCHIVE_WARN) return problem();
      block_ = std::string_view(static_cast<const char*>(data), size);
    }
    const std::size_t count = block_.copy(into.data(), into.size());
    block_.remove_prefix(count);
    return count;
  }
  void begin_entry() { block_ = {}; }

  /// Why the last call failed.
  Error problem() const {
    if (failure_) return *failure_;
    const char* reason = archive_error_string(archive_.get());
    return Error{"unreadable", std::string("the tar archive is damaged: ") + (reason ? reason : "no reason is known")};
  }
  /// True where the input ended without the empty block that ends an archive.
  bool ends_early() const { return ended_ && !last_is_zero_; }
  std::uint64_t bytes_read() const { return bytes_->bytes_read(); }

 private:
  static la_ssize_t give(archive* reader, void* self_pointer, const void** data) {
    auto& self = *static_cast<TarFile*>(self_pointer);
    const Result<std::size_t> count = self.bytes_->read(self.input_);
    if (!count) {
      self.failure_ = count.error();
      archive_set_error(reader, EIO, "%s", count.error().message.c_str());
      return ARCHIVE_FATAL;
    }
    *data = self.input_.data();
    if (*count == 0)
      self.ended_ = true;
    else
      self.last_is_zero_ = std::all_of(
          self.input_.begin() + static_cast<std::ptrdiff_t>(*count - std::min(*count, kTarBlock)),
          self.input_.begin() + static_cast<std::ptrdiff_t>(*count), [](char byte) { return byte == '\0'; });
    return static_cast<la_ssize_t>(*count);
  }

  std::unique_ptr<ByteStream> bytes_;
  std::vector<char> input_;
  std::optional<Error> failure_;
  bool ended_ = false, last_is_zero_ = false;
  std::string_view block_;  // of the entry, not yet given
  int opened_ = ARCHIVE_OK;
  std::unique_ptr<archive, decltype(&archive_read_free)> archive_;
};

/// One entry's bytes, for as long as it is the archive's current one.
class TarEntryBytes final : public ByteStream {
 public:
  explicit TarEntryBytes(TarFile& file) : file_(file) {}
  Result<std::size_t> read(std::span<char> into) override { return file_.read(into); }
  std::uint64_t bytes_read() const override { return file_.bytes_read(); }

 private:
  TarFile& file_;
};

std::string path_of(archive_entry* entry) {
  const char* path = archive_entry_pathname(entry);
  if (!path) path = archive_entry_pathname_utf8(entry);
  return path ? path : "";
}

bool is_hidden_path(std::string_view path) {
  while (!path.empty()) {
    const std::size_t slash = std::min(path.find('/'), path.size());
    const std::string_view part = path.substr(0, slash);
    if (part.starts_with('.') && part != "." && part != "..") return true;
    path.remove_prefix(std::min(slash + 1, path.size()));
  }
  return false;
}

class TarMembers final : public Members {
 public:
  TarMembers(std::string name, std::unique_ptr<ByteStream> bytes, std::string format)
      : name_(std::move(name)), format_(std::move(format)), file_(std::move(bytes)) {}

  std::optional<Member> next() override {
    while (!ended_) {
      archive_entry* entry = nullptr;
      file_.begin_entry();
      const int status = file_.next(entry);
      if (status == ARCHIVE_EOF || status == ARCHIVE_FATAL) return end(status);
      if (status == ARCHIVE_RETRY) {  // once for every 512 bytes until a header is sound
        if (!std::exchange(broken_, true)) return given(Member{name_, file_.problem()});
        continue;
      }
      broken_ = false;
      const std::string path = path_of(entry);
      if (archive_entry_filetype(entry) != AE_IFREG || archive_entry_hardlink(entry) || is_hidden_path(path)) continue;
      return given(
          Member{where(path), std::unique_ptr<ByteStream>(std::make_unique<TarEntryBytes>(file_)), {}, format_});
    }
    return std::nullopt;
  }
  std::uint64_t bytes_read() const override { return file_.bytes_read(); }

 private:
  std::optional<Member> given(Member member) {
    any_ = true;
    return member;
  }
  std::optional<Member> end(int status) {
    ended_ = true;
    if (status == ARCHIVE_FATAL) return Member{name_, file_.problem()};
    if (file_.ends_early())
      return Member{name_, Error{"unreadable", "the tar archive ends without its end mark: it was cut short"}};
    if (!any_) return Member{name_, Error{"empty", "no files in it"}};
    return std::nullopt;
  }
  std::string where(std::string_view path) const {
    TextRepairs unimportant;
    const std::string shown = clean_line(clip(path, kShownPath), unimportant);
    return name_ + ":" + (shown.empty() ? "(no name)" : shown);
  }

  const std::string name_, format_;
  TarFile file_;
  bool ended_ = false, any_ = false, broken_ = false;
};

}  // namespace

bool is_tar(std::string_view front) {
  constexpr std::size_t kChecksum = 148, kChecksumWidth = 8;
  if (front.size() < kTarBlock || front.front() == '\0') return false;
  const std::optional<unsigned long> stated = octal_at(front, kChecksum, kChecksumWidth);
  unsigned long sum = 0;
  for (std::size_t i = 0; i < kTarBlock; ++i) {
    const bool checksum = i >= kChecksum && i < kChecksum + kChecksumWidth;
    sum += checksum ? static_cast<unsigned char>(' ') : static_cast<unsigned char>(front[i]);
  }
  return stated && *stated == sum;
}

std::unique_ptr<Members> members_of_tar(const std::string& name, std::unique_ptr<ByteStream> bytes,
                                        const std::string& format) {
  return std::make_unique<TarMembers>(name, std::move(bytes), format);
}

}  // namespace newssearch
