#include "server/search/posting_lists.h"

#include <future>

#include "common/prefetch.h"
#include "common/term_postings.h"
#include "server/search/doc_set.h"
#include "server/search/shard_lists.h"
#include "server/search/stored_positions.h"
#include "server/search/word_forms.h"

namespace newssearch {
namespace {

/// In a file, and to be read.
PostingList mapped_list(const ImpactsFile& impacts, const std::string& term) {
  const PostingList list = impacts.find(term);
  prefetch(list.bytes);
  return list;
}

}  // namespace

PostingList PostingLists::of(const std::string& term) {
  if (index_.parts.size() == 1 && index_.parts.front().impacts.is_open())
    return mapped_list(index_.parts.front().impacts, term);
  const auto [entry, fresh] = packed_.try_emplace(term);
  if (fresh) {
    std::vector<PostingList> lists;
    for (const IndexPart& part : index_.parts) {
      lists.push_back(in_part(part, term));
      lists.back().first_window = part.first_rank / kWindowArticles;
      if (lists.back().articles == 0) lists.pop_back();
    }
    entry->second = joined(std::move(lists));
  }
  return entry->second;
}

PostingList PostingLists::in_part(const IndexPart& part, const std::string& term) {
  if (part.shard) {
    const ShardLists::Bytes bytes = part.shard->postings(part.database, term);
    if (!bytes) return {};
    fetched_.push_back(bytes);
    return {*bytes, part.shard->articles_with(term)};
  }
  if (part.impacts.is_open()) return mapped_list(part.impacts, term);
  PostingPacker postings = from_database(part, term);
  if (postings.articles() == 0)
    if (const std::optional<schema::PlacedWord> word = schema::placed_word(term))
      postings = where_placed(part, term, *word);
  return keep(postings);
}

PostingPacker PostingLists::from_database(const IndexPart& part, const std::string& term) const {
  return pack_postings(part.database, term, index_.columns.lengths(), part.first_rank, [&] { budget_.check(); });
}

PostingPacker PostingLists::where_placed(const IndexPart& part, const std::string& term,
                                         const schema::PlacedWord& word) const {
  if (part.positions.is_open()) return pack_postings(part.positions.find(term), part.articles);
  // Each article that prints a word holds a stem of it.
  DocSet holding(part.articles);
  const auto insert_articles_of = [&](const std::string& stem) {
    for (auto at = part.database.postlist_begin(stem); at != part.database.postlist_end(stem); ++at)
      if (*at <= part.articles) holding.insert(*at - 1);
  };
  const WordForms::Terms stems = WordForms(index_).terms_of(word.word, word.in_headline);
  for (const std::string& stem : stems.whole) insert_articles_of(stem);
  for (const std::string& stem : stems.as_name) insert_articles_of(stem);
  std::vector<std::uint32_t> ranks;
  holding.for_each([&](std::size_t rank) { ranks.push_back(static_cast<std::uint32_t>(rank)); });
  const PositionsFile stored = stored_positions(part.stored, ranks, {term}, index_.analyzer, budget_);
  return pack_postings(stored.find(term), part.articles);
}

void PostingLists::fetch(const std::vector<std::string>& terms) const {
  std::vector<std::future<void>> fetching;
  for (const IndexPart& part : index_.parts)
    if (part.shard)
      fetching.push_back(std::async(std::launch::async, [&part, &terms] {
        for (const std::string& term : terms) part.shard->postings(part.database, term);
      }));
  for (std::future<void>& one : fetching) one.get();
}

std::vector<PostingList> PostingLists::of(const std::vector<std::string>& terms) {
  if (terms.size() > 1) fetch(terms);
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
