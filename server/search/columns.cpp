#include "server/search/columns.h"

#include <algorithm>

namespace newssearch {
namespace {

using schema::Slot;

Slot slot_of(Facet facet) {
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

DateColumn read_dates(const Xapian::Database& database, std::size_t articles, Slot slot) {
  DateColumn column{std::vector<std::int64_t>(articles), std::vector<std::uint8_t>(articles, DateColumn::undated)};
  const auto number = static_cast<Xapian::valueno>(slot);
  for (Xapian::ValueIterator value = database.valuestream_begin(number); value != database.valuestream_end(number);
       ++value) {
    const schema::SlotDate date = schema::decode_date(*value);
    const std::size_t rank = value.get_docid() - 1;
    column.seconds[rank] = date.time.time_since_epoch().count();
    column.known[rank] = date.precision == DatePrecision::day ? DateColumn::day : DateColumn::moment;
  }
  return column;
}

std::uint32_t number_of(ValueColumn& column, std::string value) {
  const auto [known, fresh] = column.number_of.try_emplace(value, static_cast<std::uint32_t>(column.values.size()));
  if (fresh) {
    column.folded.push_back(fold(value));
    column.values.push_back(std::move(value));
  }
  return known->second;
}

ValueColumn read_values(const Xapian::Database& database, std::size_t articles, Slot slot) {
  ValueColumn column;
  column.begin.reserve(articles + 1);
  const auto slot_number = static_cast<Xapian::valueno>(slot);
  Xapian::ValueIterator value = database.valuestream_begin(slot_number);
  const Xapian::ValueIterator end = database.valuestream_end(slot_number);
  std::string joined;
  for (std::size_t rank = 0; rank < articles; ++rank) {
    column.begin.push_back(static_cast<std::uint32_t>(column.numbers.size()));
    if (value == end || value.get_docid() != rank + 1) continue;
    joined = *value;
    ++value;
    for (std::size_t from = 0; from <= joined.size();) {
      const std::size_t to = std::min(joined.find(schema::kValueSeparator, from), joined.size());
      const std::uint32_t number = number_of(column, joined.substr(from, to - from));
      const auto own = column.numbers.begin() + column.begin.back();
      if (std::find(own, column.numbers.end(), number) == column.numbers.end()) column.numbers.push_back(number);
      from = to + 1;
    }
  }
  column.begin.push_back(static_cast<std::uint32_t>(column.numbers.size()));
  return column;
}

}  // namespace

std::vector<bool> ValueColumn::meant_by(const std::vector<std::string>& asked) const {
  std::vector<bool> meant(values.size());
  for (const std::string& value : asked) {
    if (const auto stated = number_of.find(value); stated != number_of.end()) {
      meant[stated->second] = true;
      continue;
    }
    const std::string folded_value = fold(value);
    for (std::size_t number = 0; number < meant.size(); ++number)
      if (folded[number] == folded_value) meant[number] = true;
  }
  return meant;
}

bool ValueColumn::has(const std::string& asked) const {
  const std::vector<bool> meant = meant_by({asked});
  return std::find(meant.begin(), meant.end(), true) != meant.end();
}

Columns::Columns(const Xapian::Database& database) {
  const std::size_t articles = database.get_lastdocid();
  published_ = read_dates(database, articles, Slot::published);
  updated_ = read_dates(database, articles, Slot::updated);
  for (const Facet facet : kFacets)
    values_[static_cast<std::size_t>(facet)] = read_values(database, articles, slot_of(facet));
  lengths_.resize(articles);
  for (Xapian::PostingIterator article = database.postlist_begin(""); article != database.postlist_end(""); ++article)
    lengths_[*article - 1] = article.get_doclength();
  average_length_ = std::max(1.0, database.get_avlength());
}

}  // namespace newssearch
