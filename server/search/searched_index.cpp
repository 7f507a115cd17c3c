#include "server/search/searched_index.h"

#include "common/schema.h"

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
  if (first == end)
    for (auto at = index.database.allterms_begin(prefix); at != index.database.allterms_end(prefix); ++at)
      terms.push_back({*at, at.get_termfreq()});
}

}  // namespace

std::uint32_t articles_with(const SearchedIndex& index, const std::string& term) {
  return index.impacts.is_open() ? index.impacts.find(term).articles : index.database.get_termfreq(term);
}

std::vector<HeldTerm> terms_with_prefix(const SearchedIndex& index, const std::string& prefix) {
  std::vector<HeldTerm> terms;
  const auto add_range = [&](const PackedStrings& all, auto articles_of) {
    const auto [first, end] = all.with_prefix(prefix);
    for (std::size_t number = first; number < end; ++number)
      terms.push_back({std::string(all[number]), articles_of(number)});
  };
  if (index.impacts.is_open())
    add_range(index.impacts.terms(), [&](std::size_t number) { return index.impacts.at(number).articles; });
  else if (index.positions.is_open())
    add_range(index.positions.terms(), [&](std::size_t number) { return count_articles(index.positions.at(number)); });
  else
    add_without_files(index, prefix, terms);
  return terms;
}

}  // namespace newssearch
