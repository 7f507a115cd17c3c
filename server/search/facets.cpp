#include "server/search/facets.h"

#include <algorithm>

namespace newssearch {

FacetCounts count_facet(Facet facet, const DocSet& found, const Columns& columns, const FacetFilter& selected,
                        std::uint32_t limit) {
  const FacetColumn& column = columns.values(facet);
  std::vector<std::uint32_t> counts(column.values.size());
  found.for_each([&](std::size_t rank) {
    const PackedNumbers numbers = column.of(rank);
    for (const std::uint32_t number : numbers)
      if (number < counts.size()) ++counts[number];
  });
  const std::vector<bool> meant = meant_by(selected.any, column);
  FacetCounts facet_counts{.facet = facet, .values = {}, .distinct = 0};
  std::vector<std::uint32_t> shown;
  for (std::uint32_t number = 0; number < counts.size(); ++number) {
    if (counts[number] > 0 || meant[number]) shown.push_back(number);
    facet_counts.distinct += counts[number] > 0 ? 1 : 0;
  }
  const auto beyond = shown.begin() + std::min<std::ptrdiff_t>(limit, std::ssize(shown));
  std::partial_sort(shown.begin(), selected.any.empty() ? beyond : shown.end(), shown.end(),
                    [&](std::uint32_t a, std::uint32_t b) {  // values are numbered in order
                      return counts[a] != counts[b] ? counts[a] > counts[b] : a < b;
                    });
  shown.erase(std::remove_if(beyond, shown.end(), [&](std::uint32_t number) { return !meant[number]; }), shown.end());
  for (const std::uint32_t number : shown)
    facet_counts.values.push_back({std::string(column.values[number]), counts[number], meant[number]});
  return facet_counts;
}

std::string no_article_has(Facet facet, const std::string& value, const FacetColumn& column) {
  constexpr std::size_t kMostOthers = 3;
  std::string text = "no article has the " + std::string(to_string(facet)) + " '" + value + "'";
  const std::string folded = fold(value);
  std::size_t others = 0;
  for (std::size_t number = 0; number < column.values.size() && others < kMostOthers && !folded.empty(); ++number)
    if (column.is_seen(number) && column.folded[number].find(folded) != std::string_view::npos)
      text.append(others++ == 0 ? "; there is '" : ", '").append(column.values[number]) += "'";
  return text;
}

std::string no_article_is_of(const DateColumn& dates, const DocSet& live, const Calendar& calendar) {
  const std::string none = "no article is of these days";
  Day first = Day::max(), last = Day::min();
  live.for_each([&](std::size_t rank) {
    if (dates.known[rank] == DateColumn::undated) return;
    const bool is_day = dates.known[rank] == DateColumn::day;
    const Day day = is_day ? std::chrono::floor<std::chrono::days>(dates.at(rank)) : calendar.day_of(dates.at(rank));
    first = std::min(first, day);
    last = std::max(last, day);
  });
  if (first > last) return none + ": none is dated";
  return none + "; the archive goes from " + format_iso(first) + " to " + format_iso(last);
}

}  // namespace newssearch
