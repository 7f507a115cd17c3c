#include "common/term_postings.h"

#include <algorithm>

#include "common/ranking.h"

namespace newssearch {

ArticleLengths read_lengths(const Xapian::Database& database) {
  ArticleLengths lengths;
  lengths.words.resize(database.get_lastdocid());
  for (Xapian::PostingIterator article = database.postlist_begin(""); article != database.postlist_end(""); ++article)
    lengths.words[*article - 1] = article.get_doclength();
  lengths.average = std::max(1.0, database.get_avlength());
  return lengths;
}

PostingPacker pack_postings(const Xapian::Database& database, const std::string& term, const ArticleLengths& lengths,
                            std::size_t first_rank, const std::function<void()>& each) {
  const Xapian::PostingIterator end = database.postlist_end(term);
  Xapian::PostingIterator at = database.postlist_begin(term);
  const bool with_impacts = at != end && at.get_wdf() > 0;
  PostingPacker postings(with_impacts);
  for (; at != end; ++at) {
    if (each) each();
    const std::uint32_t rank = *at - 1;
    if (first_rank + rank >= lengths.words.size()) continue;  // a damaged list
    const std::uint32_t length = lengths.words[first_rank + rank];
    postings.add(rank, with_impacts ? ranking::impact(at.get_wdf(), length, lengths.average) : 0);
  }
  return postings;
}

PostingPacker pack_postings(PositionList list, std::size_t articles) {
  PostingPacker postings(false);
  std::uint32_t next = 0;
  for (; list.rank() < articles; list.next()) {
    if (list.rank() < next) continue;  // a damaged list
    postings.add(list.rank());
    next = list.rank() + 1;
  }
  return postings;
}

}  // namespace newssearch
