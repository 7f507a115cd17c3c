#pragma once
#include <xapian.h>

#include <filesystem>
#include <iosfwd>
#include <string>
#include <vector>

#include "common/packed_file.h"
#include "common/result.h"
#include "common/schema.h"

namespace newssearch {

/// One date of all articles by rank.
struct DateColumn {
  PackedArray<std::int64_t> seconds;  ///< since 1970, UTC; midnight for a day
  PackedArray<std::uint8_t> known;    ///< one of the below
  enum Known : std::uint8_t { undated, moment, day };
  Instant at(std::size_t rank) const { return Instant{std::chrono::seconds{seconds[rank]}}; }
};

/// Ranks [begin, end).
struct RankRange {
  std::size_t begin = 0, end = 0;
  bool operator==(const RankRange&) const = default;
};

/// The values of one field of all articles by rank, as numbers of distinct values.
struct ValueColumn {
  PackedLists numbers;   ///< of each article, in the order stated
  PackedStrings values;  ///< by number, as stated: in order of bytes
  PackedStrings folded;  ///< by number
  PackedNumbers of(std::size_t rank) const { return numbers[rank]; }
};

/// What filters, sorts, counts and normalises, article by article: the slots, lengths and ids of a generation's Xapian
/// database, from which it is derived. Memory-mapped and immutable: safe to share between threads. Nothing in the file
/// is trusted: what lies outside is empty, and numbers may be of no value.
class ColumnsFile {
 public:
  static constexpr const char* kFileName = "columns";

  /// Code "damaged".
  static Result<ColumnsFile> open(const std::filesystem::path& file);
  static Result<ColumnsFile> read(std::string bytes);
  /// What the file of a database would hold: about five microseconds an article.
  static ColumnsFile of(const Xapian::Database& database);
  static void write(const std::filesystem::path& file, const Xapian::Database& database);

  /// The columns of one of several parts, which begins at a rank.
  struct Part;
  /// Those of an index in several parts: nothing between parts, and of ranks that are not `live` (a bit a rank, 64 in
  /// each) no more than the dates they are in order of. Throws std::system_error.
  static void join(const std::filesystem::path& file, const std::vector<Part>& parts,
                   const std::vector<std::uint64_t>& live);
  /// The same in memory.
  static ColumnsFile joined(const std::vector<Part>& parts, const std::vector<std::uint64_t>& live);

  std::size_t articles() const { return lengths().size(); }
  /// Of Slot::published or Slot::updated.
  DateColumn dates(schema::Slot slot) const;
  /// Of one of the other slots.
  ValueColumn values(schema::Slot slot) const;
  /// Words as BM25 counts them, those of the headline and the lead several times (common/schema.h).
  PackedNumbers lengths() const;
  PackedStrings ids() const;

 private:
  explicit ColumnsFile(PackedFile file) : file_(std::move(file)) {}
  PackedFile file_;
};

struct ColumnsFile::Part {
  ColumnsFile columns;
  std::size_t first_rank = 0;
};

}  // namespace newssearch
