#pragma once
#include <filesystem>
#include <string>

namespace newssearch {

/// Makes the packed files of a generation from its Xapian database and its PositionsFile, and from nothing else:
/// `lexicon` (common/lexicon.h) and `suggestions` (common/suggestion_file.h), and beside them, each on a thread of its
/// own, `impacts` (common/impacts_file.h) and `columns` (common/columns_file.h). Memory: about 300 bytes an article and
/// 100 a distinct word.
/// Throws std::system_error, or Xapian::Error where the database is damaged.
///
/// Suggested are the headlines, sections, tags, authors and sources of the articles, and of the names they print those
/// of several words in at least three articles, and those of one word in at least five that is a name in at least half
/// of the articles that hold it, but for months and days of the week. What folds to the same is one; the newest article
/// says how it is printed, of names the form most articles print.
///
/// Impacts are of this average length of articles, in words as BM25 counts them.
void write_derived_files(const std::filesystem::path& generation, double average_length);

/// Whether a file of a generation, by its path in it, is one of these, or positions: one that repack makes anew.
bool is_derived(const std::filesystem::path& file);

}  // namespace newssearch
