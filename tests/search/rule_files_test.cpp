#include "server/search/rule_files.h"

#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <thread>
#include <vector>

#include "common/generation.h"
#include "server/search/apply_vocabulary.h"
#include "server/search/query_parser.h"
#include "tests/support/temporary_folder.h"

using namespace newssearch;

namespace {

std::string applied(const Vocabulary& vocabulary, std::string_view text) {
  Analyzer analyzer;
  return to_string(apply(vocabulary, parse_query(text, analyzer, Day{}).value().root));
}

}  // namespace

TEST_CASE("a data directory without the files has no vocabulary, and that is no error") {
  const TemporaryFolder folder;
  RuleFiles files(RuleFiles::in(folder.path()));
  CHECK(files.current().words->errors().empty());
  CHECK(applied(*files.current().words, "the car") == "the AND car");
}

TEST_CASE("the files of a data directory are read when they come, change and go") {
  const TemporaryFolder folder;
  RuleFiles files(RuleFiles::in(folder.path()));
  CHECK(applied(*files.current().words, "the car") == "the AND car");

  folder.write("synonyms.txt", "car, automobile\n");
  folder.write("stopwords.txt", "the\n");
  const std::shared_ptr<const Vocabulary> first = files.current().words;
  CHECK(applied(*first, "the car") == "[the] AND car|automobile");
  CHECK(files.current().words == first);  // nothing changed: not read again

  folder.write("synonyms.txt", "car, wheels\n");  // another size
  CHECK(applied(*files.current().words, "the car") == "[the] AND car|wheels");
  CHECK(applied(*first, "the car") == "[the] AND car|automobile");  // who holds the old one keeps it

  const std::string path = folder.write("synonyms.txt", "car, whells\n");  // the same size, another time
  std::filesystem::last_write_time(path, std::filesystem::last_write_time(path) + std::chrono::seconds(2));
  CHECK(applied(*files.current().words, "the car") == "[the] AND car|whells");

  std::filesystem::remove(folder.path() / "stopwords.txt");
  CHECK(applied(*files.current().words, "the car") == "the AND car|whells");
}

TEST_CASE("what is wrong with a file is said with its path") {
  const TemporaryFolder folder;
  RuleFiles files(RuleFiles::in(folder.path()));

  const std::string path = folder.write("synonyms.txt", "car, automobile\nbus\n");
  CHECK(files.current().words->errors() ==
        std::vector<std::string>{path + ":2: one name alone; expected 'a, b' or 'a => b'"});

  folder.write("synonyms.txt", "car, automobile\n" + std::string(kMostRuleFileBytes, '#'));
  CHECK(files.current().words->errors() == std::vector<std::string>{path + ": is larger than 1 MB; make it smaller"});
  CHECK(applied(*files.current().words, "car") == "car");

  std::filesystem::remove(path);
  std::filesystem::create_directory(path);
  CHECK(files.current().words->errors() == std::vector<std::string>{path + ": is not a file"});
}

TEST_CASE("threads may ask while a file changes") {
  const TemporaryFolder folder;
  folder.write("synonyms.txt", "car, automobile\n");
  RuleFiles files(RuleFiles::in(folder.path()));
  std::atomic<int> wrong = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&] {
      for (int turn = 0; turn < 100; ++turn)
        if (const auto others = files.current().words->others("car"); others.size() > 1) ++wrong;
    });
  for (int turn = 0; turn < 20; ++turn)
    folder.write("synonyms.txt", "car, automobile" + std::string(static_cast<std::size_t>(turn), 's') + "\n");
  for (std::thread& thread : threads) thread.join();
  CHECK(wrong == 0);
}

TEST_CASE("pins and hidden sources are read as the words are, each for itself") {
  const TemporaryFolder folder;
  RuleFiles files(RuleFiles::in(folder.path()));
  const SearchRules none = files.current();
  CHECK(none.pins->of("oil").empty());
  CHECK(none.hidden->empty());
  folder.write("pins.txt", "oil => a\n");
  folder.write("hidden.txt", "Wire\n");
  const SearchRules some = files.current();
  CHECK(some.pins->of("oil") == std::vector<std::string>{"a"});
  CHECK_FALSE(some.hidden->empty());
  CHECK(some.words == none.words);
  CHECK(some.revision() != none.revision());
  folder.write("pins.txt", "oil => b\n");  // the same size, perhaps at the same time
  CHECK(files.current().pins->of("oil") == std::vector<std::string>{"b"});
  CHECK(files.current().hidden == some.hidden);
  std::filesystem::remove(folder.path() / "pins.txt");
  std::filesystem::remove(folder.path() / "hidden.txt");
  CHECK(files.current().revision() == none.revision());
}

TEST_CASE("what is wrong with any of the files is said") {
  const TemporaryFolder folder;
  RuleFiles files(RuleFiles::in(folder.path()));
  const std::string pins = folder.write("pins.txt", "oil\n"), hidden = folder.write("hidden.txt", "?\n");
  CHECK(files.errors() ==
        std::vector<std::string>{pins + ":1: expected 'query => id id'", hidden + ":1: there is no word"});
  std::filesystem::remove(hidden);
  std::filesystem::create_directory(hidden);
  RuleFiles begun(RuleFiles::in(folder.path()));
  CHECK_THROWS_AS(begun.current(), NoIndex);
  const std::string unknown =
      hidden + ": is not a file: what it hides is not known; what it hid before stays hidden, or nothing is shown";
  CHECK(begun.errors() == std::vector<std::string>{pins + ":1: expected 'query => id id'", unknown});
  CHECK(files.errors().size() == 3);  // as it was read before, and that it cannot be now
  CHECK(files.errors().back() == unknown);
  std::filesystem::remove(hidden);
  CHECK(files.errors().size() == 1);
}
