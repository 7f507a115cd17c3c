#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "common/article.h"
#include "common/generation.h"
#include "indexer/addition.h"
#include "indexer/part_build.h"
#include "indexer/publish.h"
#include "indexer/writer_lock.h"

namespace newssearch {

struct BuildOptions {
  unsigned threads = 0;                 ///< that analyse and invert; 0: as many as there are cores
  std::size_t flush_bytes = 512 << 10;  ///< of text per thread before its postings are written out
  bool replace_all = false;             ///< forget what the current generation holds
  bool reanalyse = false;  ///< build even if no article changed: today's analysis (an older schema: always)
  std::chrono::seconds lock_timeout{0};              ///< how long to wait for another writer
  bool has_lock = false;                             ///< the caller holds the WriterLock
  std::string scratch = "building";                  ///< the folder of the data directory it is built in
  std::optional<std::uint64_t> base = std::nullopt;  ///< the generation to build upon; else the current one
};

struct BuildSummary {
  std::uint64_t added = 0, replaced = 0, unchanged = 0;
  std::uint64_t superseded = 0;      ///< put, and put again under the same id; or older than what there is
  std::uint64_t purged = 0;          ///< put, but purged before (common/tombstones.h)
  std::uint64_t dropped = 0;         ///< by replace_all, or removed
  std::uint64_t articles = 0;        ///< in the generation
  std::uint64_t generation = 0;      ///< published; the current one where nothing changed
  bool published = false;            ///< false where nothing changed
  double cpu_seconds = 0;            ///< of the process, since the build began, on all its threads
  double comparing_cpu_seconds = 0;  ///< of these, for near copies and stories
};

/// The current generation is damaged: building upon the one before would lose the difference without a word.
struct IndexDamaged : std::exception {
  explicit IndexDamaged(std::string what) : message(std::move(what)) {}
  const char* what() const noexcept override { return message.c_str(); }
  std::string message;
};

/// Builds the next generation of a data directory: the articles put, and those of the current generation.
/// Readers see nothing of it until publish() returns; dropped without one, it leaves no trace. Memory: about 200 bytes
/// an article and what group_articles takes, and per thread flush_bytes of text inverted and the positions of 16 times
/// as much; texts are spooled to disk. One at a time per data directory (WriterLock). Not safe to share between
/// threads.
class IndexBuild {
 public:
  /// Throws WriterBusy, IndexDamaged, or std::system_error where the directory cannot be written.
  IndexBuild(DataDirectory directory, BuildOptions options);
  ~IndexBuild();

  /// Adds an article, or replaces the one of the same id; of several with one id the last one put wins.
  /// An older version (Article::version, counted in numbers) than the one there is does not replace it.
  void put(const Article& article);

  /// Takes the article of this id out, if there is one; of several of one id the last call wins, but for older
  /// versions.
  void remove(const Article& article);

  /// All that publish() does but to publish; nullopt where nothing changed. What it gives lasts as long as this. Call
  /// one of the two, once.
  std::optional<UnpublishedGeneration> build(const std::function<void(const BuildProgress&)>& progress = {});
  const BuildSummary& summary() const;

  /// Sorts by date, analyses, inverts, merges, checks, writes the manifest, syncs everything and renames.
  /// Throws std::system_error or Xapian::Error (disk full); the old generation then stays current. Call it once.
  BuildSummary publish(const std::function<void(const BuildProgress&)>& progress = {});

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace newssearch
