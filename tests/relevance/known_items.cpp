// newssearch_known_items: is an article found by what somebody remembers of it?
//
// Draws articles from each file, asks for three words of each that tell it from others, in five dresses in turn (as
// printed, in capitals, without accents, inflected, with other hyphens and apostrophes), and looks whether the article
// is among the first ten hits. The index may hold other files as well: they are what disturbs. Prints a line a file
//
//   finews.jsonl.zst          50 queries, success@10 0.980: printed 10/10, upper 9/10, ...
//
// and with --failures each query that failed: its dress, the article's id and position (0: not found), and the query as
// it was understood.
//
// Exit: 0, 1 where a file is under --at-least, 2 usage, or nothing could be read.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <iostream>
#include <optional>

#include "server/search/search_engine.h"
#include "tests/relevance/known_items_dress.h"
#include "tests/relevance/known_items_file.h"

namespace newssearch::known_items {
namespace {

constexpr std::size_t kWordsInQuery = 3;
constexpr std::uint32_t kWithinHits = 10;

struct Options {
  std::string data;
  std::vector<std::string> files;
  std::size_t count = 50;
  unsigned seed = 1;
  double at_least = 0;
  bool failures = false;
};

/// Three words of an article, not all of one sentence; none where it has no three that tell.
std::optional<std::string> query_for(const Article& article, Dress dress, ArticleFile& file, Dice& dice) {
  std::vector<PrintedWord> words = file.words_of(article);
  std::shuffle(words.begin(), words.end(), dice);
  if (dress == Dress::signs)
    if (const auto with = std::find_if(words.begin(), words.end(), has_signs); with != words.end())
      std::iter_swap(words.begin(), with);
  std::vector<PrintedWord> drawn;
  for (PrintedWord& word : words) {
    const auto same = [&](const PrintedWord& other) { return other.folded == word.folded; };
    const auto beside = [&](const PrintedWord& other) { return other.sentence == word.sentence; };
    if (std::any_of(drawn.begin(), drawn.end(), same)) continue;
    if (drawn.size() + 1 == kWordsInQuery && std::all_of(drawn.begin(), drawn.end(), beside)) continue;
    if (!file.tells(word)) continue;
    drawn.push_back(std::move(word));
    if (drawn.size() == kWordsInQuery) break;
  }
  if (drawn.size() < kWordsInQuery) return std::nullopt;
  std::string query;
  for (const PrintedWord& word : drawn) query += (query.empty() ? "" : " ") + dressed(word, dress, file, dice);
  return query;
}

class Trial {
 public:
  Trial(const SearchEngine& engine, bool show_failures) : engine_(engine), show_failures_(show_failures) {}

  void ask(const Article& article, Dress dress, const std::string& query) {
    Tally& tally = tallies_[static_cast<std::size_t>(dress)];
    ++tally.asked;
    SearchRequest request;
    request.text = query;
    request.per_page = kWithinHits;
    const Result<SearchResponse> response = engine_.search(request);
    const auto is_it = [&](const SearchHit& hit) {  // or what it is a near copy of
      return hit.article.id == article.id ||
             std::find(hit.copies.begin(), hit.copies.end(), article.id) != hit.copies.end();
    };
    if (response && std::any_of(response->hits.begin(), response->hits.end(), is_it))
      ++tally.found;
    else if (show_failures_)
      report(article, dress, request);
  }

  double success() const {
    Tally all;
    for (const Tally& tally : tallies_) {
      all.asked += tally.asked;
      all.found += tally.found;
    }
    return all.asked == 0 ? 0 : static_cast<double>(all.found) / static_cast<double>(all.asked);
  }

  void summarise(const std::string& file) const {
    std::size_t asked = 0;
    for (const Tally& tally : tallies_) asked += tally.asked;
    std::printf("%-24s %4zu queries, success@%u %.3f:", file.c_str(), asked, kWithinHits, success());
    for (const Dress dress : kDresses) {
      const Tally& tally = tallies_[static_cast<std::size_t>(dress)];
      std::printf("%s %s %zu/%zu", dress == Dress::printed ? "" : ",", std::string(to_string(dress)).c_str(),
                  tally.found, tally.asked);
    }
    std::printf("\n");
  }

 private:
  struct Tally {
    std::size_t asked = 0, found = 0;
  };

  void report(const Article& article, Dress dress, const SearchRequest& request) const {
    const Result<Diagnosis> diagnosis = engine_.diagnose(request, article.id);
    std::printf("FAILED %s '%s': %s", std::string(to_string(dress)).c_str(), request.text.c_str(), article.id.c_str());
    if (!diagnosis) {
      std::printf(": %s\n", diagnosis.error().message.c_str());
      return;
    }
    std::printf(" at %u of %u%s, read as %s\n", diagnosis->position, diagnosis->total,
                diagnosis->relaxed ? " relaxed" : "", diagnosis->parsed.c_str());
    for (const Diagnosis::Part& part : diagnosis->parts)
      if (!part.passes) std::printf("  %s: %s\n", part.asked.c_str(), part.reason.c_str());
  }

  const SearchEngine& engine_;
  const bool show_failures_;
  std::array<Tally, std::size(kDresses)> tallies_;
};

/// Success over one file.
double try_file(const SearchEngine& engine, const std::string& path, const Options& options) {
  ArticleFile file(path);
  if (file.articles().empty())
    throw std::runtime_error(path + ": no article in it: name files that `newssearch index` reads");
  Dice dice(options.seed);
  std::vector<const Article*> order;
  for (const Article& article : file.articles()) order.push_back(&article);
  std::shuffle(order.begin(), order.end(), dice);
  Trial trial(engine, options.failures);
  std::size_t asked = 0;
  for (auto article = order.begin(); article != order.end() && asked < options.count; ++article) {
    const Dress dress = kDresses[asked % std::size(kDresses)];
    const std::optional<std::string> query = query_for(**article, dress, file, dice);
    if (!query) continue;
    trial.ask(**article, dress, *query);
    ++asked;
  }
  trial.summarise(std::filesystem::path(path).filename().string());
  return trial.success();
}

int run(const Options& options) {
  const SearchEngine engine{DataDirectory(options.data)};
  bool enough = true;
  for (const std::string& path : options.files) enough &= try_file(engine, path, options) >= options.at_least;
  return enough ? 0 : 1;
}

}  // namespace
}  // namespace newssearch::known_items

int main(int count, char** words) {
  newssearch::known_items::Options options;
  CLI::App app("Asks for articles by three of their words and counts how many are among the first ten hits.");
  app.add_option("--data", options.data, "Data directory with an index of these articles, and maybe others")
      ->required();
  app.add_option("--count", options.count, "How many queries a file")->capture_default_str();
  app.add_option("--seed", options.seed, "Of the dice")->capture_default_str();
  app.add_option("--at-least", options.at_least, "Exit with 1 where a file's success is less")->capture_default_str();
  app.add_flag("--failures", options.failures, "Print every query that failed");
  app.add_option("FILES", options.files, "Files of articles that were indexed")->required();
  try {
    app.parse(count, words);
    return newssearch::known_items::run(options);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  } catch (const std::exception& error) {
    std::cerr << "newssearch_known_items: " << error.what() << "\n";
    return 2;
  }
}
