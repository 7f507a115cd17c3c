#include "common/stored_articles.h"

#include <catch2/catch.hpp>
#include <random>

#include "tests/support/articles.h"
#include "tests/support/temporary_folder.h"

using namespace newssearch;

namespace {

/// Records of made-up articles that have words in common.
std::vector<std::string> records(std::size_t count) {
  static constexpr const char* kWords[] = {"ministers", "agreed", "on",     "Tuesday", "to",     "raise", "the",
                                           "harbour",   "wall",   "before", "winter",  "storms", "São",   "Tomé"};
  std::mt19937 random(1);
  std::vector<std::string> made;
  for (std::size_t i = 0; i < count; ++i) {
    std::string body;
    for (int word = 0; word < 80; ++word) body += std::string(kWords[random() % std::size(kWords)]) + " ";
    made.push_back(to_record(make_article("a" + std::to_string(i), "Harbour wall", body, "2024-01-05")));
  }
  return made;
}

/// A database in memory that holds these, packed.
Xapian::WritableDatabase packed(const std::vector<std::string>& records, const std::string& dictionary) {
  Xapian::WritableDatabase database("", Xapian::DB_BACKEND_INMEMORY);
  database.set_metadata(StoredArticles::kDictionaryKey, dictionary);
  RecordPacker packer(dictionary);
  for (const std::string& record : records) {
    Xapian::Document document;
    document.set_data(packer.pack(record));
    database.add_document(document);
  }
  return database;
}

}  // namespace

TEST_CASE("records come back as they were packed, with a dictionary and without") {
  const std::vector<std::string> all = records(300);
  const std::string dictionary = GENERATE_COPY(std::string(), train_dictionary(all));
  const Xapian::WritableDatabase database = packed(all, dictionary);
  const StoredArticles articles(database);
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto docid = static_cast<Xapian::docid>(i + 1);
    REQUIRE(articles.record(docid).value() == all[i]);
    REQUIRE(articles.article(docid).value() == from_record(all[i]).value());
    REQUIRE(database.get_document(docid).get_data().size() < all[i].size());
  }
}

TEST_CASE("a dictionary makes records smaller; few records have none") {
  const std::vector<std::string> all = records(300);
  const std::string dictionary = train_dictionary(all);
  REQUIRE(!dictionary.empty());
  CHECK(RecordPacker(dictionary).pack(all[0]).size() < RecordPacker("").pack(all[0]).size());
  CHECK(train_dictionary(records(20)).empty());
  CHECK(train_dictionary({}).empty());
}

TEST_CASE("a record that is not packed is read as it is") {
  const std::string record = records(1).front();
  Xapian::WritableDatabase database("", Xapian::DB_BACKEND_INMEMORY);
  Xapian::Document document;
  document.set_data(record);
  database.add_document(document);
  CHECK(StoredArticles(database).record(1).value() == record);
}

TEST_CASE("damaged records are errors that say so") {
  const std::string record = records(1).front();
  const std::string whole = RecordPacker("").pack(record);
  std::vector<std::string> damaged = {whole.substr(0, 4), whole.substr(0, 6), whole.substr(0, whole.size() / 2),
                                      std::string("\x28\xB5\x2F\xFD\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF", 15)};
  std::mt19937 random(2);
  for (int i = 0; i < 200; ++i) {
    damaged.push_back(whole);
    damaged.back()[4 + random() % (whole.size() - 4)] = static_cast<char>(random());
  }
  for (const std::string& bytes : damaged) {
    Xapian::WritableDatabase database("", Xapian::DB_BACKEND_INMEMORY);
    Xapian::Document document;
    document.set_data(bytes);
    database.add_document(document);
    const Result<Article> article = StoredArticles(database).article(1);
    if (!article) CHECK(article.error().code == "bad_record");
  }
  Xapian::WritableDatabase cut("", Xapian::DB_BACKEND_INMEMORY);
  Xapian::Document document;
  document.set_data(whole.substr(0, whole.size() / 2));
  cut.add_document(document);
  CHECK_THAT(StoredArticles(cut).record(1).error().message, Catch::StartsWith("a stored article cannot be unpacked: "));
}

TEST_CASE("a table of documents that cannot be opened is no table without documents") {
  const TemporaryFolder folder;
  const std::string path = (folder.path() / "xapian").string();
  {
    Xapian::WritableDatabase database(path, Xapian::DB_CREATE | Xapian::DB_BACKEND_GLASS);
    Xapian::Document document;
    document.set_data(records(1).front());
    database.add_document(document);
    database.commit();
  }
  CHECK(StoredArticles(Xapian::Database(path)).article(1));
  std::filesystem::remove(std::filesystem::path(path) / "docdata.glass");
  CHECK_THROWS_AS(StoredArticles(Xapian::Database(path)), Xapian::DatabaseOpeningError);
}
