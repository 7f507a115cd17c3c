#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/article.h"
#include "server/search/posting_lists.h"
#include "server/search/searched_index.h"

namespace newssearch {

/// What is wanted beside an article.
enum class RelatedMode {
  related,     ///< of any time, those of the same days first
  background,  ///< what came before and explains it; dated articles only
  followups,   ///< what came of it
  copies,      ///< its near copies
};
std::optional<RelatedMode> related_mode_from_string(std::string_view name);
std::string_view to_string(RelatedMode mode);

struct RelatedStory {
  std::size_t rank = 0;
  double score = 0;              ///< of what the article scores by itself; not the order, which is also by variety
  std::vector<std::string> why;  ///< the telling words shared, as the article asked about prints them
};

/// Articles like `article`, best first, but not copies of it, and of copies one alone; `rank` is its own.
///
/// The article's telling terms are the query (server/search/telling_terms.h); under 200 words, those of the ten
/// articles most like it with them. What that scores is weighed by nearness in time, and by .7 where the outlet is the
/// same: another one says more; not so under 200 words, which may be an item of a series. Of the best sixty those come
/// first whose headlines hold more of the telling terms, and of thirty of these each next one is chosen that is like
/// none before it (maximal marginal relevance: Carbonell, Goldstein 1998). `newssearch eval --clusters` and `--related`
/// measure it.
std::vector<RelatedStory> related_stories(const Article& article, std::size_t rank, const SearchedIndex& index,
                                          PostingLists& lists, RelatedMode mode, std::uint32_t limit);

/// How alike two articles are, 0 to 1 and hardly more: what each scores by the other's telling terms, of what that one
/// scores by itself; the mean of both. When they appeared says nothing here. `newssearch eval --pairs` measures it.
double similarity(std::size_t a, std::size_t b, const SearchedIndex& index, PostingLists& lists);

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
