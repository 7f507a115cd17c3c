#pragma once
#include <xapian.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "common/date.h"
#include "common/generation.h"
#include "indexer/inverter.h"
#include "indexer/known_stories.h"

namespace newssearch {

struct BuildProgress {
  enum class Phase { comparing, indexing, merging, checking, packing } phase{};
  std::uint64_t done = 0, total = 0;  ///< articles; 0 of 0 but while comparing and indexing
};

/// Articles on their way into a part of a generation, by rank: newest first, the undated last, by id
/// (schema::comes_before).
struct PartArticles {
  std::vector<std::optional<Instant>> published;
  std::function<ArticleReader()> make_reader;  ///< called once per thread
  KnownStories known;
  /// What each belongs to, where that is known; empty: it is found out.
  std::vector<schema::Groups> groups{};
};

struct PartOptions {
  unsigned threads = 1;
  std::size_t flush_bytes = 512 << 10;  ///< of text per thread before its postings are written out
  std::string dictionary;               ///< records are packed with; empty: one of the articles themselves
  double average_length = 0;            ///< impacts are of; 0: that of the articles themselves
  bool term_lists = false;              ///< as InvertOptions has it
};

struct BuiltPart {
  std::uint64_t text_bytes = 0;
  double average_length = 0;
  double comparing_cpu_seconds = 0;  ///< for near copies and stories, on all threads
};

/// Analyses, compares and inverts articles into `folder`: `xapian/` and the packed files beside it, each probed article
/// found again. `scratch` is an empty folder for what lies about meanwhile. Throws what the readers throw,
/// Xapian::Error or std::system_error (disk full).
BuiltPart build_part(const PartArticles& articles, const PartOptions& options, const std::filesystem::path& scratch,
                     const std::filesystem::path& folder,
                     const std::function<void(const BuildProgress&)>& progress = {});

/// What a generation in several parts has of all of them together, in `generation`/added: columns, lexicon, and which
/// ranks are `live`, some until they expire. Throws std::system_error, or std::runtime_error where a part is damaged.
void write_joined_files(const std::filesystem::path& generation, const std::vector<Manifest::Part>& parts,
                        const std::vector<std::uint64_t>& live);

/// The ranks of a part whose articles expire, and when.
std::vector<std::pair<std::uint32_t, Instant>> expiries_of(const Xapian::Database& part);

}  // namespace newssearch
