#include <catch2/catch.hpp>
#include <cstring>
#include <fstream>
#include <iterator>
#include <random>

#include "common/columns_file.h"
#include "common/impacts_file.h"
#include "common/positions_file.h"
#include "server/search/search_engine.h"
#include "tests/support/articles.h"
#include "tests/support/temporary_folder.h"

using namespace newssearch;
namespace fs = std::filesystem;

namespace {

std::vector<Article> articles(std::size_t count, unsigned seed) {
  static constexpr const char* kWords[] = {"bank", "rates", "rise", "harbour", "wall", "minister", "state-of-the-art",
                                           "vote", "votes", "the",  "of",      "São",  "Tomé",     "Keating"};
  static constexpr const char* kSections[] = {"World", "Business", "Local"};
  std::mt19937 random(seed);
  std::vector<Article> made;
  for (std::size_t i = 0; i < count; ++i) {
    const auto text = [&](std::size_t words) {
      std::string row;
      for (; words > 0; --words) row += std::string(row.empty() ? "" : " ") + kWords[random() % std::size(kWords)];
      return row;
    };
    const std::string date = i % 7 == 0 ? "" : "2024-01-" + std::to_string(10 + i % 19);
    Article article = make_article("a" + std::to_string(i), text(3), text(20 + random() % 20), date);
    article.sections = {kSections[random() % 3]};
    if (i % 5 == 0) article.lang = "pt";
    made.push_back(std::move(article));
  }
  return made;
}

/// All that is asked of an engine.
std::vector<std::string> answers(const SearchEngine& engine) {
  static constexpr const char* kQueries[] = {"",
                                             "bank",
                                             "bank rates -wall",
                                             "\"bank rates\"",
                                             "headline:vote",
                                             "section:world harbour",
                                             "ris*",
                                             "bank NEAR/4 wall",
                                             "date:2024-01-12",
                                             "like:a1",
                                             "sao tome",
                                             "keating OR stateoftheart",
                                             "bnak",
                                             "lang:pt votes",
                                             "nothing whatever",
                                             "the of"};
  std::vector<std::string> lines;
  for (const char* const query : kQueries)
    for (const SortOrder sort : {SortOrder::relevance, SortOrder::newest, SortOrder::oldest})
      for (const bool ids_only : {false, true}) {
        SearchRequest request;
        request.text = query;
        request.sort = sort;
        request.ids_only = ids_only;
        request.facets = {Facet::section, Facet::lang};
        request.histogram = HistogramInterval::day;
        const SearchResponse answer = engine.search(request).value();
        std::string line = std::string(query) + ": " + std::to_string(answer.total) + " " + answer.parsed;
        for (const SearchHit& hit : answer.hits) line += " " + hit.article.id + " " + std::to_string(hit.score);
        for (const FacetCounts& facet : answer.facets)
          for (const FacetCount& value : facet.values) line += " " + value.value + " " + std::to_string(value.count);
        for (const DateHistogram::Bucket& bucket : answer.histogram->buckets)
          line += " " + bucket.from + " " + std::to_string(bucket.count);
        for (const Warning& warning : answer.warnings) line += " " + warning.message;
        lines.push_back(std::move(line));
      }
  const RelatedResponse related = engine.related("a3", RelatedMode::related, 5).value();
  for (const SearchHit& hit : related.hits) lines.push_back("related " + hit.article.id);
  return lines;
}

/// A small archive, and another one whose files may be put in its place.
struct Archives {
  Archives() { publish_articles(directory, articles(60, 1)); }
  fs::path file(const std::string& name) const { return directory.open_current().generation.path / name; }
  fs::path other_file(const std::string& name) const {
    if (!other.current_number()) publish_articles(other, articles(90, 2));
    return other.open_current().generation.path / name;
  }

