// newssearch_freshness: what preferring newer articles changes.
//
//   newssearch_freshness --data DIR --queries queries.txt     of each query (a line each; # begins a remark) the first
//                                                             hits without and with it, side by side, for people to judge
//   newssearch_freshness --data DIR --known-items items.tsv   article<TAB>query: which first hits are lost to it
//
// An item is lost if the query found it first without, and beyond the third place with it. Exit: 0; 1 where an item is
// lost; 2 usage.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iostream>

#include "server/search/judgements.h"
#include "server/search/search_engine.h"

namespace newssearch {
namespace {

constexpr std::uint32_t kShown = 5, kKept = 3;

SearchResponse ask(const SearchEngine& engine, const std::string& text, Recency recency, std::uint32_t hits) {
  SearchRequest request;
  request.text = text;
  request.recency = recency;
  request.per_page = hits;
  request.spelling = false;
  request.snippet_length = 0;
  return engine.search(request).value();
}

std::string line(const SearchResponse& response, std::size_t i) {
  if (i >= response.hits.size()) return "";
  const Article& article = response.hits[i].article;
  return (article.published ? format_iso(*article.published).substr(0, 10) : "undated   ") + "  " +
         article.headline.substr(0, 70);
}

void compare(const SearchEngine& engine, const std::string& query) {
  const SearchResponse off = ask(engine, query, Recency::off, kShown);
  const SearchResponse on = ask(engine, query, Recency::automatic, kShown);
  std::printf("\n%s  [%s, %u articles]\n", query.c_str(), std::string(to_string(on.recency.strength)).c_str(), on.total);
  for (std::size_t i = 0; i < kShown; ++i)
    std::printf("  %-84s | %s\n", line(off, i).c_str(), line(on, i).c_str());
}

/// The place of an article, or of what it is folded under; 0: not among the hits.
std::size_t place_of(const SearchResponse& response, const std::string& id) {
  for (std::size_t i = 0; i < response.hits.size(); ++i) {
    const SearchHit& hit = response.hits[i];
    if (hit.article.id == id || std::find(hit.copies.begin(), hit.copies.end(), id) != hit.copies.end()) return i + 1;
  }
  return 0;
}

int keep(const SearchEngine& engine, const std::string& path) {
  std::ifstream file(path);
  const Result<Topics> items = read_known_items(file);
  if (!file.eof() || !items) {
    std::cerr << path << ": " << (items ? "cannot be read" : items.error().message) << '\n';
    return 2;
  }
  std::size_t first_without = 0, first_with = 0, lost = 0;
  for (const auto& [id, query] : *items) {
    const std::size_t without = place_of(ask(engine, query, Recency::off, 10), id);
    const std::size_t with = place_of(ask(engine, query, Recency::automatic, 10), id);
    first_without += without == 1 ? 1 : 0;
    first_with += with == 1 ? 1 : 0;
    if (without != 1 || (with >= 1 && with <= kKept)) continue;
    ++lost;
    std::printf("lost: %s, now at %zu: %s\n", id.c_str(), with, query.c_str());
  }
  std::printf("%zu items: first without %zu, with %zu; lost %zu\n", items->size(), first_without, first_with, lost);
  return lost == 0 ? 0 : 1;
}

}  // namespace
}  // namespace newssearch

int main(int argc, char** argv) {
  using namespace newssearch;
  CLI::App app("What preferring newer articles changes.");
  std::string data, queries, items;
  app.add_option("--data", data, "The data directory")->required();
  app.add_option("--queries", queries, "Queries to show side by side")->check(CLI::ExistingFile);
  app.add_option("--known-items", items, "Articles to be found: article<TAB>query")->check(CLI::ExistingFile);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  EngineOptions options;
  options.time_limit = std::chrono::hours(1);
  const SearchEngine engine(DataDirectory(data), options);
  if (!queries.empty()) {
    std::ifstream file(queries);
    for (std::string query; std::getline(file, query);)
      if (!query.empty() && query.front() != '#') compare(engine, query);
  }
  return items.empty() ? 0 : keep(engine, items);
}
