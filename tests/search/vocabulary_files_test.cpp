#include "server/search/vocabulary_files.h"

#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <thread>
#include <vector>

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
  VocabularyFiles files(VocabularyFiles::in(folder.path()));
  CHECK(files.current()->errors().empty());
  CHECK(applied(*files.current(), "the car") == "the AND car");
}

TEST_CASE("the files of a data directory are read when they come, change and go") {
  const TemporaryFolder folder;
  VocabularyFiles files(VocabularyFiles::in(folder.path()));
  CHECK(applied(*files.current(), "the car") == "the AND car");

  folder.write("synonyms.txt", "car, automobile\n");
  folder.write("stopwords.txt", "the\n");
  const std::shared_ptr<const Vocabulary> first = files.current();
  CHECK(applied(*first, "the car") == "[the] AND car|automobile");
  CHECK(files.current() == first);  // nothing changed: not read again

  folder.write("synonyms.txt", "car, wheels\n");  // another size
  CHECK(applied(*files.current(), "the car") == "[the] AND car|wheels");
  CHECK(applied(*first, "the car") == "[the] AND car|automobile");  // who holds the old one keeps it

  const std::string path = folder.write("synonyms.txt", "car, whells\n");  // the same size, another time
  std::filesystem::last_write_time(path, std::filesystem::last_write_time(path) + std::chrono::seconds(2));
  CHECK(applied(*files.current(), "the car") == "[the] AND car|whells");

  std::filesystem::remove(folder.path() / "stopwords.txt");
  CHECK(applied(*files.current(), "the car") == "the AND car|whells");
}

TEST_CASE("what is wrong with a file is said with its path") {
  const TemporaryFolder folder;
  VocabularyFiles files(VocabularyFiles::in(folder.path()));

  const std::string path = folder.write("synonyms.txt", "car, automobile\nbus\n");
  CHECK(files.current()->errors() ==
        std::vector<std::string>{path + ":2: one name alone; expected 'a, b' or 'a => b'"});

  folder.write("synonyms.txt", "car, automobile\n" + std::string(kMostVocabularyBytes, '#'));
  CHECK(files.current()->errors() == std::vector<std::string>{path + ": is larger than 1 MB; make it smaller"});
  CHECK(applied(*files.current(), "car") == "car");

  std::filesystem::remove(path);
  std::filesystem::create_directory(path);
  CHECK(files.current()->errors() == std::vector<std::string>{path + ": is not a file"});
}

TEST_CASE("threads may ask while a file changes") {
  const TemporaryFolder folder;
  folder.write("synonyms.txt", "car, automobile\n");
  VocabularyFiles files(VocabularyFiles::in(folder.path()));
  std::atomic<int> wrong = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&] {
      for (int turn = 0; turn < 100; ++turn)
        if (const auto others = files.current()->others("car"); others.size() > 1) ++wrong;
    });
  for (int turn = 0; turn < 20; ++turn)
    folder.write("synonyms.txt", "car, automobile" + std::string(static_cast<std::size_t>(turn), 's') + "\n");
  for (std::thread& thread : threads) thread.join();
  CHECK(wrong == 0);
}
