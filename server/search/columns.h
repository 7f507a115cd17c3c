#pragma once
#include <xapian.h>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "common/date.h"
#include "common/schema.h"
#include "server/search/search_request.h"

namespace newssearch {

/// The dates of all articles by rank.
struct DateColumn {
  std::vector<std::int64_t> seconds;  ///< since 1970, UTC; midnight for a day
  std::vector<std::uint8_t> known;    ///< one of the below
  enum Known : std::uint8_t { undated, moment, day };
  Instant at(std::size_t rank) const { return Instant{std::chrono::seconds{seconds[rank]}}; }
};

/// The values of one field of all articles by rank, as numbers of distinct values.
struct ValueColumn {
  std::vector<std::uint32_t> begin;  ///< article `rank` has numbers[begin[rank]..begin[rank + 1])
  std::vector<std::uint32_t> numbers;
  std::vector<std::string> values;                           ///< by number, as stated
  std::vector<std::string> folded;                           ///< by number
  std::unordered_map<std::string, std::uint32_t> number_of;  ///< of a value as stated

  std::span<const std::uint32_t> of(std::size_t rank) const {
    return std::span(numbers).subspan(begin[rank], begin[rank + 1] - begin[rank]);
  }

  /// By number: whether one of these means the value. It counts as it is stated or, if no article states it so, as it
  /// folds.
  std::vector<bool> meant_by(const std::vector<std::string>& asked) const;
  /// Whether any article has a value that this means.
  bool has(const std::string& asked) const;
};

/// What filters, sorts, counts and normalises, by article, in memory; derived from the Xapian database.
/// Immutable once made: safe to share between threads.
class Columns {
 public:
  /// Reads the value slots and lengths: about a microsecond an article.
  explicit Columns(const Xapian::Database& database);

  std::size_t articles() const { return lengths_.size(); }
  const DateColumn& published() const { return published_; }
  const DateColumn& updated() const { return updated_; }
  const ValueColumn& values(Facet facet) const { return values_[static_cast<std::size_t>(facet)]; }
  /// Words, the headline's counted schema::kHeadlineWeight times.
  const std::vector<std::uint32_t>& lengths() const { return lengths_; }
  double average_length() const { return average_length_; }
  /// Every language articles are in, "und" included.
  const std::vector<std::string>& languages() const { return values(Facet::lang).values; }

 private:
  DateColumn published_, updated_;
  ValueColumn values_[std::size(kFacets)];
  std::vector<std::uint32_t> lengths_;
  double average_length_ = 1;
};

}  // namespace newssearch
