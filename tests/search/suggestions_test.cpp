#include "server/search/suggestions.h"

#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "common/lexicon.h"
#include "server/search/search_engine.h"
#include "server/search/wire_format.h"
#include "tests/support/articles.h"
#include "tests/support/temporary_folder.h"

using namespace newssearch;
using Kind = SuggestionKind;

namespace {

SuggestionFile file_of(const std::vector<SuggestionEntry>& entries) {
  const TemporaryFolder folder;
  Analyzer analyzer;
  SuggestionFile::write(folder.path() / "suggestions", entries, analyzer);
  return SuggestionFile::open(folder.path() / "suggestions").value();
}

std::vector<std::string> suggested(std::string_view text, const SuggestionFile& file, std::uint32_t limit = 10) {
  Analyzer analyzer;
  std::vector<std::string> texts;
  for (const Suggestion& one : suggestions_for(text, file, analyzer, limit)) texts.push_back(one.text);
  return texts;
}

using Texts = std::vector<std::string>;

SuggestionEntry entry(std::string text, Kind kind, std::uint32_t articles, std::uint32_t newest = 1) {
  return {std::move(text), kind, articles, newest, kind == Kind::headline ? "id" : ""};
}

}  // namespace

TEST_CASE("every word typed must be there, the last one as far as it is typed") {
  const SuggestionFile file = file_of({entry("Bank of England", Kind::name, 9), entry("Bank holiday", Kind::tag, 5),
                                       entry("Müller banks on England", Kind::headline, 2)});
  const auto [text, expected] = GENERATE(table<std::string, Texts>({
      {"bank", {"Bank of England", "Bank holiday", "Müller banks on England"}},
      {"BANK of e", {"Bank of England"}},
      {"england ba", {"Bank of England", "Müller banks on England"}},
      {"bank ", {"Bank of England", "Bank holiday"}},
      {"mull", {"Müller banks on England"}},
      {"eng ba", {}},
      {"england bank zebra", {}},
      {"", {}},
      {" ", {}},
      {"?!", {}},
  }));
  INFO(text);
  CHECK(suggested(text, file) == expected);
}

TEST_CASE("the most used come first, headlines last among equals, then the newest") {
  const SuggestionFile file =
      file_of({entry("Dam inquiry opens", Kind::headline, 4, 1), entry("Dam Trust", Kind::name, 4, 9),
               entry("Dam safety", Kind::tag, 4, 8), entry("Dams", Kind::section, 7, 5),
               entry("Dam failure feared", Kind::headline, 9, 7), entry("Dam report", Kind::headline, 4, 6)});
  CHECK(suggested("dam", file) ==
        Texts{"Dam failure feared", "Dams", "Dam safety", "Dam Trust", "Dam inquiry opens", "Dam report"});
}

TEST_CASE("half of the answers at most are of one kind while there are others") {
  std::vector<SuggestionEntry> entries;
  for (std::uint32_t i = 0; i < 20; ++i)
    entries.push_back(entry("Dam " + std::string(1, 'a' + i), Kind::name, 100 - i));
  CHECK(suggested("dam", file_of(entries), 4) == Texts{"Dam a", "Dam b", "Dam c", "Dam d"});
  entries.push_back(entry("Dam breaks", Kind::headline, 1));
  CHECK(suggested("dam", file_of(entries), 4) == Texts{"Dam a", "Dam b", "Dam c", "Dam breaks"});
  entries.push_back(entry("Dams", Kind::section, 2));
  CHECK(suggested("dam", file_of(entries), 4) == Texts{"Dam a", "Dam b", "Dams", "Dam breaks"});
  CHECK(suggested("dam", file_of(entries), 1) == Texts{"Dam a"});
  CHECK(suggested("dam", file_of(entries), 0).empty());
  CHECK(suggested("dam", file_of(entries), 100).size() == 22);
}

