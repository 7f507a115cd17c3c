#pragma once
#include <algorithm>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <functional>
#include <iosfwd>
#include <limits>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/result.h"

namespace newssearch {

/// Numbers of one width one after the other in a file, in the byte order of the machine that wrote it.
template <class Number>
class PackedArray {
 public:
  PackedArray() = default;
  explicit PackedArray(std::string_view bytes) : bytes_(bytes) {}
  std::size_t size() const { return bytes_.size() / sizeof(Number); }
  /// Zero beyond the end.
  Number operator[](std::size_t number) const {
    Number value = 0;
    if (number < size()) std::memcpy(&value, bytes_.data() + number * sizeof value, sizeof value);
    return value;
  }
  class Iterator {
   public:
    Iterator(const PackedArray& numbers, std::size_t at) : numbers_(&numbers), at_(at) {}
    Number operator*() const { return (*numbers_)[at_]; }
    Iterator& operator++() {
      ++at_;
      return *this;
    }
    bool operator==(const Iterator& other) const { return at_ == other.at_; }

   private:
    const PackedArray* numbers_;
    std::size_t at_;
  };
  Iterator begin() const& { return {*this, 0}; }
  Iterator end() const& { return {*this, size()}; }
  /// A number that says where something of `limit` begins: no more than that.
  std::size_t at_most(std::size_t number, std::size_t limit) const {
    return std::min<std::size_t>((*this)[number], limit);
  }
  /// Numbers [begin, end), as far as there are any.
  PackedArray between(std::size_t begin, std::size_t end) const {
    end = std::min(end, size());
    begin = std::min(begin, end);
    return PackedArray(bytes_.substr(begin * sizeof(Number), (end - begin) * sizeof(Number)));
  }

 private:
  std::string_view bytes_;
};
using PackedNumbers = PackedArray<std::uint32_t>;
using PackedOffsets = PackedArray<std::uint64_t>;

/// Lists of numbers one after the other in a file: where each begins, and after the last where it ends.
/// Offsets that point nowhere give empty lists.
class PackedLists {
 public:
  PackedLists() = default;
  PackedLists(PackedNumbers begins, PackedNumbers numbers) : begins_(begins), numbers_(numbers) {}
  PackedNumbers operator[](std::size_t list) const { return between(list, list + 1); }
  /// The numbers of lists [first, end), one list after the other.
  PackedNumbers between(std::size_t first, std::size_t end) const {
    return numbers_.between(begins_[first], begins_[end]);
  }

 private:
  PackedNumbers begins_, numbers_;
};

/// Strings one after the other in a file: where each begins, and after the last where it ends, and their text.
/// Offsets that point nowhere give empty strings.
class PackedStrings {
 public:
  PackedStrings() = default;
  PackedStrings(PackedNumbers begins, std::string_view text) : begins_(begins), text_(text) {}
  std::size_t size() const { return begins_.size() == 0 ? 0 : begins_.size() - 1; }
  std::string_view operator[](std::size_t number) const;

  /// Of strings in order of bytes: the number of the first that is not less, from number `from` on.
  std::size_t lower_bound(std::string_view text, std::size_t from = 0) const;
  /// Of strings in order of bytes: the numbers [first, second) of those that begin so.
  std::pair<std::size_t, std::size_t> with_prefix(std::string_view prefix) const;
  /// The first number after `from` whose string does not begin so; near ones are found fastest.
  std::size_t after_prefix(std::string_view prefix, std::size_t from) const;

 private:
  PackedNumbers begins_;
  std::string_view text_;
};

/// What a packed file is: a name, a version, how many parts, the size of each, and the parts. It is derived from the
/// Xapian database it lies beside, and can always be made again. Of one that cannot be trusted no part is used: the
/// name, the version and the sizes are checked when it is opened, so that each part lies within the file; what stands
/// in the parts is clamped by those who read them.
class PackedFile {
 public:
  struct Kind {
    std::string_view name;  ///< at most 16 bytes
    std::uint32_t version;
    std::uint32_t parts;
  };

  /// Maps it into memory; costs no more for a large one. Code "damaged", with what is wrong.
  static Result<PackedFile> open(const std::filesystem::path& file, const Kind& kind);
  /// The same of bytes at hand.
  static Result<PackedFile> read(std::string bytes, const Kind& kind);
  /// Writes it anew. Throws std::system_error.
  static void write(const std::filesystem::path& file, const Kind& kind, const std::vector<std::string_view>& parts);

  /// Lives as long as this or a copy of it. Safe to share between threads.
  std::string_view part(std::size_t number) const { return parts_[number]; }
  PackedNumbers numbers(std::size_t number) const { return PackedNumbers(parts_[number]); }

 private:
  static Result<PackedFile> cut(std::shared_ptr<const void> owner, std::string_view bytes, const Kind& kind);

  std::shared_ptr<const void> owner_;
  std::vector<std::string_view> parts_;
};

/// Lets `write` fill a file made anew. Throws std::system_error, naming the file, as soon as a byte cannot be written.
void write_file(const std::filesystem::path& file, const std::function<void(std::ostream&)>& write);

/// Writes a packed file part after part, of parts that need not be in memory.
class PackedFileWriter {
 public:
  /// To a stream one can go back in.
  PackedFileWriter(std::ostream& stream, const PackedFile::Kind& kind);
  /// To the part being written.
  void append(std::string_view bytes);
  void end_part();
  /// To be called once, after the last part.
  void end();

 private:
  std::ostream& stream_;
  const PackedFile::Kind kind_;
  std::vector<std::uint64_t> sizes_{0};
};

/// The parts of a packed file on their way into one.
template <class Number>
class ArrayPacker {
 public:
  /// Throws std::length_error where it does not fit.
  void add(std::size_t number) {
    if (number > std::numeric_limits<Number>::max()) throw std::length_error("a packed file is full");
    const auto value = static_cast<Number>(number);
    bytes_.append(reinterpret_cast<const char*>(&value), sizeof value);
  }
  std::size_t size() const { return bytes_.size() / sizeof(Number); }
  std::string_view bytes() const { return bytes_; }
  void clear() { bytes_.clear(); }

 private:
  std::string bytes_;
};
using NumberPacker = ArrayPacker<std::uint32_t>;
using OffsetPacker = ArrayPacker<std::uint64_t>;

class StringPacker {
 public:
  void add(std::string_view string);
  /// To be called once, after the last.
  void end() { begins_.add(text_.size()); }
  std::string_view begins() const { return begins_.bytes(); }
  std::string_view text() const { return text_; }

 private:
  NumberPacker begins_;
  std::string text_;
};

class ListPacker {
 public:
  /// The next list begins here.
  void begin_list() { begins_.add(numbers_.size()); }
  void add(std::size_t number) { numbers_.add(number); }
  /// To be called once, after the last.
  void end() { begin_list(); }
  std::string_view begins() const { return begins_.bytes(); }
  std::string_view numbers() const { return numbers_.bytes(); }

 private:
  NumberPacker begins_, numbers_;
};

}  // namespace newssearch
