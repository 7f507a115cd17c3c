#pragma once
#include <array>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/packed_file.h"
#include "common/result.h"

namespace newssearch {

/// Articles are matched a window of consecutive ranks after the other, so that their scores stay in the nearest cache.
inline constexpr std::size_t kWindowArticles = 4096;
/// Articles of a window, a bit each.
using WindowBits = std::array<std::uint64_t, kWindowArticles / 64>;
using WindowScores = std::array<float, kWindowArticles>;

/// What a word's occurrences add to an article's score before the word's own weight, as one byte: BM25's term
/// frequency, which depends on the article and the generation alone, as 1 to 255 parts of the most it can be. Coarser
/// impacts change no ranking one could measure (Anh, Moffat 2005; nDCG@10 of three test collections equal to .0005).
std::uint8_t impact_of(double share);  ///< of the most, 0 to 1
inline double share_of(std::uint8_t impact) { return impact / 255.0; }

/// The articles of one term in order of rank, with the impact it has in each, if it has: some bytes of an ImpactsFile,
/// or of a PostingPacker. Where an index is in several parts, one of each that holds the term.
struct PostingList {
  std::string_view bytes;
  std::uint32_t articles = 0;                                        ///< as the files say, in all parts
  std::size_t first_window = 0;                                      ///< ranks count from here
  std::shared_ptr<const std::vector<PostingList>> behind = nullptr;  ///< in other parts, if any, in order
};
/// Of lists in order of their windows.
PostingList joined(std::vector<PostingList> parts);

/// Reads a list a window at a time. The bytes must outlive it; nothing in them is trusted: what lies outside is not
/// there. Fastest in ascending order of window; not safe to share between threads.
class PostingCursor {
 public:
  static constexpr std::size_t kEnd = SIZE_MAX;

  PostingCursor() = default;  ///< of an empty list
  explicit PostingCursor(const PostingList& list);

  /// Goes to the first window from `window` on that has an article; returns it, or kEnd.
  std::size_t seek(std::size_t window);

  /// Of the window it is at: sets the articles' bits.
  void mark(WindowBits& bits) const;
  /// Adds to the articles' scores: `weight` times the impact.
  void add(float weight, WindowScores& scores) const;
  /// The same of worth(place, impact), which is 0 of impact 0.
  template <class Worth>
  void add_each(Worth worth, WindowScores& scores) const;
  /// Calls visit(place in the window, impact), ascending.
  template <class Visit>
  void for_each(Visit visit) const;
  /// The impact at a place, or 0.
  std::uint8_t at(std::size_t place) const;
  /// No impact in the window is greater.
  std::uint8_t most() const { return block_.most; }
  /// How many places add() reads.
  std::size_t reads() const { return block_.dense ? kWindowArticles : block_.count; }

 private:
  /// The articles of a window: places and impacts one by one or, where `dense`, a byte (impacts) or a bit a place.
  struct Block {
    const char* places = nullptr;  ///< of 16 bits each
    const char* impacts = nullptr;
    std::size_t count = 0;
    std::uint8_t most = 0;
    bool dense = false;
  };
  void open(std::size_t part);
  std::size_t parts() const { return list_.behind ? 1 + list_.behind->size() : 1; }
  const PostingList& part(std::size_t number) const { return number == 0 ? list_ : (*list_.behind)[number - 1]; }
  std::size_t seek_in_blocks(std::size_t window);
  std::size_t seek_in_varints(std::size_t window);
  std::uint16_t place(std::size_t i) const {
    std::uint16_t at;
    std::memcpy(&at, block_.places + 2 * i, sizeof at);
    return at % kWindowArticles;
  }
  std::uint8_t impact(std::size_t i) const { return block_.impacts ? static_cast<std::uint8_t>(block_.impacts[i]) : 0; }

