#include "server/search/searched_index.h"

#include <algorithm>

#include "common/schema.h"
#include "server/search/shard_lists.h"

namespace newssearch {
namespace {

std::uint32_t count_articles(PositionList list) {
  std::uint32_t articles = 0;
  for (; list.rank() != PositionList::kEnd; list.next()) ++articles;
  return articles;
}

/// Words come from the lexicon, which knows how many articles hold them, headline or body; characters are in the
/// database.
void add_without_files(const SearchedIndex& index, const std::string& prefix, std::vector<HeldTerm>& terms) {
  const auto [beginning, in_headline] = schema::placed_word(prefix).value();
  const auto [first, end] = index.lexicon.with_prefix(beginning);
  for (std::size_t number = first; number < end; ++number) {
    const LexiconWord word = index.lexicon.at(number);
    terms.push_back(
        {in_headline ? schema::headline_word_term(word.word) : schema::word_term(word.word), word.articles});
  }
  if (first != end) return;
  for (const IndexPart& part : index.parts)
    for (auto at = part.database.allterms_begin(prefix); at != part.database.allterms_end(prefix); ++at)
      terms.push_back({*at, at.get_termfreq()});
}

void add_shard(const Lexicon& of_shard, const std::string& prefix, std::vector<HeldTerm>& terms) {
  const auto [first, end] = of_shard.with_prefix(prefix);
  for (std::size_t number = first; number < end; ++number)
    terms.push_back({std::string(of_shard.word(number)), of_shard.at(number).articles});
}

/// Those of several parts together, in order of bytes.
void join_equal(std::vector<HeldTerm>& terms) {
  std::sort(terms.begin(), terms.end(), [](const HeldTerm& a, const HeldTerm& b) { return a.term < b.term; });
  std::vector<HeldTerm> joined;
  for (HeldTerm& term : terms)
    if (!joined.empty() && joined.back().term == term.term)
      joined.back().articles += term.articles;
    else
      joined.push_back(std::move(term));
  terms = std::move(joined);
}

}  // namespace

const IndexPart& SearchedIndex::part_of(std::size_t rank) const {
  std::size_t number = parts.size() - 1;
  while (number > 0 && rank < parts[number].first_rank) --number;
  return parts[number];
}

std::uint32_t SearchedIndex::stored() const {
  std::size_t articles = 0;
  for (const IndexPart& part : parts) articles += part.articles;
  return static_cast<std::uint32_t>(articles);
}

Result<Article> stored_article(const SearchedIndex& index, std::size_t rank) {
  const IndexPart& part = index.part_of(rank);
  return part.stored.article(static_cast<Xapian::docid>(rank - part.first_rank + 1));
}

std::optional<std::size_t> rank_of(const SearchedIndex& index, std::string_view id) {
  const std::vector<std::size_t> ranks = members(index, schema::id_term(id));
  return ranks.empty() ? std::nullopt : std::optional(ranks.front());
}

std::vector<std::size_t> members(const SearchedIndex& index, const std::string& term) {
  std::vector<std::size_t> ranks;
  for (const IndexPart& part : index.parts)
    for (auto at = part.database.postlist_begin(term); at != part.database.postlist_end(term); ++at)
      if (*at <= part.articles && index.live.contains(part.first_rank + *at - 1))
        ranks.push_back(part.first_rank + *at - 1);
  return ranks;
}

std::uint32_t articles_with(const SearchedIndex& index, const std::string& term) {
  std::uint32_t articles = 0;
  for (const IndexPart& part : index.parts)
    if (part.shard)
      articles += part.shard->articles_with(term);
    else
      articles += part.impacts.is_open() ? part.impacts.find(term).articles : part.database.get_termfreq(term);
  return articles;
}

std::vector<HeldTerm> terms_with_prefix(const SearchedIndex& index, const std::string& prefix) {
  std::vector<HeldTerm> terms;
  const auto add_range = [&](const PackedStrings& all, auto articles_of) {
    const auto [first, end] = all.with_prefix(prefix);
    for (std::size_t number = first; number < end; ++number)
      terms.push_back({std::string(all[number]), articles_of(number)});
  };
  const auto is_open = [](const IndexPart& part) {
    return part.shard || part.impacts.is_open() || part.positions.is_open();
  };
  if (!std::all_of(index.parts.begin(), index.parts.end(), is_open)) {
    add_without_files(index, prefix, terms);
  } else {
    for (const IndexPart& part : index.parts)
      if (part.shard)
        add_shard(part.shard->terms(), prefix, terms);
      else if (part.impacts.is_open())
        add_range(part.impacts.terms(), [&](std::size_t number) { return part.impacts.at(number).articles; });
      else
        add_range(part.positions.terms(),
                  [&](std::size_t number) { return count_articles(part.positions.at(number)); });
  }
  if (index.parts.size() > 1) join_equal(terms);
  return terms;
}

}  // namespace newssearch