  TemporaryFolder folder, other_folder;
  DataDirectory directory{folder.path()}, other{other_folder.path()};
};

std::string content(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

enum class Harm { missing, empty, cut_short, of_another_version, of_another_kind, goes_on, of_another_generation };

void harm(const Archives& archives, const std::string& name, Harm how) {
  const fs::path file = archives.file(name);
  std::string bytes = content(file);
  switch (how) {
    case Harm::missing:
      fs::remove(file);
      return;
    case Harm::empty:
      bytes.clear();
      break;
    case Harm::cut_short:
      bytes.resize(bytes.size() * 2 / 3);
      break;
    case Harm::of_another_version:
      ++bytes[16];  // behind the name
      break;
    case Harm::of_another_kind:
      bytes.replace(0, 8, "lexicon\0", 8);
      break;
    case Harm::goes_on:
      bytes += '\0';
      break;
    case Harm::of_another_generation:
      bytes = content(archives.other_file(name));
      break;
  }
  fs::remove(file);  // the engine before may have it mapped
  std::ofstream(file, std::ios::binary) << bytes;
}

void check_same_answers(Harm how, const std::vector<std::string>& files) {
  static const std::vector<std::string> whole = answers(SearchEngine(Archives().directory));
  const Archives archives;
  REQUIRE(SearchEngine(archives.directory).damage().empty());
  for (const std::string& name : files) harm(archives, name, how);
  constexpr auto any_time = std::chrono::hours(1);  // reading stored articles takes its time under sanitizers
  const SearchEngine engine(archives.directory, {.time_limit = any_time, .rules = {}}),
      database(archives.directory, {.engine = Engine::xapian, .time_limit = any_time, .rules = {}});
  CHECK(answers(engine) == whole);
  for (const std::string& name : files) CHECK_THAT(engine.damage(), Catch::Contains("gen-000001/" + name + ": "));
  CHECK_THAT(engine.damage(), Catch::Contains("`newssearch reindex` makes it anew"));
  CHECK(answers(database) == whole);
  CHECK_THAT(database.damage(), !Catch::Contains("impacts") && !Catch::Contains("columns"));
}

}  // namespace

TEST_CASE("without impacts, columns or positions the answers are the same, and the engine says what to do") {
  const auto files =
      GENERATE(std::vector<std::string>{ImpactsFile::kFileName}, std::vector<std::string>{ColumnsFile::kFileName},
               std::vector<std::string>{ImpactsFile::kFileName, ColumnsFile::kFileName},
               std::vector<std::string>{ImpactsFile::kFileName, PositionsFile::kFileName});
  const auto how = GENERATE(Harm::missing, Harm::empty, Harm::cut_short, Harm::of_another_version,
                            Harm::of_another_kind, Harm::goes_on);
  CAPTURE(files, static_cast<int>(how));
  check_same_answers(how, files);
}

TEST_CASE("columns of another generation are not believed") {
  check_same_answers(Harm::of_another_generation, {ColumnsFile::kFileName});
}

TEST_CASE("impacts of another generation are not believed") {
  check_same_answers(Harm::of_another_generation, {ImpactsFile::kFileName});
}

TEST_CASE("impacts and columns of another generation are not believed") {
  check_same_answers(Harm::of_another_generation, {ImpactsFile::kFileName, ColumnsFile::kFileName});
}

TEST_CASE("each damaged file is named once") {
  const Archives archives;
  for (const char* name : {ImpactsFile::kFileName, ColumnsFile::kFileName, "lexicon", "positions", "suggestions"})
    harm(archives, name, Harm::missing);
  const std::string damage = SearchEngine(archives.directory).damage();
  for (const char* name : {"impacts", "columns", "lexicon", "positions", "suggestions"}) {
    const std::string named = std::string("gen-000001/") + name + ": ";
    CHECK_THAT(damage, Catch::Contains(named));
    CHECK(damage.find(named) == damage.rfind(named));
  }
}

TEST_CASE("the database answers without positions as it does with them, and names only the files it misses") {
  const Archives archives;
  const EngineOptions options{.engine = Engine::xapian, .rules = {}};
  const std::vector<std::string> whole = answers(SearchEngine(archives.directory, options));
  harm(archives, "positions", Harm::missing);
  CHECK(answers(SearchEngine(archives.directory, options)) == whole);
  const std::string damage = SearchEngine(archives.directory, options).damage();
  CHECK_THAT(damage, Catch::Contains("gen-000001/positions: ") && !Catch::Contains("impacts"));
}

TEST_CASE("impacts and columns with bytes scribbled upon end no search") {
  const Archives archives;
  std::mt19937 random(3);
  for (const std::string name : {ImpactsFile::kFileName, ColumnsFile::kFileName}) {
    const std::string whole = content(archives.file(name));
    for (int round = 0; round < 60; ++round) {
      std::string bytes = whole;
      for (int i = 0; i < 20; ++i) bytes[400 + random() % (bytes.size() - 400)] = static_cast<char>(random());
      fs::remove(archives.file(name));
      std::ofstream(archives.file(name), std::ios::binary) << bytes;
      const SearchEngine engine(archives.directory, {.time_limit = std::chrono::seconds(20), .rules = {}});
      CAPTURE(name, round);
      for (const char* query : {"", "bank rates", "ris*", "like:a1", "section:world", "date:2024-01"}) {
        SearchRequest request;
        request.text = query;
        request.ids_only = true;
        request.facets = {Facet::section, Facet::lang};
        request.histogram = HistogramInterval::automatic;
        CHECK_NOTHROW(engine.search(request));
      }
    }
    fs::remove(archives.file(name));
    std::ofstream(archives.file(name), std::ios::binary) << whole;
  }
}
