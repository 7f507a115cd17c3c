#pragma once
#include <vector>

#include "server/search/search_response.h"
#include "server/search/searched_index.h"

namespace newssearch {

/// A story told by its days: which articles it has (`ranks`, in any order), and what was new when.
///
/// A day is a turning point if it says most that no article of the story said before: the idf of its new words, each by
/// the share of the day's articles that hold it, words of one article among several not counting. Of these words those
/// are named first that much of the story goes on to say. The first day is one,
/// and of the days with two articles or a seventh of the story up to four that say half as much new as the one that
/// says most. The story is called by the headline of the article that is most like the others. Hits are in order of
/// time, undated last, near copies folded under the first published; without snippets.
StoryResponse tell_story(std::vector<std::size_t> ranks, const SearchedIndex& index, std::string_view time_zone);

}  // namespace newssearch