  PostingList list_;
  std::size_t part_ = 0;  ///< of the list, which the next are of
  std::size_t first_window_ = 0;
  std::string_view directory_, postings_;
  bool in_blocks_ = false, has_impacts_ = false;
  std::size_t window_ = kEnd;  ///< it is at, counted from first_window_
  std::size_t at_ = 0;         ///< the entry of the directory, or the byte of the next posting
  std::uint64_t next_rank_ = 0;
  std::vector<std::uint16_t> places_;  ///< of the window, of a list of varints
  std::vector<char> impacts_;
  Block block_;
};

/// Makes a list of articles in order of rank.
class PostingPacker {
 public:
  explicit PostingPacker(bool with_impacts) : with_impacts_(with_impacts) {}
  void add(std::uint32_t rank, std::uint8_t impact = 0);
  /// How many there are so far.
  std::uint32_t articles() const { return static_cast<std::uint32_t>(ranks_.size()); }
  /// The list's bytes; empties it.
  std::string take();

 private:
  std::string as_varints() const;
  std::string as_blocks() const;
  bool with_impacts_;
  std::vector<std::uint32_t> ranks_;
  std::vector<std::uint8_t> impacts_;
};

/// The posting lists of a generation that matching reads: of stems, exact words and the headline's (common/schema.h). A
/// packed file beside the Xapian database and derived from it. Memory-mapped and immutable: safe to share between
/// threads.
///
/// A list begins with a byte: 1 where impacts follow, plus 2 where it is in blocks. Short lists are varints: the
/// distance to the rank before, then the impact, one byte. Lists in blocks have a directory (32 bits: how many entries;
/// an entry is 32 bits window, 32 bits where its block begins behind the directory, 16 bits count, a byte the greatest
/// impact, a byte whether it is dense). A block: places in the window, 16 bits each, then the impacts; a dense one: a
/// byte a place, 0 where there is no article, or a bit a place where the list has no impacts.
///
/// Terms are found by a hash table: at a term's hash (FNV-1a, folded to its lower half) modulo the table's size, or in
/// one of the slots behind it, stands the term's number plus one; 0 where there is none.
class ImpactsFile {
 public:
  static constexpr const char* kFileName = "impacts";

  ImpactsFile() = default;  ///< of no term
  /// Code "damaged".
  static Result<ImpactsFile> open(const std::filesystem::path& file);
  static Result<ImpactsFile> read(std::string bytes);

  /// False of a default one.
  bool is_open() const { return file_.has_value(); }
  std::size_t size() const { return terms_.size(); }
  /// Terms are in order of bytes.
  const PackedStrings& terms() const { return terms_; }
  PostingList at(std::size_t number) const;
  /// An empty list where there is no such term.
  PostingList find(std::string_view term) const;

 private:
  explicit ImpactsFile(PackedFile file);
  std::optional<PackedFile> file_;
  PackedStrings terms_;
  PackedNumbers articles_;
  PackedOffsets begins_;
  PackedNumbers slots_;
  std::string_view lists_;
};

/// Writes one, term after term.
class ImpactsWriter {
 public:
  /// To a stream one can go back in.
  explicit ImpactsWriter(std::ostream& stream);
  /// Terms in order of bytes.
  void add(std::string_view term, PostingPacker& postings);
  /// To be called once, after the last.
  void end();

 private:
  PackedFileWriter writer_;
  StringPacker terms_;
  std::vector<std::uint64_t> hashes_;
  NumberPacker articles_;
  OffsetPacker begins_;
  std::size_t written_ = 0;
};

template <class Worth>
void PostingCursor::add_each(Worth worth, WindowScores& scores) const {
  if (!has_impacts_) return;
  const auto* const impacts = reinterpret_cast<const unsigned char*>(block_.impacts);
  if (block_.dense) {
    for (std::size_t i = 0; i < kWindowArticles; ++i) scores[i] += worth(i, impacts[i]);
  } else {
    for (std::size_t i = 0; i < block_.count; ++i) {
      const std::size_t at = place(i);
      scores[at] += worth(at, impacts[i]);
    }
  }
}

template <class Visit>
void PostingCursor::for_each(Visit visit) const {
  if (!block_.dense) {
    for (std::size_t i = 0; i < block_.count; ++i) visit(std::size_t{place(i)}, impact(i));
    return;
  }
  for (std::size_t i = 0; i < kWindowArticles; ++i) {
    const bool there = has_impacts_ ? block_.impacts[i] != 0
                                    : ((static_cast<unsigned char>(block_.places[i / 8]) >> (i % 8)) & 1) != 0;
    if (there) visit(i, has_impacts_ ? static_cast<std::uint8_t>(block_.impacts[i]) : std::uint8_t{0});
  }
}

}  // namespace newssearch
