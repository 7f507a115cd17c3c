#pragma once
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "common/date.h"
#include "common/result.h"

namespace newssearch {

/// What was taken out of an index, and is not to be found there any more: a file of JSON lines in a generation. An id
/// is known by its SHA-256 alone, since it may be made of a headline.
class Tombstones {
 public:
  static constexpr const char* kFileName = "tombstones";

  struct Tombstone {
    bool purged = false;  ///< for good: it is not taken in again
    Instant time{};
    std::string reason;
    bool operator==(const Tombstone&) const = default;
  };

  /// Empty where there is no file. Code "damaged".
  static Result<Tombstones> open(const std::filesystem::path& file);
  static Result<Tombstones> read(std::string_view text);
  std::string text() const;

  std::size_t size() const { return by_hash_.size(); }
  /// All there are, by the SHA-256 of their ids.
  const std::map<std::string, Tombstone>& by_hash() const { return by_hash_; }
  std::optional<Tombstone> find(std::string_view id) const;
  void add(std::string_view id, Tombstone tombstone);
  /// Nothing where it was purged.
  void remove(std::string_view id);
  /// Those alone that are for good.
  Tombstones purged() const;
  /// Those of another list as well; what is purged in either is.
  void merge(const Tombstones& others);

 private:
  std::map<std::string, Tombstone> by_hash_;
};

}  // namespace newssearch
