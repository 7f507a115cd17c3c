#pragma once
#include "server/search/posting_lists.h"
#include "server/search/search_response.h"
#include "server/search/searched_index.h"

namespace newssearch {

/// The articles published in [from, to); none where that is no time.
DocSet published_between(const SearchedIndex& index, Instant from, Instant to);

/// What a time's articles say more than the archive does, an entry a story: the stories with most articles then, near
/// copies counting once, each by the name or word that tells most of it: rare in the archive, said by at least half of
/// its articles and by their headlines, and said at that time more than the archive lets expect (log-likelihood ratio:
/// Dunning 1993). Stories known by the same one are one entry. Entries with the greatest ratio first.
std::vector<TrendingEntry> trending(const DocSet& period, const SearchedIndex& index, PostingLists& lists,
                                    std::uint32_t limit);

}  // namespace newssearch