TEST_CASE("what folds to the same is suggested once") {
  const SuggestionFile file =
      file_of({entry("Reuters", Kind::source, 50), entry("REUTERS", Kind::author, 9), entry("Reuters", Kind::name, 7)});
  CHECK(suggested("reu", file) == Texts{"Reuters"});
}

TEST_CASE("text of scripts without blanks is found anywhere, as it is typed") {
  const SuggestionFile file = file_of({entry("東京都知事選が始まる", Kind::headline, 2),
                                       entry("京東の決算", Kind::headline, 1), entry("京都の冬", Kind::headline, 1)});
  CHECK(suggested("京都", file) == Texts{"東京都知事選が始まる", "京都の冬"});
  CHECK(suggested("知事選", file) == Texts{"東京都知事選が始まる"});
  CHECK(suggested("京", file).size() == 3);
  CHECK(suggested("都京", file).empty());
}

TEST_CASE("a suggestion's JSON tells its kind, and an id for headlines only") {
  const SuggestResponse response{{{"Dam breaks", Kind::headline, 2, "d1"}, {"Dams", Kind::tag, 1, ""}}};
  CHECK(dump(to_json(response)) == R"({"suggestions":[{"text":"Dam breaks","kind":"headline","count":2,"id":"d1"},)"
                                   R"({"text":"Dams","kind":"tag","count":1,"id":null}]})");
}

TEST_CASE("many entries are searched as few are") {
  std::vector<SuggestionEntry> entries;
  for (std::uint32_t i = 0; i < 3000; ++i)
    entries.push_back(
        entry("Story " + std::to_string(i) + (i % 100 == 50 ? " harbour" : " town"), Kind::headline, i % 7 + 1, i + 1));
  entries.push_back(entry("Harbour Trust", Kind::name, 3));
  const SuggestionFile file = file_of(entries);
  const Texts rare = suggested("story harb", file, 100), common = suggested("story tow", file, 100);
  REQUIRE(rare.size() == 30);
  REQUIRE(common.size() == 100);
  CHECK(rare.front() == "Story 650 harbour");  // the newest of those with seven articles
  CHECK(common.front() == "Story 6 town");
  CHECK(suggested("harb", file, 4).front() == "Story 650 harbour");
}

TEST_CASE("without its file an index has no suggestions, is searched all the same, and says so") {
  const TemporaryFolder folder;
  const DataDirectory directory(folder.path());
  publish_articles(directory, {make_article("a", "Harbour wall", "The wall fell.", "2024-01-01")});
  const std::filesystem::path file = directory.generation_path(1) / SuggestionFile::kFileName;
  SECTION("missing") { std::filesystem::remove(file); }
  SECTION("cut short") { std::filesystem::resize_file(file, 40); }
  SECTION("something else") { std::ofstream(file) << "no suggestions here"; }
  const SearchEngine engine(directory);
  CHECK(engine.suggest("har", 5).suggestions.empty());
  SearchRequest request;
  request.text = "wall";
  CHECK(engine.search(request)->total == 1);
  CHECK(engine.state().generation == 1);
  CHECK_THAT(engine.damage(), Catch::Contains("gen-000001/suggestions") && Catch::Contains("newssearch reindex"));
  publish_articles(directory, {}, {.reanalyse = true});
  CHECK(engine.suggest("har", 5).suggestions.size() == 1);
  CHECK(engine.damage().empty());
}

TEST_CASE("without its lexicon an index says there is no spelling help") {
  const TemporaryFolder folder;
  const DataDirectory directory(folder.path());
  publish_articles(directory, {make_article("a", "Harbour wall", "The wall fell.", "2024-01-01")});
  CHECK(SearchEngine(directory).damage().empty());
  std::filesystem::remove(directory.generation_path(1) / Lexicon::kFileName);
  const SearchEngine engine(directory);
  CHECK(engine.suggest("har", 5).suggestions.size() == 1);
  CHECK_THAT(engine.damage(), Catch::Contains("no spelling help"));
}
