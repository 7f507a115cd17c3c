#pragma once
#include <xapian.h>

#include <functional>
#include <string>
#include <vector>

#include "common/impacts_file.h"
#include "common/positions_file.h"

namespace newssearch {

/// Words of all articles by rank, as BM25 counts them; their mean is never 0.
struct ArticleLengths {
  std::vector<std::uint32_t> words;
  double average = 1;
};
ArticleLengths read_lengths(const Xapian::Database& database);

/// The articles that a Xapian database says hold a term, with impacts where it has a wdf; `lengths` has theirs from
/// `first_rank` on. Calls `each` before each. Throws Xapian::Error.
PostingPacker pack_postings(const Xapian::Database& database, const std::string& term, const ArticleLengths& lengths,
                            std::size_t first_rank = 0, const std::function<void()>& each = {});

/// The articles of an archive of so many that a word is printed in.
PostingPacker pack_postings(PositionList list, std::size_t articles);

}  // namespace newssearch
