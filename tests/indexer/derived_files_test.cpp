#include "indexer/derived_files.h"

#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>

#include "common/lexicon.h"
#include "common/positions_file.h"
#include "common/suggestion_file.h"
#include "tests/support/articles.h"
#include "tests/support/temporary_folder.h"

using namespace newssearch;
namespace fs = std::filesystem;
using Kind = SuggestionKind;

namespace {

/// A published index, and what was derived from it.
struct Index {
  explicit Index(const std::vector<Article>& articles) {
    publish_articles(directory, articles);
    generation = directory.open_current().generation;
    lexicon = Lexicon::open(generation.path / Lexicon::kFileName).value();
    suggestions = SuggestionFile::open(generation.path / SuggestionFile::kFileName).value();
  }

  /// "name Theresa May 3", in the order of the file.
  std::vector<std::string> entries(Kind kind) const {
    std::vector<std::string> lines;
    const auto [first, end] = suggestions.of_kind(kind);
    for (std::size_t i = first; i < end; ++i) {
      const SuggestionEntry entry = suggestions.entry(i);
      lines.push_back(entry.text + " " + std::to_string(entry.articles) + (entry.id.empty() ? "" : " " + entry.id));
    }
    return lines;
  }

  TemporaryFolder folder;
  DataDirectory directory{folder.path()};
  Generation generation;
  Lexicon lexicon;
  SuggestionFile suggestions;
};

std::vector<Article> copies(std::size_t count, const std::string& body) {
  std::vector<Article> articles;
  for (std::size_t i = 0; i < count; ++i) articles.push_back(make_article("c" + std::to_string(i), "", body));
  return articles;
}

std::string content(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

}  // namespace

TEST_CASE("the lexicon holds every word, with its articles and those that print it as a name") {
  const Index index({make_article("a", "Harbour", "the people of the town kept on keating, they said"),
                     make_article("b", "Harbour", "they said that Keating, or KEATING's brother, had been there"),
                     make_article("c", "", "they met Paul Keating and 25 others in 東京, covid19 or not")});
  CHECK(index.lexicon.find("keating") == LexiconWord{"keating", 3, 2});
  CHECK(index.lexicon.find("harbour") == LexiconWord{"harbour", 2, 0});
  CHECK(index.lexicon.find("town") == LexiconWord{"town", 1, 0});
  for (const char* word : {"25", "covid19", "東", "東京", "Keating"}) CHECK_FALSE(index.lexicon.find(word));
  for (std::size_t i = 1; i < index.lexicon.size(); ++i) CHECK(index.lexicon.word(i - 1) < index.lexicon.word(i));
}

TEST_CASE("German capitals tell nothing of a name, neither for nor against") {
  std::vector<Article> articles = {make_article("a", "", "they said that Keating had been there"),
                                   make_article("b", "", "they kept on keating there")};
  for (int i = 0; i < 2; ++i) {
    articles.push_back(make_article("de" + std::to_string(i), "", "gestern hat Keating den Hafen besucht"));
    articles.back().lang = "de";
  }
  const Index index(articles);
  CHECK(index.lexicon.find("keating") == LexiconWord{"keating", 4, 2});
  CHECK(index.lexicon.find("hafen") == LexiconWord{"hafen", 2, 0});
}

TEST_CASE("an article that prints a name in two forms counts once") {
  const Index index({make_article("a", "", "it was said that NATO, or Nato as they write it, had been there")});
  CHECK(index.lexicon.find("nato") == LexiconWord{"nato", 1, 1});
}

TEST_CASE("headlines are suggested once, under the newest article that carries them") {
  const Index index({make_article("old", "Harbour wall", "text", "2020-01-01"),
                     make_article("new", "HARBOUR  WALL", "text", "2021-01-01"),
                     make_article("other", "Other", "text", "2022-01-01"), make_article("none", "", "text")});
  CHECK(index.entries(Kind::headline) == std::vector<std::string>{"HARBOUR  WALL 2 new", "Other 1 other"});
}

TEST_CASE("sections, tags, authors and sources are suggested as the newest article states them") {
  Article first = make_article("a", "", "text", "2020-01-01"), second = make_article("b", "", "text", "2021-01-01");
  first.sections = {"politics"};
  second.sections = {"Politics", "politics", "World"};
  first.authors = second.authors = {"Ana Port"};
  first.tags = {"dams"};
  first.source = "Post";
  const Index index({first, second});
  CHECK(index.entries(Kind::section) == std::vector<std::string>{"Politics 2", "World 1"});
  CHECK(index.entries(Kind::author) == std::vector<std::string>{"Ana Port 2"});
  CHECK(index.entries(Kind::tag) == std::vector<std::string>{"dams 1"});
  CHECK(index.entries(Kind::source) == std::vector<std::string>{"Post 1"});
}

TEST_CASE("names of several words are suggested from three articles on") {
  CHECK(Index(copies(2, "they met Theresa May there")).entries(Kind::name).empty());
  CHECK(Index(copies(3, "they met Theresa May there")).entries(Kind::name) ==
        std::vector<std::string>{"Theresa May 3"});
}

TEST_CASE("a name of one word is suggested from five articles on, where most that hold the word print it so") {
  CHECK(Index(copies(4, "they met Keating there")).entries(Kind::name).empty());
  std::vector<Article> articles = copies(5, "they met Keating there");
  CHECK(Index(articles).entries(Kind::name) == std::vector<std::string>{"Keating 5"});
  for (int i = 0; i < 5; ++i) articles.push_back(make_article("n" + std::to_string(i), "", "they keating there"));
  CHECK(Index(articles).entries(Kind::name) == std::vector<std::string>{"Keating 5"});
  articles.push_back(make_article("n", "", "they keating there"));
  CHECK(Index(articles).entries(Kind::name).empty());
}

TEST_CASE("months and days of the week are no names to suggest, but parts of some") {
  const std::vector<Article> articles = copies(6, "it was in April, on a Friday, that they met Theresa May there");
  CHECK(Index(articles).entries(Kind::name) == std::vector<std::string>{"Theresa 6", "Theresa May 6"});
}

TEST_CASE("derived files are made from the database and the positions alone, always the same") {
  const Index index(
      {make_article("a", "Harbour wall", "they met Theresa May there"), make_article("b", "Two", "text")});
  const fs::path copy = index.folder.path() / "copy";
  fs::create_directory(copy);
  fs::copy(index.generation.xapian(), copy / "xapian");
  fs::copy(index.generation.path / PositionsFile::kFileName, copy);
  write_derived_files(copy, index.generation.manifest.average_length);
  for (const char* file : {Lexicon::kFileName, SuggestionFile::kFileName}) {
    CHECK(content(copy / file) == content(index.generation.path / file));
    CHECK(index.generation.manifest.files.contains(file));
  }
}

TEST_CASE("an index without articles has an empty lexicon and no suggestions") {
  const TemporaryFolder folder;
  const DataDirectory directory(folder.path());
  publish_articles(directory, {make_article("a", "One", "text")});
  publish_articles(directory, {}, {.replace_all = true});
  const fs::path path = directory.open_current().generation.path;
  CHECK(Lexicon::open(path / Lexicon::kFileName).value().size() == 0);
  CHECK(SuggestionFile::open(path / SuggestionFile::kFileName).value().size() == 0);
}
