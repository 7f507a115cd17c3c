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

enum Part : std::size_t { article_lengths, id_begins, id_text, kBeforeDates };
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

class ColumnsWriter {
 public:
  ColumnsWriter(std::ostream& stream, const Xapian::Database& database)
      : writer_(stream, kKind), database_(database), articles_(database.get_lastdocid()) {}

  void write() {
    put(bytes_of(read_lengths(database_).words));
    write_ids();
    for (const Slot slot : kDateSlots) write_dates(slot);
    for (const Slot slot : kValueSlots) write_values(slot);
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

  /// A long id is hashed in its term: its article knows it.
  void write_ids() {
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
    put(packed);
  }

  void write_dates(Slot slot) {
    std::vector<std::int64_t> times(articles_);
    std::vector<std::uint8_t> how(articles_, DateColumn::undated);
    for_each_value(database_, slot, [&](std::size_t rank, const std::string& value) {
      const schema::SlotDate date = schema::decode_date(value);
      times[rank] = date.time.time_since_epoch().count();
      how[rank] = date.precision == DatePrecision::day ? DateColumn::day : DateColumn::moment;
    });
    put(bytes_of(times));
    put(bytes_of(how));
  }

  void write_values(Slot slot) {
    std::vector<std::vector<std::uint32_t>> numbers_of(articles_);
    std::unordered_map<std::string, std::uint32_t> known_values;
    std::vector<const std::string*> values;
    for_each_value(database_, slot, [&](std::size_t rank, const std::string& joined) {
      for (std::size_t from = 0; from <= joined.size();) {
        const std::size_t to = std::min(joined.find(schema::kValueSeparator, from), joined.size());
        const auto [value, fresh] =
            known_values.try_emplace(joined.substr(from, to - from), static_cast<std::uint32_t>(values.size()));
        if (fresh) values.push_back(&value->first);
        std::vector<std::uint32_t>& own = numbers_of[rank];
        if (std::find(own.begin(), own.end(), value->second) == own.end()) own.push_back(value->second);
        from = to + 1;
      }
    });
    std::vector<std::uint32_t> in_order(values.size()), place(values.size());
    std::iota(in_order.begin(), in_order.end(), 0U);
    std::sort(in_order.begin(), in_order.end(), [&](auto a, auto b) { return *values[a] < *values[b]; });
    StringPacker stated, folded;
    for (std::uint32_t i = 0; i < in_order.size(); ++i) {
      place[in_order[i]] = i;
      stated.add(*values[in_order[i]]);
      folded.add(fold(*values[in_order[i]]));
    }
    ListPacker lists;
    for (const std::vector<std::uint32_t>& own : numbers_of) {
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
  const Xapian::Database& database_;
  const std::size_t articles_;
};

}  // namespace

std::size_t DateColumn::dated() const {
  std::size_t from = 0, to = known.size();
  while (from < to) {
    const std::size_t middle = from + (to - from) / 2;
    if (known[middle] != undated)
      from = middle + 1;
    else
      to = middle;
  }
  return from;
}

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
  ColumnsWriter(bytes, database).write();
  return ColumnsFile::read(std::move(bytes).str()).value();
}

void ColumnsFile::write(const std::filesystem::path& path, const Xapian::Database& database) {
  write_file(path, [&](std::ostream& stream) { ColumnsWriter(stream, database).write(); });
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

PackedNumbers ColumnsFile::lengths() const { return file_.numbers(Part::article_lengths); }
PackedStrings ColumnsFile::ids() const { return {file_.numbers(Part::id_begins), file_.part(Part::id_text)}; }

}  // namespace newssearch
