#include "common/columns_file.h"

#include <algorithm>
#include <numeric>
#include <ostream>
#include <sstream>
#include <stdexcept>
#include <unordered_map>

#include "common/analyzer.h"
#include "common/merge_in_order.h"
#include "common/stored_articles.h"
#include "common/term_postings.h"

namespace newssearch {
namespace {

using schema::Slot;

constexpr Slot kDateSlots[] = {Slot::published, Slot::updated};
constexpr Slot kValueSlots[] = {Slot::sections, Slot::source, Slot::authors, Slot::lang,
                                Slot::tags,     Slot::places, Slot::copies,  Slot::story};

enum FilePart : std::size_t { article_lengths, id_begins, id_text, kBeforeDates };
enum DatePart : std::size_t { seconds, known, kDateParts };
enum ValuePart : std::size_t {
  list_begins,
  numbers,
  value_begins,
  value_text,
  folded_begins,
  folded_text,
  kValueParts
};

std::size_t part_of_date(Slot slot) {
  return kBeforeDates + kDateParts * static_cast<std::size_t>(std::ranges::find(kDateSlots, slot) - kDateSlots);
}
std::size_t part_of_values(Slot slot) {
  return kBeforeDates + kDateParts * std::size(kDateSlots) +
         kValueParts * static_cast<std::size_t>(std::ranges::find(kValueSlots, slot) - kValueSlots);
}

constexpr PackedFile::Kind kKind{
    "columns", 2, kBeforeDates + kDateParts* std::size(kDateSlots) + kValueParts* std::size(kValueSlots)};

/// Calls visit(rank, value) for each article that has one.
template <class Visit>
void for_each_value(const Xapian::Database& database, Slot slot, Visit visit) {
  const auto number = static_cast<Xapian::valueno>(slot);
  const Xapian::ValueIterator end = database.valuestream_end(number);
  for (Xapian::ValueIterator value = database.valuestream_begin(number); value != end; ++value)
    visit(std::size_t{value.get_docid() - 1}, *value);
}

template <class Number>
std::string_view bytes_of(const std::vector<Number>& numbers) {
  return {reinterpret_cast<const char*>(numbers.data()), numbers.size() * sizeof(Number)};
}

/// The values of all articles by rank in one slot, on their way into a file.
struct PackedValues {
  ListPacker numbers;
  StringPacker stated, folded;
};

struct Dates {
  std::vector<std::int64_t> times;
  std::vector<std::uint8_t> known;
};

/// The columns of a database.
class DatabaseColumns {
 public:
  explicit DatabaseColumns(const Xapian::Database& database)
      : database_(database), articles_(database.get_lastdocid()) {}

  std::vector<std::uint32_t> lengths() const { return read_lengths(database_).words; }

  /// A long id is hashed in its term: its article knows it.
  StringPacker ids() const {
    std::vector<std::string> ids(articles_);
    for (auto term = database_.allterms_begin("Q"); term != database_.allterms_end("Q"); ++term) {
      const Xapian::docid docid = *database_.postlist_begin(*term);
      std::string id = (*term).substr(1);
      if (id.starts_with('#')) {
        Result<Article> article = StoredArticles(database_).article(docid);
        if (!article) throw Xapian::DatabaseCorruptError(article.error().message);
        id = std::move(article->id);
      }
      ids.at(docid - 1) = std::move(id);
    }
    StringPacker packed;
    for (const std::string& id : ids) packed.add(id);
    packed.end();
    return packed;
  }

  Dates dates(Slot slot) const {
    Dates dates{std::vector<std::int64_t>(articles_), std::vector<std::uint8_t>(articles_, DateColumn::undated)};
    for_each_value(database_, slot, [&](std::size_t rank, const std::string& value) {
      const schema::SlotDate date = schema::decode_date(value);
      dates.times[rank] = date.time.time_since_epoch().count();
      dates.known[rank] = date.precision == DatePrecision::day ? DateColumn::day : DateColumn::moment;
    });
    return dates;
  }

  PackedValues values(Slot slot) const {
    std::vector<std::vector<std::uint32_t>> numbers(articles_);
    std::vector<std::string> values;
    std::unordered_map<std::string, std::uint32_t> known;
    for_each_value(database_, slot, [&](std::size_t rank, const std::string& joined) {
      for (std::size_t from = 0; from <= joined.size();) {
        const std::size_t to = std::min(joined.find(schema::kValueSeparator, from), joined.size());
        const auto [value, fresh] =
            known.try_emplace(joined.substr(from, to - from), static_cast<std::uint32_t>(known.size()));
        if (fresh) values.push_back(value->first);
        std::vector<std::uint32_t>& own = numbers[rank];
        if (std::find(own.begin(), own.end(), value->second) == own.end()) own.push_back(value->second);
        from = to + 1;
      }
    });
    return packed(numbers, values);
  }

