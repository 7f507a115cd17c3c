#include "common/columns_file.h"

#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>
#include <random>

#include "common/analyzer.h"
#include "common/term_postings.h"
#include "tests/support/temporary_folder.h"

using namespace newssearch;
using schema::Slot;

namespace {

Article article(std::string id, std::string headline, std::string body, std::string_view published = "",
                std::string_view updated = "") {
  Article made;
  made.id = std::move(id);
  made.headline = std::move(headline);
  made.body = std::move(body);
  made.lang = "en";
  if (!published.empty()) made.published = parse_iso_date(published).value();
  if (!updated.empty()) made.updated = parse_iso_date(updated).value();
  return made;
}

/// In the order given, docid 1 first.
Xapian::Database database_of(const std::vector<Article>& articles) {
  Xapian::WritableDatabase database("", Xapian::DB_BACKEND_INMEMORY);
  Analyzer analyzer;
  for (const Article& one : articles) {
    schema::IndexedArticle indexed = schema::index_article(one, analyzer);
    indexed.document.set_data(to_record(one));
    database.add_document(indexed.document);
  }
  database.commit();
  return database;
}

ColumnsFile columns_of(const std::vector<Article>& articles) { return ColumnsFile::of(database_of(articles)); }

std::vector<std::string> values_at(const ValueColumn& column, std::size_t rank) {
  std::vector<std::string> values;
  const PackedNumbers numbers = column.of(rank);
  for (const std::uint32_t number : numbers) values.emplace_back(column.values[number]);
  return values;
}

std::string bytes_of(const std::vector<Article>& articles) {
  const TemporaryFolder folder;
  ColumnsFile::write(folder.path() / "columns", database_of(articles));
  std::ifstream stream(folder.path() / "columns", std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::vector<Article> some_articles() {
  std::vector<Article> articles;
  for (int i = 0; i < 20; ++i) {
    articles.push_back(article("id" + std::to_string(i), "Harbour", "the wall of the harbour", "2024-01-31T10:00:00Z"));
    articles.back().sections = {"World", i % 2 == 0 ? "Politics" : "politics"};
    articles.back().authors = {"Ana Port " + std::to_string(i % 3)};
  }
  return articles;
}

/// Every part of a file, whatever it says.
std::size_t read_all(const ColumnsFile& file) {
  std::size_t bytes = 0;
  const std::size_t articles = std::min<std::size_t>(file.articles(), 100);
  for (const Slot slot : {Slot::published, Slot::updated}) {
    const DateColumn dates = file.dates(slot);
    for (std::size_t rank = 0; rank < articles; ++rank)
      bytes += dates.known[rank] + (dates.seconds[rank] != 0 ? 1U : 0U);
  }
  for (const Slot slot : {Slot::sections, Slot::source, Slot::authors, Slot::lang, Slot::tags, Slot::places}) {
    const ValueColumn column = file.values(slot);
    for (std::size_t rank = 0; rank < articles; ++rank)
      for (const std::string& value : values_at(column, rank)) bytes += value.size();
    for (std::size_t number = 0; number < std::min<std::size_t>(column.values.size(), 100); ++number)
      bytes += column.values[number].size() + column.folded[number].size();
    bytes += column.values.lower_bound("m");
  }
  for (std::size_t rank = 0; rank < articles; ++rank) bytes += file.ids()[rank].size() + file.lengths()[rank];
  return bytes;
}

}  // namespace

TEST_CASE("dates are read back as they were stated: a day, a moment, or none") {
  const auto [text, seconds, known] = GENERATE(table<std::string, std::int64_t, DateColumn::Known>({
      {"", 0, DateColumn::undated},
      {"1970-01-01", 0, DateColumn::day},
      {"1970-01-01T00:00:00Z", 0, DateColumn::moment},
      {"2024-02-29", 1709164800, DateColumn::day},
      {"2024-02-29T23:59:59Z", 1709251199, DateColumn::moment},
      {"2024-02-29T23:59:59+05:30", 1709231399, DateColumn::moment},
      {"1912-04-15", -1821312000, DateColumn::day},
      {"1912-04-15T02:20:00Z", -1821303600, DateColumn::moment},
      {"1605-01-01", -11518243200, DateColumn::day},
  }));
  CAPTURE(text);
  const ColumnsFile file =
      columns_of({article("a", "", "text", text, "2000-01-01"), article("b", "", "text", "", text)});
  const DateColumn published = file.dates(Slot::published), updated = file.dates(Slot::updated);
  CHECK(published.known[0] == known);
  CHECK(published.seconds[0] == seconds);
  CHECK(published.at(0).time_since_epoch().count() == seconds);
  CHECK(published.known[1] == DateColumn::undated);
  CHECK(updated.known[0] == DateColumn::day);
  CHECK(updated.known[1] == known);
  CHECK(updated.seconds[1] == seconds);
}

TEST_CASE("values are read back as stated and as they fold, several of an article in its order, each once") {
  Article first = article("a", "", "text"), second = article("b", "", "text"), none = article("c", "", "text");
  first.sections = {"World", "Économie", "World", "économie"};
  second.sections = {"WORLD"};
  first.authors = {"  Ana   PORT "};
  first.source = "Kestrel Wire";
  first.tags = {"b", "a"};
  first.places = {"São Tomé"};
  second.lang = "fr";
  const ColumnsFile file = columns_of({first, second, none});
  const ValueColumn sections = file.values(Slot::sections);
  CHECK(values_at(sections, 0) == std::vector<std::string>{"World", "Économie", "économie"});
  CHECK(values_at(sections, 1) == std::vector<std::string>{"WORLD"});
  CHECK(values_at(sections, 2).empty());
  CHECK(sections.values.size() == 4);
  for (std::size_t number = 0; number < sections.values.size(); ++number) {
    CHECK(sections.folded[number] == fold(sections.values[number]));
    if (number > 0) CHECK(sections.values[number - 1] < sections.values[number]);
  }
  CHECK(sections.values[sections.values.lower_bound("World")] == "World");
  CHECK(file.values(Slot::authors).folded[0] == "ana port");
  CHECK(values_at(file.values(Slot::source), 0) == std::vector<std::string>{"Kestrel Wire"});
  CHECK(values_at(file.values(Slot::tags), 0) == std::vector<std::string>{"b", "a"});
  CHECK(values_at(file.values(Slot::places), 0) == std::vector<std::string>{"São Tomé"});
  CHECK(values_at(file.values(Slot::lang), 1) == std::vector<std::string>{"fr"});
  CHECK(values_at(file.values(Slot::lang), 2) == std::vector<std::string>{"en"});
}

TEST_CASE("ids are read back whole, whatever they are and however long") {
  const std::vector<std::string> ids = {"a",
                                        "https://example.org/2024/02/29/harbour?x=1#y",
                                        "ünïcödé 東京",
                                        "#metoo",
                                        "#" + std::string(64, 'a'),
                                        ":colon",
                                        std::string(244, 'n'),
                                        std::string(245, 'o'),
                                        std::string(246, 'p'),
                                        std::string(1000, 'q'),
                                        std::string(1000, 'q') + "r"};
  std::vector<Article> articles;
  for (const std::string& id : ids) articles.push_back(article(id, "", "text"));
  const ColumnsFile file = columns_of(articles);
  REQUIRE(file.ids().size() == ids.size());
  for (std::size_t rank = 0; rank < ids.size(); ++rank) CHECK(file.ids()[rank] == ids[rank]);
}

TEST_CASE("lengths are the database's, the headline's words counted three times") {
  const std::vector<Article> articles = {article("a", "Harbour wall", "the wall of the harbour"),
                                         article("b", "", "text"), article("c", "Only this", "")};
  const Xapian::Database database = database_of(articles);
  const ColumnsFile file = ColumnsFile::of(database);
  CHECK(file.articles() == 3);
  CHECK(file.lengths()[0] == 2 * schema::kHeadlineWeight + 5 * schema::kLeadWeight);
  CHECK(file.lengths()[1] == schema::kLeadWeight);
  CHECK(file.lengths()[2] == 2 * schema::kHeadlineWeight);
  const ArticleLengths lengths = read_lengths(database);
  for (std::size_t rank = 0; rank < 3; ++rank) CHECK(file.lengths()[rank] == lengths.words[rank]);
  CHECK(lengths.average == Approx((16.0 + 2 + 6) / 3));
}

TEST_CASE("columns joined are those of their parts, and of what lives no more nothing but the dates") {
  const auto of_section = [](std::string id, std::vector<std::string> sections, std::string_view published) {
    Article made = article(std::move(id), "Harbour", "the wall", published);
    made.sections = std::move(sections);
    return made;
  };
  const std::vector<Article> newer = {of_section("new", {"Zoo", "économie"}, "2024-02-01"),
                                      of_section("taken out", {"Secret"}, "2024-01-31")};
  const std::vector<Article> older = {of_section("old", {"World", "Zoo"}, "2023-01-01"),
                                      of_section("replaced", {"World", "Arts"}, "2022-01-01"),
                                      of_section("undated", {"Économie"}, "")};
  constexpr std::size_t kFirst = 4;  // nothing lies between
  const ColumnsFile joined = ColumnsFile::joined({{columns_of(newer), 0}, {columns_of(older), kFirst}}, {0b1010001ULL});
  REQUIRE(joined.articles() == kFirst + 3);

  std::vector<std::string> ids, sections;
  std::vector<std::vector<std::string>> of_each;
  for (std::size_t rank = 0; rank < joined.articles(); ++rank) {
    ids.emplace_back(joined.ids()[rank]);
    of_each.push_back(values_at(joined.values(Slot::sections), rank));
  }
  const PackedStrings values = joined.values(Slot::sections).values;
  for (std::size_t number = 0; number < values.size(); ++number) {
    sections.emplace_back(values[number]);
    CHECK(joined.values(Slot::sections).folded[number] == fold(values[number]));
  }
  CHECK(ids == std::vector<std::string>{"new", "", "", "", "old", "", "undated"});
  CHECK(sections == std::vector<std::string>{"World", "Zoo", "Économie", "économie"});
  CHECK(of_each ==
        std::vector<std::vector<std::string>>{{"Zoo", "économie"}, {}, {}, {}, {"World", "Zoo"}, {}, {"Économie"}});
  const DateColumn dates = joined.dates(Slot::published);
  CHECK(dates.seconds[1] == columns_of(newer).dates(Slot::published).seconds[1]);
  CHECK(dates.seconds[5] == columns_of(older).dates(Slot::published).seconds[1]);
  CHECK(dates.known[2] == DateColumn::undated);
  CHECK(dates.known[6] == DateColumn::undated);
  CHECK(joined.lengths()[0] == columns_of(newer).lengths()[0]);
  CHECK(joined.lengths()[1] == 0);
}

TEST_CASE("the columns of no articles are open and empty") {
  const ColumnsFile file = columns_of({});
  CHECK(file.articles() == 0);
  CHECK(file.ids().size() == 0);
  CHECK(file.values(Slot::sections).values.size() == 0);
  CHECK(read_lengths(database_of({})).average == 1);
}

TEST_CASE("columns are the same read from a file, from bytes and straight from the database") {
  const TemporaryFolder folder;
  const std::vector<Article> articles = some_articles();
  ColumnsFile::write(folder.path() / "columns", database_of(articles));
  const std::string bytes = bytes_of(articles);
  for (const ColumnsFile& file :
       {ColumnsFile::open(folder.path() / "columns").value(), ColumnsFile::read(bytes).value(), columns_of(articles)}) {
    CHECK(file.articles() == articles.size());
    for (std::size_t rank = 0; rank < articles.size(); ++rank) {
      CHECK(file.ids()[rank] == articles[rank].id);
      CHECK(values_at(file.values(Slot::sections), rank) == articles[rank].sections);
      CHECK(values_at(file.values(Slot::authors), rank) == articles[rank].authors);
      CHECK(file.dates(Slot::published).at(rank) == articles[rank].published->time);
    }
  }
}

TEST_CASE("what is no columns file is refused as damage") {
  const std::string whole = bytes_of(some_articles());
  CHECK(ColumnsFile::open("/nowhere/columns").error().code == "damaged");
  CHECK(ColumnsFile::read("columns").error().code == "damaged");
  CHECK(ColumnsFile::read(whole + "x").error().code == "damaged");
  for (std::size_t bytes = 0; bytes < whole.size(); ++bytes)
    CHECK(ColumnsFile::read(whole.substr(0, bytes)).error().code == "damaged");
}

TEST_CASE("a columns file with any byte changed is refused or read within its bounds") {
  const std::string whole = bytes_of(some_articles());
  std::mt19937 random(1);
  std::size_t read = 0;
  for (std::size_t at = 0; at < whole.size(); ++at)
    for (const char change : {'\0', '\xFF', static_cast<char>(random())}) {
      std::string changed = whole;
      changed[at] = change;
      const Result<ColumnsFile> file = ColumnsFile::read(changed);
      if (!file) continue;
      ++read;
      (void)read_all(*file);
    }
  CHECK(read > whole.size());
}
