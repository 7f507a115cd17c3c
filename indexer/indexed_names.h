#pragma once
#include <xapian.h>

#include <cstdint>
#include <string>
#include <vector>

#include "common/analyzer.h"

namespace newssearch {

/// A name the articles of an index print, in whatever forms fold to the same: NATO and Nato.
struct IndexedName {
  std::string folded;          ///< of one word: as Analyzer folds it, else as fold() does
  std::string printed;         ///< the form most articles print
  std::uint32_t articles = 0;  ///< that print it in any form
  std::uint32_t newest = 0;    ///< docid of the newest of them
  bool one_word = false;
};

/// Names of several words that fewer articles print are not read: they are most, and of no use.
inline constexpr std::uint32_t kArticlesOfName = 3;

/// The names of an index, in order of what they fold to. Throws Xapian::Error.
std::vector<IndexedName> read_names(const Xapian::Database& database, Analyzer& analyzer);

}  // namespace newssearch