 private:
  static PackedValues packed(const std::vector<std::vector<std::uint32_t>>& numbers,
                             const std::vector<std::string>& values) {
    PackedValues packed;
    std::vector<std::uint32_t> in_order(values.size()), place(values.size());
    std::iota(in_order.begin(), in_order.end(), 0U);
    std::sort(in_order.begin(), in_order.end(), [&](auto a, auto b) { return values[a] < values[b]; });
    for (std::uint32_t i = 0; i < in_order.size(); ++i) {
      place[in_order[i]] = i;
      packed.stated.add(values[in_order[i]]);
      packed.folded.add(fold(values[in_order[i]]));
    }
    packed.stated.end();
    packed.folded.end();
    for (const std::vector<std::uint32_t>& own : numbers) {
      packed.numbers.begin_list();
      for (const std::uint32_t number : own) packed.numbers.add(place[number]);
    }
    packed.numbers.end();
    return packed;
  }

  const Xapian::Database& database_;
  const std::size_t articles_;
};

/// Those of several parts together, of the articles that live.
class JoinedColumns {
 public:
  JoinedColumns(const std::vector<ColumnsFile::Part>& parts, const std::vector<std::uint64_t>& live)
      : parts_(parts), live_(live), ranks_(parts.back().first_rank + parts.back().columns.articles()) {}

  std::vector<std::uint32_t> lengths() const {
    std::vector<std::uint32_t> lengths(ranks_);
    for (const ColumnsFile::Part& part : parts_) {
      const PackedNumbers column = part.columns.lengths();
      for_each_live(part, [&](std::size_t own) { lengths[part.first_rank + own] = column[own]; });
    }
    return lengths;
  }

  StringPacker ids() const {
    StringPacker ids;
    std::size_t rank = 0;
    for (const ColumnsFile::Part& part : parts_) {
      const PackedStrings column = part.columns.ids();
      for (; rank < part.first_rank; ++rank) ids.add("");
      for (std::size_t own = 0; own < part.columns.articles(); ++own, ++rank)
        ids.add(lives(part, own) ? column[own] : "");
    }
    ids.end();
    return ids;
  }

  Dates dates(Slot slot) const {
    Dates dates{std::vector<std::int64_t>(ranks_), std::vector<std::uint8_t>(ranks_, DateColumn::undated)};
    for (const ColumnsFile::Part& part : parts_) {
      const DateColumn column = part.columns.dates(slot);
      for (std::size_t own = 0; own < part.columns.articles(); ++own) {
        dates.times[part.first_rank + own] = column.seconds[own];
        dates.known[part.first_rank + own] = column.known[own];
      }
    }
    return dates;
  }

  /// Only what an article that lives states is a value.
  PackedValues values(Slot slot) const {
    enum : std::uint32_t { unstated, stated };
    PackedValues values;
    std::vector<ValueColumn> columns;
    std::vector<PackedStrings> texts;
    std::vector<std::vector<std::uint32_t>> places;  // of each part's values: first whether stated, then among all
    for (const ColumnsFile::Part& part : parts_) {
      columns.push_back(part.columns.values(slot));
      texts.push_back(columns.back().values);
      std::vector<std::uint32_t>& place = places.emplace_back(texts.back().size(), unstated);
      for_each_live(part, [&](std::size_t own) {
        const PackedNumbers numbers = columns.back().of(own);
        for (const std::uint32_t number : numbers)
          if (number < place.size()) place[number] = stated;
      });
    }
    std::uint32_t count = 0;
    std::string_view last;
    merge_in_order(texts, [&](std::size_t part, std::size_t number, std::string_view text) {
      if (places[part][number] == unstated) return;
      if (count == 0 || text != last) {
        values.stated.add(text);
        values.folded.add(columns[part].folded[number]);
        ++count;
        last = text;
      }
      places[part][number] = count - 1;
    });
    values.stated.end();
    values.folded.end();
    std::size_t rank = 0;
    for (std::size_t part = 0; part < parts_.size(); ++part) {
      for (; rank < parts_[part].first_rank; ++rank) values.numbers.begin_list();
      for (std::size_t own = 0; own < parts_[part].columns.articles(); ++own, ++rank) {
        values.numbers.begin_list();
        if (!lives(parts_[part], own)) continue;
        const PackedNumbers numbers = columns[part].of(own);
        for (const std::uint32_t number : numbers)
          if (number < places[part].size()) values.numbers.add(places[part][number]);
      }
    }
    values.numbers.end();
    return values;
  }

