#include "server/search/searched_index.h"

namespace newssearch {

std::uint32_t articles_with(const SearchedIndex& index, const std::string& term) {
  return index.impacts.is_open() ? index.impacts.find(term).articles : index.database.get_termfreq(term);
}

std::vector<HeldTerm> terms_with_prefix(const SearchedIndex& index, const std::string& prefix) {
  std::vector<HeldTerm> terms;
  if (index.impacts.is_open()) {
    const auto [first, end] = index.impacts.terms().with_prefix(prefix);
    for (std::size_t number = first; number < end; ++number)
      terms.push_back({std::string(index.impacts.terms()[number]), index.impacts.at(number).articles});
    return terms;
  }
  const Xapian::TermIterator end = index.database.allterms_end(prefix);
  for (Xapian::TermIterator at = index.database.allterms_begin(prefix); at != end; ++at)
    terms.push_back({*at, at.get_termfreq()});
  return terms;
}

}  // namespace newssearch
