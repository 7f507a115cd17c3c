#include "server/http/query_analytics.h"

#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>

#include "tests/support/temporary_folder.h"

using namespace newssearch;

namespace {

std::vector<std::string> texts(const std::vector<QueryAnalytics::Query>& queries) {
  std::vector<std::string> texts;
  for (const auto& query : queries) texts.push_back(query.text);
  return texts;
}

std::string content(const std::filesystem::path& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("queries are counted, the same whatever their case, accents and blanks") {
  const TemporaryFolder folder;
  QueryAnalytics analytics(folder.path() / "queries.json");
  for (const char* query : {"Dam collapse", "  dam   COLLAPSE ", "café", "Cafe", "dam collapse"})
    analytics.count(query, 3);
  analytics.count("zanzibar", 0);
  analytics.count("zanzibar", 0);
  const auto report = analytics.report(10);
  CHECK(report.searches == 7);
  CHECK(report.without_hits == 2);
  CHECK(texts(report.top) == Texts{"dam collapse", "cafe", "zanzibar"});
  CHECK(report.top.front().times == 3);
  CHECK(texts(report.zero_hits) == Texts{"zanzibar"});
  CHECK(texts(analytics.report(1).top) == Texts{"dam collapse"});
}

TEST_CASE("what was asked once is neither told nor written") {
  const TemporaryFolder folder;
  const auto file = folder.path() / "queries.json";
  {
    QueryAnalytics analytics(file);
    analytics.count("my neighbour's name", 0);
    analytics.count("dam", 5);
    analytics.count("dam", 5);
    CHECK(texts(analytics.report(10).top) == Texts{"dam"});
    CHECK(analytics.report(10).zero_hits.empty());
  }
  CHECK(content(file).find("dam") != std::string::npos);
  CHECK(content(file).find("neighbour") == std::string::npos);
  QueryAnalytics again(file);
  again.count("my neighbour's name", 0);
  again.count("dam", 4);
  const auto report = again.report(10);
  CHECK(report.searches == 5);
  CHECK(texts(report.top) == Texts{"dam"});
  CHECK(report.top.front().times == 3);
  CHECK(report.top.front().total == 4);
}

TEST_CASE("everything, and what is too long, is counted but not named") {
  const TemporaryFolder folder;
  QueryAnalytics analytics(folder.path() / "queries.json");
  for (int i = 0; i < 3; ++i)
    for (const std::string& query : {std::string(), std::string("*"), std::string(201, 'x')}) analytics.count(query, 1);
  CHECK(analytics.report(10).searches == 9);
  CHECK(analytics.report(10).top.empty());
}

TEST_CASE("where many different things are asked, those asked often are kept") {
  const TemporaryFolder folder;
  QueryAnalytics analytics(folder.path() / "queries.json");
  for (int i = 0; i < 5; ++i) analytics.count("dam", 1);
  for (int i = 0; i < 50'000; ++i) analytics.count("query " + std::to_string(i), 1);
  CHECK(texts(analytics.report(10).top) == Texts{"dam"});
}

TEST_CASE("a file that cannot be read is begun anew") {
  const TemporaryFolder folder;
  QueryAnalytics analytics(folder.write("queries.json", R"({"since":"2024-01-01","queries":[["a"]]})"));
  CHECK(analytics.report(10).searches == 0);
  CHECK(analytics.report(10).since != "2024-01-01");
}