 private:
  bool lives(const ColumnsFile::Part& part, std::size_t own) const {
    const std::size_t rank = part.first_rank + own;
    return rank / 64 < live_.size() && ((live_[rank / 64] >> (rank % 64)) & 1) != 0;
  }
  template <class Visit>
  void for_each_live(const ColumnsFile::Part& part, Visit visit) const {
    const std::size_t articles = part.columns.articles();
    for (std::size_t own = 0; own < articles; ++own)
      if (lives(part, own)) visit(own);
  }

  const std::vector<ColumnsFile::Part>& parts_;
  const std::vector<std::uint64_t>& live_;
  const std::size_t ranks_;
};

class ColumnsWriter {
 public:
  explicit ColumnsWriter(std::ostream& stream) : writer_(stream, kKind) {}

  void write(const auto& columns) {
    put(bytes_of(columns.lengths()));
    put(columns.ids());
    for (const Slot slot : kDateSlots) {
      const Dates dates = columns.dates(slot);
      put(bytes_of(dates.times));
      put(bytes_of(dates.known));
    }
    for (const Slot slot : kValueSlots) {
      const PackedValues values = columns.values(slot);
      put(values.numbers.begins());
      put(values.numbers.numbers());
      put(values.stated);
      put(values.folded);
    }
    writer_.end();
  }

 private:
  void put(std::string_view part) {
    writer_.append(part);
    writer_.end_part();
  }

  void put(const StringPacker& strings) {
    put(strings.begins());
    put(strings.text());
  }

  PackedFileWriter writer_;
};

}  // namespace

Result<ColumnsFile> ColumnsFile::open(const std::filesystem::path& path) {
  Result<PackedFile> file = PackedFile::open(path, kKind);
  if (!file) return file.error();
  return ColumnsFile(*std::move(file));
}

Result<ColumnsFile> ColumnsFile::read(std::string bytes) {
  Result<PackedFile> file = PackedFile::read(std::move(bytes), kKind);
  if (!file) return file.error();
  return ColumnsFile(*std::move(file));
}

ColumnsFile ColumnsFile::of(const Xapian::Database& database) {
  std::stringstream bytes;
  ColumnsWriter(bytes).write(DatabaseColumns(database));
  return ColumnsFile::read(std::move(bytes).str()).value();
}

void ColumnsFile::write(const std::filesystem::path& path, const Xapian::Database& database) {
  write_file(path, [&](std::ostream& stream) { ColumnsWriter(stream).write(DatabaseColumns(database)); });
}

ColumnsFile ColumnsFile::joined(const std::vector<Part>& parts, const std::vector<std::uint64_t>& live) {
  std::stringstream bytes;
  ColumnsWriter(bytes).write(JoinedColumns(parts, live));
  return ColumnsFile::read(std::move(bytes).str()).value();
}

void ColumnsFile::join(const std::filesystem::path& path, const std::vector<Part>& parts,
                       const std::vector<std::uint64_t>& live) {
  write_file(path, [&](std::ostream& stream) { ColumnsWriter(stream).write(JoinedColumns(parts, live)); });
}

DateColumn ColumnsFile::dates(Slot slot) const {
  const std::size_t part = part_of_date(slot);
  return {PackedArray<std::int64_t>(file_.part(part + DatePart::seconds)),
          PackedArray<std::uint8_t>(file_.part(part + DatePart::known))};
}

ValueColumn ColumnsFile::values(Slot slot) const {
  const std::size_t part = part_of_values(slot);
  return {PackedLists(file_.numbers(part + ValuePart::list_begins), file_.numbers(part + ValuePart::numbers)),
          PackedStrings(file_.numbers(part + ValuePart::value_begins), file_.part(part + ValuePart::value_text)),
          PackedStrings(file_.numbers(part + ValuePart::folded_begins), file_.part(part + ValuePart::folded_text))};
}

PackedNumbers ColumnsFile::lengths() const { return file_.numbers(FilePart::article_lengths); }
PackedStrings ColumnsFile::ids() const { return {file_.numbers(FilePart::id_begins), file_.part(FilePart::id_text)}; }

}  // namespace newssearch
