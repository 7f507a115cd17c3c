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

/// By number: whether no article that is live has the value.
std::vector<bool> unseen_values(const ValueColumn& column, const DocSet& live) {
  std::vector<bool> unseen(column.values.size(), true);
  live.for_each([&](std::size_t rank) {
    const PackedNumbers numbers = column.of(rank);
    for (const std::uint32_t number : numbers)
      if (number < unseen.size()) unseen[number] = false;
  });
  return unseen;
}

}  // namespace

PublishedDates::PublishedDates(DateColumn column, const std::vector<RankRange>& parts, const DocSet& live)
    : DateColumn(column), live_(live) {
  for (const RankRange& part : parts) {
    std::size_t from = part.begin, to = part.end;
    while (from < to) {
      const std::size_t middle = from + (to - from) / 2;
      if (is_dated(middle))
        from = middle + 1;
      else
        to = middle;
    }
    dated.push_back({part.begin, from});
    const std::size_t newest = live_.next(part.begin);
    if (newest >= from) continue;
    std::size_t oldest = from - 1;
    while (!live_.contains(oldest)) --oldest;
    if (newest_ == SIZE_MAX || seconds[newest] > seconds[newest_]) newest_ = newest;
    if (oldest_ == SIZE_MAX || seconds[oldest] < seconds[oldest_]) oldest_ = oldest;
  }
}

std::vector<std::size_t> PublishedDates::first_before(Instant time) const {
  std::vector<std::size_t> firsts;
  for (const RankRange& part : dated) {
    std::size_t from = part.begin, to = part.end;
    while (from < to) {
      const std::size_t middle = from + (to - from) / 2;
      if (at(middle) >= time)
        from = middle + 1;
      else
        to = middle;
    }
    firsts.push_back(from);
  }
  return firsts;
}

std::vector<RankRange> PublishedDates::between(Instant from, Instant to) const {
  const std::vector<std::size_t> begins = first_before(to), ends = first_before(from);
  std::vector<RankRange> ranges;
  for (std::size_t i = 0; i < begins.size(); ++i) ranges.push_back({begins[i], std::max(begins[i], ends[i])});
  return ranges;
}

Instant PublishedDates::time_of_newest(std::size_t count) const {
  if (count == 0 || newest() == SIZE_MAX) return Instant::max();
  if (dated.size() == 1 && count_dated() == dated[0].end) return at(std::min(count, dated[0].end) - 1);
  const auto published_since = [&](Instant time) { return live_.count(between(time, Instant::max())); };
  Instant late = at(newest()) + std::chrono::seconds{1}, early = at(oldest());
  while (late - early > std::chrono::seconds{1}) {  // at `late` there are fewer
    const Instant middle = early + (late - early) / 2;
    (published_since(middle) >= count ? early : late) = middle;
  }
  return early;
}

Columns::Columns(ColumnsFile file, const std::vector<RankRange>& parts, const DocSet& live,
                 std::optional<double> average_length, Live share)
    : file_(std::move(file)),
      published_(file_.dates(schema::Slot::published), parts, live),
      updated_(file_.dates(schema::Slot::updated)),
      lengths_(lengths_of(file_.lengths())),
      copies_(file_.values(schema::Slot::copies), published_, live),
      stories_(file_.values(schema::Slot::story), published_, live) {
  if (average_length) lengths_.average = *average_length;
  for (const Facet facet : kFacets) {
    FacetColumn& column = values_[static_cast<std::size_t>(facet)];
    static_cast<ValueColumn&>(column) = file_.values(slot_of(facet));
    if (share == Live::some) column.unseen = unseen_values(column, live);
  }
  const PackedStrings& langs = values(Facet::lang).values;
  for (std::size_t number = 0; number < langs.size(); ++number) languages_.emplace_back(langs[number]);
}

bool Columns::comes_before(std::size_t a, std::size_t b) const {
  if (are_in_order()) return a < b;
  const auto time = [&](std::size_t rank) {
    return published_.is_dated(rank) ? std::optional(published_.at(rank)) : std::nullopt;
  };
  return schema::comes_before(time(a), ids()[a], time(b), ids()[b]);
}

std::string iso_date(const DateColumn& dates, std::size_t rank) {
  const bool only_day = dates.known[rank] == DateColumn::day;
  return only_day ? format_iso(std::chrono::floor<std::chrono::days>(dates.at(rank))) : format_iso(dates.at(rank));
}

std::vector<bool> meant_by(const std::vector<std::string>& asked, const FacetColumn& column) {
  std::vector<bool> meant(column.values.size());
  for (const std::string& value : asked) {
    if (const std::size_t stated = column.values.lower_bound(value);
        stated < meant.size() && column.values[stated] == value && column.is_seen(stated)) {
      meant[stated] = true;
      continue;
    }
    const std::string folded_value = fold(value);
    for (std::size_t number = 0; number < meant.size(); ++number)
      if (column.folded[number] == folded_value && column.is_seen(number)) meant[number] = true;
  }
  return meant;
}

bool has_value(const FacetColumn& column, const std::string& asked) {
  const std::vector<bool> meant = meant_by({asked}, column);
  return std::find(meant.begin(), meant.end(), true) != meant.end();
}

}  // namespace newssearch
