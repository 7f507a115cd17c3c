#include "corpus/members.h"

#include <utility>

#include "corpus/tar.h"
#include "corpus/web_archive.h"

namespace newssearch {
namespace {

/// A plain file.
class OneMember final : public Members {
 public:
  OneMember(std::string name, std::unique_ptr<ByteStream> bytes, std::string format)
      : counted_(std::make_shared<std::uint64_t>(0)),
        member_(Member{std::move(name),
                       std::unique_ptr<ByteStream>(std::make_unique<Counted>(std::move(bytes), counted_)),
                       {},
                       std::move(format)}) {}

  std::optional<Member> next() override { return std::exchange(member_, std::nullopt); }
  std::uint64_t bytes_read() const override { return *counted_; }

 private:
  /// Tells how far it is read, whoever has it.
  class Counted final : public ByteStream {
   public:
    Counted(std::unique_ptr<ByteStream> bytes, std::shared_ptr<std::uint64_t> count)
        : bytes_(std::move(bytes)), count_(std::move(count)) {}
    Result<std::size_t> read(std::span<char> into) override {
      Result<std::size_t> size = bytes_->read(into);
      *count_ = bytes_->bytes_read();
      return size;
    }
    std::uint64_t bytes_read() const override { return bytes_->bytes_read(); }

   private:
    std::unique_ptr<ByteStream> bytes_;
    std::shared_ptr<std::uint64_t> count_;
  };

  std::shared_ptr<std::uint64_t> counted_;
  std::optional<Member> member_;
};

/// An error in place of members.
class NoMembers final : public Members {
 public:
  NoMembers(const std::string& name, Error error, std::uint64_t bytes_read)
      : member_(Member{name, std::move(error)}), bytes_read_(bytes_read) {}
  std::optional<Member> next() override { return std::exchange(member_, std::nullopt); }
  std::uint64_t bytes_read() const override { return bytes_read_; }

 private:
  std::optional<Member> member_;
  const std::uint64_t bytes_read_;
};

/// Why a file is not read that lies within another one; nullopt where it may be.
std::optional<Error> nested_archive(std::string_view front) {
  const std::string_view kind = is_tar(front) ? "a tar archive" : is_web_archive(front) ? "a web archive" : "";
  if (!kind.empty())
    return Error{"nested_archive", "it is " + std::string(kind) + " within an archive: unpack the outer one first"};
  if (is_compressed(front)) return Error{"nested_archive", "it is compressed twice: unpack it first"};
  return std::nullopt;
}

/// What the members of an input hold once decompressed may not grow beyond what a single file may.
class MembersWithin final : public Members {
 public:
  explicit MembersWithin(std::unique_ptr<Members> members) : members_(std::move(members)) {}

  std::optional<Member> next() override {
    std::optional<Member> member = members_->next();
    if (!member || !member->bytes) return member;
    Result<std::unique_ptr<ByteStream>> plain = decompressed(*std::move(member->bytes));
    if (!plain) return Member{member->where, plain.error()};
    auto looked_at = std::make_unique<LookedAt>(*std::move(plain), kArchiveFrontBytes);
    if (std::optional<Error> nested = nested_archive(looked_at->front()))
      return Member{member->where, *std::move(nested)};
    member->bytes = std::unique_ptr<ByteStream>(std::make_unique<Measured>(std::move(looked_at), *this));
    return member;
  }
  std::uint64_t bytes_read() const override { return members_->bytes_read(); }

 private:
  class Measured final : public ByteStream {
   public:
    Measured(std::unique_ptr<ByteStream> bytes, MembersWithin& all) : bytes_(std::move(bytes)), all_(all) {}
    Result<std::size_t> read(std::span<char> into) override {
      Result<std::size_t> size = bytes_->read(into);
      if (!size) return size;
      all_.given_ += *size;
      if (all_.given_ > kAlwaysExpanded && all_.given_ > all_.bytes_read() * kMaxExpansion)
        return Error{"unreadable", "the members grow more than " + std::to_string(kMaxExpansion) +
                                       "-fold: unpack them first if that is right"};
      return size;
    }
    std::uint64_t bytes_read() const override { return all_.bytes_read(); }

   private:
    std::unique_ptr<ByteStream> bytes_;
    MembersWithin& all_;
  };

  std::unique_ptr<Members> members_;
  std::uint64_t given_ = 0;
};

}  // namespace

std::unique_ptr<Members> open_members(const std::string& name, std::unique_ptr<ByteStream> bytes,
                                      const ReadOptions& options) {
  auto looked_at = std::make_unique<LookedAt>(std::move(bytes), kArchiveFrontBytes);
  const std::string front(looked_at->front());
  if (is_tar(front)) return std::make_unique<MembersWithin>(members_of_tar(name, std::move(looked_at), options.format));
  if (is_compressed(front)) return std::make_unique<NoMembers>(name, *nested_archive(front), looked_at->bytes_read());
  if (options.format != "auto" && options.format != "warc")
    return std::make_unique<OneMember>(name, std::move(looked_at), options.format);
  if (is_web_archive(front))
    return std::make_unique<MembersWithin>(
        members_of_web_archive(name, std::move(looked_at), options.max_record_bytes));
  if (options.format == "warc")
    return std::make_unique<NoMembers>(name, Error{"unknown_format", "it is neither WARC nor ARC: check --format"},
                                       looked_at->bytes_read());
  return std::make_unique<OneMember>(name, std::move(looked_at), options.format);
}

}  // namespace newssearch
