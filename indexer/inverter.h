#pragma once
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "common/article.h"
#include "common/schema.h"

namespace newssearch {

/// Gives article number `rank` (0 is the newest) of those to invert. One thread calls it.
using ArticleReader = std::function<Article(std::size_t rank)>;

struct InvertOptions {
  unsigned threads = 1;
  std::size_t flush_bytes = 512 << 10;  ///< of text inverted in memory by each thread before it is written out
  std::size_t slice_articles = 2000;
  std::string dictionary;  ///< records are packed with (common/stored_articles.h)
  /// Let the databases list the terms of each article: we never ask for it, but what serves documents over a network
  /// does.
  bool term_lists = false;
};

/// Consecutive articles, inverted.
struct Slice {
  std::filesystem::path xapian;                  ///< a database
  std::vector<std::filesystem::path> positions;  ///< PositionsFiles in order; their ranks are those of all articles
};

struct Inverted {
  std::vector<Slice> slices;  ///< in order of rank
  std::uint64_t text_bytes = 0;
};

/// Turns as many articles as there are `groups`, what each belongs to, into slices under `scratch`. Each thread takes
/// the next slice of consecutive articles: several small databases need no lock, and small flushes are faster than
/// large ones since Xapian's trees stay in cache. `make_reader` is called once per thread. `progress` is called from
/// the calling thread with the number of articles done. Throws what the readers throw; where the disk is full,
/// Xapian::Error or std::system_error.
Inverted invert_articles(const std::vector<schema::Groups>& groups, const std::function<ArticleReader()>& make_reader,
                         const std::filesystem::path& scratch, const InvertOptions& options,
                         const std::function<void(std::uint64_t done)>& progress);

/// Merges slices in order into `xapian` and `positions` in the folder of a generation, numbering documents anew from 1,
/// both at once; removes the slices. Throws Xapian::Error or std::system_error.
void merge_slices(const std::vector<Slice>& slices, const std::filesystem::path& scratch,
                  const std::filesystem::path& generation);

}  // namespace newssearch
