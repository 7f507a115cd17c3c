#include <catch2/catch.hpp>

#include "indexer/article_spool.h"
#include "tests/support/temporary_folder.h"

using namespace newssearch;

TEST_CASE("records come back from the spool as they went in, in any order") {
  const TemporaryFolder folder;
  ArticleSpool spool(folder.path() / "spool");
  std::vector<std::string> records;
  std::vector<ArticleSpool::Place> places;
  for (std::size_t i = 0; i < 50; ++i) {
    records.push_back(std::string(i * 3001, static_cast<char>('a' + i % 26)));
    places.push_back(spool.append(records.back()));
  }
  spool.flush();
  for (std::size_t i = records.size(); i-- > 0;) CHECK(spool.read(places[i]) == records[i]);
}

TEST_CASE("a spool that cannot be written says which file") {
  const TemporaryFolder folder;
  CHECK_THROWS_WITH(ArticleSpool(folder.path() / "missing" / "spool"), Catch::Contains("missing/spool"));
}
