#include "server/search/columns.h"

#include <algorithm>
#include <numeric>

#include "common/analyzer.h"

namespace newssearch {
namespace {

schema::Slot slot_of(Facet facet) {
  using schema::Slot;
  switch (facet) {
    case Facet::section:
      return Slot::sections;
    case Facet::source:
      return Slot::source;
    case Facet::author:
      return Slot::authors;
    case Facet::lang:
      return Slot::lang;
    case Facet::tag:
      return Slot::tags;
    case Facet::place:
      return Slot::places;
  }
  return Slot::sections;
}

ArticleLengths lengths_of(const PackedNumbers& words) {
  ArticleLengths lengths;
  for (const std::uint32_t length : words) lengths.words.push_back(length);
  if (lengths.words.empty()) return lengths;
  const auto total = std::accumulate(lengths.words.begin(), lengths.words.end(), std::uint64_t{0});
  lengths.average = std::max(1.0, static_cast<double>(total) / static_cast<double>(lengths.words.size()));
  return lengths;
}

}  // namespace

Columns::Columns(ColumnsFile file)
    : file_(std::move(file)),
      published_(file_.dates(schema::Slot::published)),
      updated_(file_.dates(schema::Slot::updated)),
      lengths_(lengths_of(file_.lengths())),
      copies_(file_.values(schema::Slot::copies), file_.articles()),
      stories_(file_.values(schema::Slot::story), file_.articles()) {
  for (const Facet facet : kFacets) values_[static_cast<std::size_t>(facet)] = file_.values(slot_of(facet));
  const PackedStrings& langs = values(Facet::lang).values;
  for (std::size_t number = 0; number < langs.size(); ++number) languages_.emplace_back(langs[number]);
}

std::string iso_date(const DateColumn& dates, std::size_t rank) {
  const bool only_day = dates.known[rank] == DateColumn::day;
  return only_day ? format_iso(std::chrono::floor<std::chrono::days>(dates.at(rank))) : format_iso(dates.at(rank));
}

std::vector<bool> meant_by(const std::vector<std::string>& asked, const ValueColumn& column) {
  std::vector<bool> meant(column.values.size());
  for (const std::string& value : asked) {
    if (const std::size_t stated = column.values.lower_bound(value);
        stated < meant.size() && column.values[stated] == value) {
      meant[stated] = true;
      continue;
    }
    const std::string folded_value = fold(value);
    for (std::size_t number = 0; number < meant.size(); ++number)
      if (column.folded[number] == folded_value) meant[number] = true;
  }
  return meant;
}

bool has_value(const ValueColumn& column, const std::string& asked) {
  const std::vector<bool> meant = meant_by({asked}, column);
  return std::find(meant.begin(), meant.end(), true) != meant.end();
}

}  // namespace newssearch
