#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "common/article.h"
#include "server/search/posting_lists.h"
#include "server/search/searched_index.h"

namespace newssearch {

struct RelatedStory {
  std::size_t rank = 0;
  double score = 0;
  std::vector<std::string> why;  ///< the telling words shared, as the article asked about prints them
};

/// Stories like `article`, best first, itself and its copies left out; `rank` is its own.
///
/// The article's own words are the query: its hundred most telling ones by tf · √idf (the headline's words count eight
/// times, the first hundred twice), scored with BM25 at k1 3, b .9, then weighed by nearness in time,
/// .4 + .6 · 2^(-days/2), .7 where either is undated. A copy shares half of its five-word shingles (Jaccard ≥ .5).
/// `newssearch eval --clusters FILE` measures it.
std::vector<RelatedStory> related_stories(const Article& article, std::size_t rank, const SearchedIndex& index,
                                          PostingLists& lists, std::uint32_t limit);

/// The articles that share enough of the telling words of one of them, and how alike they are: `best` is what the
/// greatest impact is worth.
struct ArticlesLike {
  PostingList list;
  float best = 0;
};
/// Those that score a fifth of what the article with this id scores by its own words, whenever they appeared, itself
/// left out. None where there is no such article.
ArticlesLike articles_like(const std::string& id, const SearchedIndex& index, PostingLists& lists);

}  // namespace newssearch
