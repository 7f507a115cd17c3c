#include "common/suggestion_file.h"

#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>
#include <random>

#include "tests/support/temporary_folder.h"

using namespace newssearch;
using Kind = SuggestionKind;

namespace {

const std::vector<SuggestionEntry> kEntries = {
    {"Harbour wall falls", Kind::headline, 1, 3, "h1"},
    {"Wall of the harbour falls", Kind::headline, 2, 9, "h2"},
    {"Port news", Kind::section, 30, 1, ""},
    {"Harbour Trust", Kind::name, 7, 2, ""},
    {"Ana Port", Kind::author, 7, 2, ""},
};

std::string packed(const std::vector<SuggestionEntry>& entries) {
  const TemporaryFolder folder;
  Analyzer analyzer;
  SuggestionFile::write(folder.path() / "suggestions", entries, analyzer);
  std::ifstream stream(folder.path() / "suggestions", std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::vector<std::string> texts(const SuggestionFile& file, const PackedNumbers& entries) {
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < entries.size(); ++i) texts.push_back(file.entry(entries[i]).text);
  return texts;
}

}  // namespace

TEST_CASE("entries come back whole, those of a kind together and the most used first") {
  const SuggestionFile file = SuggestionFile::read(packed(kEntries)).value();
  REQUIRE(file.size() == kEntries.size());
  const auto [first, end] = file.of_kind(Kind::headline);
  REQUIRE(end - first == 2);
  const SuggestionEntry best = file.entry(first);
  CHECK(best.text == "Wall of the harbour falls");
  CHECK(best.kind == Kind::headline);
  CHECK(best.articles == 2);
  CHECK(best.newest == 9);
  CHECK(best.id == "h2");
  CHECK(file.of_kind(Kind::tag).first == file.of_kind(Kind::tag).second);
  CHECK(file.entry(file.of_kind(Kind::section).first).text == "Port news");
}

TEST_CASE("a word leads to the entries that hold it, whatever their kind") {
  const SuggestionFile file = SuggestionFile::read(packed(kEntries)).value();
  CHECK(texts(file, file.entries_with(file.words("port", false))) == std::vector<std::string>{"Port news", "Ana Port"});
  CHECK(file.entries_with(file.words("po", false)).size() == 0);
  CHECK(file.entries_with(file.words("po", true)).size() == 2);
  CHECK(file.entries_with(file.words("zebra", true)).size() == 0);
}

TEST_CASE("damaged suggestions are refused or read within their bounds") {
  const std::string whole = packed(kEntries);
  for (std::size_t bytes = 0; bytes < whole.size(); ++bytes)
    CHECK(SuggestionFile::read(whole.substr(0, bytes)).error().code == "damaged");
  std::mt19937 random(7);
  for (std::size_t at = 0; at < whole.size(); ++at) {
    std::string changed = whole;
    changed[at] = static_cast<char>(random());
    const Result<SuggestionFile> file = SuggestionFile::read(changed);
    if (!file) continue;
    for (std::size_t i = 0; i < file->size(); ++i) CHECK(file->entry(i).text.size() <= whole.size());
    CHECK(texts(*file, file->entries_with(file->words("", true))).size() <= whole.size());
  }
}
