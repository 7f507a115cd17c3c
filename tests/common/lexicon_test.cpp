#include "common/lexicon.h"

#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>
#include <random>

#include "common/merge_in_order.h"
#include "tests/support/temporary_folder.h"

using namespace newssearch;

namespace {

const std::vector<LexiconWord> kWords = {{"bank", 40, 3},   {"banker", 7, 0}, {"banks", 12, 0},
                                         {"keating", 5, 5}, {"київ", 2, 2},   {"օր", 1, 0}};

std::string bytes_of_file(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::string packed() {
  const TemporaryFolder folder;
  Lexicon::write(folder.path() / "lexicon", kWords);
  return bytes_of_file(folder.path() / "lexicon");
}

/// Every way in which a lexicon is read.
void read_all(const Lexicon& lexicon) {
  for (std::size_t i = 0; i < std::min<std::size_t>(lexicon.size(), 1000); ++i) {
    const std::string word(lexicon.at(i).word);
    (void)lexicon.find(word);
    CHECK(lexicon.next_without(word.size(), i) <= lexicon.size());
    const auto [first, end] = lexicon.with_prefix(word);
    CHECK(first <= lexicon.size());
    CHECK(end <= lexicon.size());
  }
}

}  // namespace

TEST_CASE("a lexicon gives back the words written, in their order") {
  const TemporaryFolder folder;
  Lexicon::write(folder.path() / "lexicon", kWords);
  const Result<Lexicon> lexicon = Lexicon::open(folder.path() / "lexicon");
  REQUIRE(lexicon);
  REQUIRE(lexicon->size() == kWords.size());
  for (std::size_t i = 0; i < kWords.size(); ++i) {
    CHECK(lexicon->at(i) == kWords[i]);
    CHECK(lexicon->find(kWords[i].word) == kWords[i]);
  }
  CHECK_FALSE(lexicon->find("ban"));
  CHECK_FALSE(lexicon->find("zebra"));
}

TEST_CASE("words that begin so lie side by side") {
  const Lexicon lexicon = Lexicon::read(packed()).value();
  CHECK(lexicon.with_prefix("bank") == std::pair<std::size_t, std::size_t>{0, 3});
  CHECK(lexicon.with_prefix("banke") == std::pair<std::size_t, std::size_t>{1, 2});
  CHECK(lexicon.with_prefix("") == std::pair<std::size_t, std::size_t>{0, 6});
  CHECK(lexicon.with_prefix("c") == std::pair<std::size_t, std::size_t>{3, 3});
  CHECK(lexicon.with_prefix("օր") == std::pair<std::size_t, std::size_t>{5, 6});
  CHECK(lexicon.with_prefix("ֆ") == std::pair<std::size_t, std::size_t>{6, 6});
}

TEST_CASE("a word knows what it begins with as the one before it does") {
  const Lexicon lexicon = Lexicon::read(packed()).value();
  const std::vector<std::size_t> expected = {0, 4, 4, 0, 0, 0};
  for (std::size_t i = 0; i < expected.size(); ++i) CHECK(lexicon.shared(i) == expected[i]);
  CHECK(lexicon.next_without(3, 0) == 3);
  CHECK(lexicon.next_without(5, 0) == 1);
  CHECK(lexicon.next_without(1, 5) == 6);
}

TEST_CASE("a new lexicon and one of no words are empty") {
  CHECK(Lexicon().size() == 0);
  CHECK_FALSE(Lexicon().find("bank"));
  const TemporaryFolder folder;
  Lexicon::write(folder.path() / "lexicon", {});
  CHECK(Lexicon::open(folder.path() / "lexicon").value().size() == 0);
}

TEST_CASE("lexicons joined are one of all their words, with the counts of each together") {
  const TemporaryFolder folder;
  Lexicon::write(folder.path() / "large", kWords);
  Lexicon::write(folder.path() / "small",
                 {{"apple", 1, 0}, {"bank", 2, 1}, {"banks", 1, 1}, {"օր", 3, 3}, {"ֆիլմ", 1, 0}});
  Lexicon::write(folder.path() / "none", {});
  std::vector<Lexicon> lexicons;
  for (const char* const name : {"none", "small", "large", "small"})
    lexicons.push_back(Lexicon::open(folder.path() / name).value());
  Lexicon::join(folder.path() / "joined", lexicons);
  const std::vector<LexiconWord> expected = {{"apple", 2, 0},   {"bank", 44, 5}, {"banker", 7, 0}, {"banks", 14, 2},
                                             {"keating", 5, 5}, {"київ", 2, 2},  {"օր", 7, 6},     {"ֆիլմ", 2, 0}};
  Lexicon::write(folder.path() / "expected", expected);
  CHECK(bytes_of_file(folder.path() / "joined") == bytes_of_file(folder.path() / "expected"));
}

TEST_CASE("lists that are in no order, as damaged ones are, are merged to their ends") {
  const auto packed = [](const std::vector<std::string>& strings) {
    StringPacker packer;
    for (const std::string& string : strings) packer.add(string);
    packer.end();
    return packer;
  };
  const StringPacker first = packed({"c", "a", "b"}), second = packed({"b", "b", "", "z"}), none = packed({});
  const auto list = [](const StringPacker& packer) {
    return PackedStrings(PackedNumbers(packer.begins()), packer.text());
  };
  std::vector<std::size_t> visited(3);
  merge_in_order({list(first), list(second), list(none)},
                 [&](std::size_t of, std::size_t number, std::string_view) { CHECK(number == visited[of]++); });
  CHECK(visited == std::vector<std::size_t>{3, 4, 0});
}

TEST_CASE("a lexicon outlives a move") {
  Lexicon first = Lexicon::read(packed()).value();
  const Lexicon second = std::move(first);
  CHECK(second.find("keating"));
}

TEST_CASE("what is no lexicon is refused as damage") {
  const std::string whole = packed();
  const TemporaryFolder folder;
  CHECK(Lexicon::open(folder.path() / "missing").error().code == "damaged");
  CHECK(Lexicon::open(folder.path()).error().code == "damaged");
  CHECK(Lexicon::open(folder.write("empty", "")).error().code == "damaged");
  CHECK(Lexicon::read("words").error().code == "damaged");
  CHECK(Lexicon::read(whole + "x").error().code == "damaged");
  for (std::size_t bytes = 0; bytes < whole.size(); ++bytes)
    CHECK(Lexicon::read(whole.substr(0, bytes)).error().code == "damaged");
}

TEST_CASE("a lexicon with any byte changed is refused or read within its bounds") {
  const std::string whole = packed();
  std::mt19937 random(7);
  for (std::size_t at = 0; at < whole.size(); ++at) {
    std::string changed = whole;
    changed[at] = static_cast<char>(random());
    if (const Result<Lexicon> lexicon = Lexicon::read(changed)) read_all(*lexicon);
  }
}

TEST_CASE("words of letters belong in a lexicon") {
  const auto [word, belongs] = GENERATE(table<std::string, bool>({
      {"bank", true},
      {"naïve", true},
      {"київ", true},
      {"αθηνα", true},
      {"القاهرة", true},
      {"दिल्ली", true},
      {"covid19", false},
      {"1987", false},
      {"٣", false},
      {"東", false},
      {"カ", false},
      {"서", false},
      {"ไ", false},
      {"", false},
      {"'", false},
  }));
  INFO(word);
  CHECK(belongs_in_lexicon(word) == belongs);
}
