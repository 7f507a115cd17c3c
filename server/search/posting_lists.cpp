#include "server/search/posting_lists.h"

#include "common/term_postings.h"

namespace newssearch {

PostingList PostingLists::of(const std::string& term) {
  if (index_.impacts.is_open()) return index_.impacts.find(term);
  const auto [entry, fresh] = read_.try_emplace(term);
  if (fresh) {
    PostingPacker postings = pack_postings(index_.database, term, index_.columns.lengths(), [&] { budget_.check(); });
    entry->second = keep(postings);
  }
  return entry->second;
}

std::vector<PostingList> PostingLists::of(const std::vector<std::string>& terms) {
  std::vector<PostingList> lists;
  for (const std::string& term : terms)
    if (const PostingList list = of(term); list.articles > 0) lists.push_back(list);
  return lists;
}

PostingList PostingLists::keep(PostingPacker& postings) {
  const std::uint32_t articles = postings.articles();
  if (articles == 0) return {};
  return {kept_.emplace_back(postings.take()), articles};
}

}  // namespace newssearch
