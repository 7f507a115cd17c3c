// newssearch_stories: the stories of an index, for people to read and judge.
//
//   newssearch_stories --data DIR                      how many, how large, and the largest as a share of its year
//   newssearch_stories --data DIR --read 50 --seed 1   and so many stories of two articles and more, drawn at random,
//                                                      with the day, source and headline of each article
//   newssearch_stories --data DIR --largest 20         and the largest
//   newssearch_stories --data DIR --beside OTHER       and, of the articles in both indexes, how many pairs are of one
//                                                      story in one of them alone, and how many articles are in a
//                                                      story of the same name
//
// Exit: 0; 1 where a story is more than 3 % of a year that has a thousand articles; 2 usage.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <iostream>
#include <map>
#include <random>

#include "server/search/search_engine.h"

namespace newssearch {
namespace {

constexpr double kLargestShare = 0.03;
constexpr std::uint32_t kYearsWith = 1000;

struct Index {
  std::map<std::string, std::vector<std::size_t>> stories;  ///< ranks by name
  std::map<int, std::uint32_t> years;                       ///< articles
};

int year_of(const DateColumn& dates, std::size_t rank) {
  return static_cast<int>(std::chrono::year_month_day(std::chrono::floor<std::chrono::days>(dates.at(rank))).year());
}

/// By article, the name of its story.
using NamesOfArticles = std::map<std::string, std::string>;

NamesOfArticles names_of_articles(const ColumnsFile& file) {
  NamesOfArticles names;
  const ValueColumn stories = file.values(schema::Slot::story);
  const PackedStrings ids = file.ids();
  for (std::size_t rank = 0; rank < file.articles(); ++rank)
    for (const std::uint32_t number : stories.of(rank)) names[std::string(ids[rank])] = stories.values[number];
  return names;
}

/// Prints what became of the stories of `before`, of articles that are in both.
void compare(const NamesOfArticles& before, const NamesOfArticles& after) {
  std::map<std::string, std::size_t> sizes_before, sizes_after;
  std::map<std::pair<std::string, std::string>, std::size_t> sizes_in_both;
  std::size_t articles = 0, same_name = 0;
  for (const auto& [id, name] : before)
    if (const auto found = after.find(id); found != after.end()) {
      ++articles;
      same_name += found->second == name ? 1 : 0;
      ++sizes_before[name];
      ++sizes_after[found->second];
      ++sizes_in_both[{name, found->second}];
    }
  const auto pairs = [](const auto& sizes) {
    std::size_t count = 0;
    for (const auto& [name, size] : sizes) count += size * (size - 1) / 2;
    return count;
  };
  const auto share = [](std::size_t part, std::size_t all) {
    return all > 0 ? 100 * static_cast<double>(part) / static_cast<double>(all) : 0;
  };
  const std::size_t kept = pairs(sizes_in_both), old_pairs = pairs(sizes_before), new_pairs = pairs(sizes_after);
  std::printf("articles of both       %zu, %.2f %% in a story of the same name\n", articles,
              share(same_name, articles));
  std::printf("pairs here             %zu, %.2f %% of them apart there\n", old_pairs,
              share(old_pairs - kept, old_pairs));
  std::printf("pairs there            %zu, %.2f %% of them apart here\n", new_pairs,
              share(new_pairs - kept, new_pairs));
}

ColumnsFile columns_of(const DataDirectory& directory) {
  const Result<ColumnsFile> file = ColumnsFile::open(directory.open_current().generation.path / ColumnsFile::kFileName);
  if (!file) throw std::runtime_error(file.error().message);
  return *file;
}

Index read(const ColumnsFile& file) {
  Index index;
  const DateColumn dates = file.dates(schema::Slot::published);
  const ValueColumn stories = file.values(schema::Slot::story);
  for (std::size_t rank = 0; rank < file.articles(); ++rank) {
    if (dates.known[rank] != DateColumn::undated) ++index.years[year_of(dates, rank)];
    for (const std::uint32_t number : stories.of(rank))
      index.stories[std::string(stories.values[number])].push_back(rank);
  }
  return index;
}

/// How many stories have how many articles; returns whether one is too large.
bool summarise(const Index& index, const DateColumn& dates) {
  std::map<std::string, std::size_t> sizes;
  double largest_share = 0;
  for (const auto& [name, ranks] : index.stories) {
    const std::size_t size = ranks.size();
    ++sizes[size == 1   ? "1"
            : size == 2 ? "2"
            : size < 5  ? "3-4"
            : size < 10 ? "5-9"
            : size < 20 ? "10-19"
                        : "20 and more"];
    std::map<int, std::size_t> in_year;
    for (const std::size_t rank : ranks)
      if (dates.known[rank] != DateColumn::undated) ++in_year[year_of(dates, rank)];
    for (const auto& [year, count] : in_year)
      if (index.years.at(year) >= kYearsWith)
        largest_share = std::max(largest_share, static_cast<double>(count) / index.years.at(year));
  }
  for (const auto& [articles, stories] : sizes) std::printf("stories of %-12s %zu\n", articles.c_str(), stories);
  std::printf("largest of a year      %.2f %%\n", 100 * largest_share);
  return largest_share > kLargestShare;
}

void print(const std::string& name, const SearchEngine& engine) {
  const StoryResponse story = engine.story(name, "UTC").value();
  std::printf("\n%s: %u articles: %s\n", name.c_str(), story.articles, story.headline.c_str());
  for (const SearchHit& hit : story.hits) {
    const Article& article = hit.article;
    std::printf("  %s  %-22.22s %s%s\n",
                article.published ? format_iso(*article.published).substr(0, 10).c_str() : "undated   ",
                article.source.c_str(), article.headline.substr(0, 110).c_str(),
                hit.copies.empty() ? "" : (" (+" + std::to_string(hit.copies.size()) + ")").c_str());
  }
}

}  // namespace
}  // namespace newssearch

int main(int argc, char** argv) try {
  using namespace newssearch;
  CLI::App app("The stories of an index.");
  std::string data, other;
  std::size_t drawn = 0, largest = 0;
  unsigned seed = 1;
  app.add_option("--data", data, "The data directory")->required();
  app.add_option("--read", drawn, "So many stories at random");
  app.add_option("--largest", largest, "So many of the largest");
  app.add_option("--beside", other, "Another index of the same articles, or of most of them");
  app.add_option("--seed", seed, "What they are drawn by");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  const DataDirectory directory(data);
  const ColumnsFile file = columns_of(directory);
  const Index index = read(file);
  const bool too_large = summarise(index, file.dates(schema::Slot::published));
  if (!other.empty()) compare(names_of_articles(file), names_of_articles(columns_of(DataDirectory(other))));
  std::vector<std::pair<std::size_t, std::string>> several;
  for (const auto& [name, ranks] : index.stories)
    if (ranks.size() > 1) several.emplace_back(ranks.size(), name);
  const SearchEngine engine(directory);
  std::mt19937 dice(seed);
  std::shuffle(several.begin(), several.end(), dice);
  for (std::size_t i = 0; i < std::min(drawn, several.size()); ++i) print(several[i].second, engine);
  std::sort(several.rbegin(), several.rend());
  for (std::size_t i = 0; i < std::min(largest, several.size()); ++i) print(several[i].second, engine);
  return too_large ? 1 : 0;
} catch (const std::exception& error) {
  std::cerr << "newssearch_stories: " << error.what() << '\n';
  return 2;
}
