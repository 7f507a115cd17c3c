#pragma once
#include <cstdint>
#include <filesystem>
#include <iosfwd>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/packed_file.h"
#include "common/result.h"
#include "common/string_map.h"

namespace newssearch {

/// The articles one term stands in, newest first, and where: a cursor over a list of a PositionsFile, at the first. The
/// file must outlive it.
class PositionList {
 public:
  static constexpr std::uint32_t kEnd = UINT32_MAX;

  PositionList() = default;  ///< of a term that stands nowhere
  explicit PositionList(std::string_view list);

  /// The article it is at; kEnd behind the last.
  std::uint32_t rank() const { return rank_; }
  void next();
  /// To the first article that is not before `rank`.
  void skip_to(std::uint32_t rank);
  /// Appends the positions in the article it is at: ascending, each once, below UINT32_MAX.
  void read(std::vector<std::uint32_t>& positions) const;
  /// The same as they lie in the file.
  std::string_view encoded() const { return encoded_; }
  /// How much there is to read in all.
  std::size_t bytes() const { return postings_.size(); }

 private:
  PackedNumbers anchors_;  ///< by twos: the rank of an article on the way, and where in postings_ it is
  std::string_view postings_, encoded_;
  std::size_t at_ = 0, anchor_ = 0;
  std::uint32_t rank_ = kEnd;
};

/// Where the terms of a generation's articles stand: of each exact term, article by article, its positions (see
/// common/schema.h). A packed file beside the Xapian database, which holds none: there each pair of a term and an
/// article would be an entry of a tree. Memory-mapped and immutable: safe to share between threads. Nothing in the file
/// is trusted: what lies outside it is not there, and ranks may be in any order, or of no article.
///
/// A list: how many anchors, the anchors, the postings. An anchor: the rank of an article on the way, and where behind
/// the anchors its posting begins. A posting: twice the distance to the article before, and one
/// more where there is one position only; else how many bytes the positions take; the positions, each after the first
/// as the distance to the one before. Numbers are varints (seven bits a byte, the lowest first), but 32 bits in
/// anchors.
class PositionsFile {
 public:
  static constexpr const char* kFileName = "positions";

  PositionsFile() = default;  ///< of no term

  /// Code "damaged".
  static Result<PositionsFile> open(const std::filesystem::path& file);
  static Result<PositionsFile> read(std::string bytes);

  /// False of a default one.
  bool is_open() const { return file_.has_value(); }
  std::size_t size() const { return terms_.size(); }
  /// Terms are in order of bytes.
  const PackedStrings& terms() const { return terms_; }
  PositionList at(std::size_t number) const&;
  PositionList find(std::string_view term) const&;
  /// A list as it lies in the file.
  std::string_view list(std::size_t number) const;
  PositionList at(std::size_t number) && = delete;
  PositionList find(std::string_view term) && = delete;

 private:
  explicit PositionsFile(PackedFile file);
  std::optional<PackedFile> file_;
  PackedStrings terms_;
  PackedOffsets begins_;
  std::string_view lists_;
};

/// Collects in memory where terms stand, of articles in order of rank.
class PositionCollector {
 public:
  /// Positions of one term in one article ascend, ranks too.
  void add(std::uint32_t rank, std::string_view term, std::uint32_t position);
  /// Empties it. Throws std::system_error.
  void write(const std::filesystem::path& file);
  /// The same in memory.
  PositionsFile file();

 private:
  struct Term {
    std::string postings, positions;  ///< positions: of the article at `rank`, which is not yet among the postings
    std::uint32_t before = 0, rank = 0, position = 0;
  };
  static void end_posting(Term& term);
  void write(std::ostream& stream);
  StringMap<Term> terms_;
};

/// A file of such lists, by term in order of bytes.
PositionsFile file_of_lists(const std::map<std::string, std::string>& lists);

/// Files of consecutive articles as one. Throws std::system_error.
void merge_positions(const std::vector<PositionsFile>& files, const std::filesystem::path& output);

}  // namespace newssearch
