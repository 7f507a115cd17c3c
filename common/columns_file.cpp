#include "common/columns_file.h"

#include <algorithm>
#include <numeric>
#include <ostream>
#include <sstream>
#include <stdexcept>
#include <unordered_map>

#include "common/analyzer.h"
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

/// What is known of all articles by rank in one slot: numbers of distinct values.
struct Values {
  std::vector<std::vector<std::uint32_t>> numbers;
  std::vector<std::string> values;
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
  std::vector<std::string> ids() const {
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
    return ids;
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

  Values values(Slot slot) const {
    Values values{std::vector<std::vector<std::uint32_t>>(articles_), {}};
    std::unordered_map<std::string, std::uint32_t> known;
    for_each_value(database_, slot, [&](std::size_t rank, const std::string& joined) {
      for (std::size_t from = 0; from <= joined.size();) {
        const std::size_t to = std::min(joined.find(schema::kValueSeparator, from), joined.size());
        const auto [value, fresh] =
            known.try_emplace(joined.substr(from, to - from), static_cast<std::uint32_t>(known.size()));
        if (fresh) values.values.push_back(value->first);
        std::vector<std::uint32_t>& own = values.numbers[rank];
        if (std::find(own.begin(), own.end(), value->second) == own.end()) own.push_back(value->second);
        from = to + 1;
      }
    });
    return values;
  }

 private:
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
    for_each(
        [&](const ColumnsFile& columns, std::size_t own, std::size_t rank) { lengths[rank] = columns.lengths()[own]; });
    return lengths;
  }

  std::vector<std::string> ids() const {
    std::vector<std::string> ids(ranks_);
    for_each([&](const ColumnsFile& columns, std::size_t own, std::size_t rank) { ids[rank] = columns.ids()[own]; });
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

  Values values(Slot slot) const {
    constexpr std::uint32_t kUnknown = UINT32_MAX;
    Values values{std::vector<std::vector<std::uint32_t>>(ranks_), {}};
    std::unordered_map<std::string, std::uint32_t> known;
    for (const ColumnsFile::Part& part : parts_) {
      const ValueColumn column = part.columns.values(slot);
      std::vector<std::uint32_t> number_of(column.values.size(), kUnknown);
      for_each_of(part, [&](const ColumnsFile&, std::size_t own, std::size_t rank) {
        const PackedNumbers numbers = column.of(own);
        for (const std::uint32_t number : numbers) {
          if (number >= number_of.size()) continue;
          if (number_of[number] == kUnknown) {
            const auto [value, fresh] =
                known.try_emplace(std::string(column.values[number]), static_cast<std::uint32_t>(known.size()));
            if (fresh) values.values.push_back(value->first);
            number_of[number] = value->second;
          }
          values.numbers[rank].push_back(number_of[number]);
        }
      });
    }
    return values;
  }

 private:
  template <class Visit>
  void for_each(Visit visit) const {
    for (const ColumnsFile::Part& part : parts_) for_each_of(part, visit);
  }
  template <class Visit>
  void for_each_of(const ColumnsFile::Part& part, Visit visit) const {
    const std::size_t articles = part.columns.articles();
    for (std::size_t own = 0; own < articles; ++own) {
      const std::size_t rank = part.first_rank + own;
      if (rank / 64 < live_.size() && ((live_[rank / 64] >> (rank % 64)) & 1) != 0) visit(part.columns, own, rank);
    }
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
    StringPacker ids;
    for (const std::string& id : columns.ids()) ids.add(id);
    put(ids);
    for (const Slot slot : kDateSlots) {
      const Dates dates = columns.dates(slot);
      put(bytes_of(dates.times));
      put(bytes_of(dates.known));
    }
    for (const Slot slot : kValueSlots) write_values(columns.values(slot));
    writer_.end();
  }

 private:
  void put(std::string_view part) {
    writer_.append(part);
    writer_.end_part();
  }

  void put(StringPacker& strings) {
    strings.end();
    put(strings.begins());
    put(strings.text());
  }

  void write_values(const Values& values) {
    std::vector<std::uint32_t> in_order(values.values.size()), place(values.values.size());
    std::iota(in_order.begin(), in_order.end(), 0U);
    std::sort(in_order.begin(), in_order.end(), [&](auto a, auto b) { return values.values[a] < values.values[b]; });
    StringPacker stated, folded;
    for (std::uint32_t i = 0; i < in_order.size(); ++i) {
      place[in_order[i]] = i;
      stated.add(values.values[in_order[i]]);
      folded.add(fold(values.values[in_order[i]]));
    }
    ListPacker lists;
    for (const std::vector<std::uint32_t>& own : values.numbers) {
      lists.begin_list();
      for (const std::uint32_t number : own) lists.add(place[number]);
    }
    lists.end();
    put(lists.begins());
    put(lists.numbers());
    put(stated);
    put(folded);
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
