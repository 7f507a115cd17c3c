// newssearch_swaps: what does a reader notice of publishing?
//
// Proves: nothing. Starts the real server on a small index. Clients ask it without a pause, each on a connection of
// its own: search, article, suggest, related. Meanwhile one generation after the other is published, each with one
// article changed, as fast as the disk syncs. Every answer must be 200, whole, of one generation only, and never older
// than the one before on that connection. Then the newest generation must be the one served, the server's memory and
// open files in the last quarter of the swaps no more than in the second, and SIGTERM must end it with 0. Prints
//
//   swaps=1000 requests=45012 failed=0 reconnections=0 resident=31204..32880kB open_files=48..50
//
// Exit: 0; 1 a claim failed; 2 usage.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <thread>

#include "corpus/article_source.h"
#include "indexer/index_build.h"
#include "tests/faults/served.h"
#include "tests/faults/swap_client.h"
#include "tests/support/temporary_folder.h"

namespace newssearch::faults {
namespace {

struct Options {
  std::string program, articles;
  unsigned swaps = 1000, clients = 4;
};

/// What may come on top between the second and the last quarter: noise of the allocator, and one more generation open.
constexpr std::size_t kKilobytesOfNoise = 16 << 10, kFilesOfNoise = 32;

void publish(const DataDirectory& directory, std::uint64_t generation, const std::vector<Article>& others) {
  BuildOptions options;
  options.threads = 1;
  IndexBuild build(directory, options);
  for (const Article& article : others) build.put(article);
  build.put(probe(generation));
  const BuildSummary summary = build.publish();
  if (!summary.published || summary.generation != generation)
    throw std::runtime_error("generation " + std::to_string(generation) + " is not what was published, but " +
                             std::to_string(summary.generation));
}

std::vector<Article> read(const std::string& path) {
  std::vector<Article> articles;
  const auto source = open_articles({path}, {});
  while (const std::optional<ReadArticle> record = source->next())
    if (record->article) articles.push_back(*record->article);
  if (articles.empty()) throw std::runtime_error(path + ": no article in it");
  return articles;
}

Served::Use most(const std::vector<Served::Use>& samples, std::size_t quarter) {
  Served::Use most;
  for (std::size_t i = samples.size() * (quarter - 1) / 4; i < samples.size() * quarter / 4; ++i) {
    most.resident_kilobytes = std::max(most.resident_kilobytes, samples[i].resident_kilobytes);
    most.open_files = std::max(most.open_files, samples[i].open_files);
  }
  return most;
}

class Trial {
 public:
  explicit Trial(const Options& options) : options_(options) { publish(directory_, 1, read(options.articles)); }

  int run() {
    Served served(options_.program, directory_.root());
    swap_under_load(served);
    check_newest(served);
    check_use();
    if (requests_ < options_.swaps) fail("fewer requests than swaps: they prove nothing");
    if (const int code = served.end(); code != 0) fail("the server ends with " + std::to_string(code));
    summarise();
    return failed_ == 0 ? 0 : 1;
  }

 private:
  void swap_under_load(const Served& served) {
    std::vector<SwapClient> clients;
    for (unsigned i = 0; i < options_.clients; ++i) clients.emplace_back(served.url());
    {
      std::vector<std::jthread> threads;
      for (SwapClient& client : clients)
        threads.emplace_back([&client](const std::stop_token& stop) {
          while (!stop.stop_requested()) client.ask_all();
        });
      for (unsigned swap = 1; swap <= options_.swaps; ++swap) {
        publish(directory_, 1 + swap, {});
        samples_.push_back(served.use());
      }
    }
    for (const SwapClient& client : clients) count(client);
  }

  void check_newest(const Served& served) {
    SwapClient client(served.url());
    client.ask_all();
    count(client);
    if (client.newest_generation() != 1 + options_.swaps)
      fail("generation " + std::to_string(client.newest_generation()) + " is served after all swaps");
  }

  void check_use() {
    const Served::Use before = most(samples_, 2), after = most(samples_, 4);
    if (after.resident_kilobytes > before.resident_kilobytes + kKilobytesOfNoise)
      fail("resident memory grew from " + std::to_string(before.resident_kilobytes) + " to " +
           std::to_string(after.resident_kilobytes) + " kB");
    if (after.open_files > before.open_files + kFilesOfNoise)
      fail("open files grew from " + std::to_string(before.open_files) + " to " + std::to_string(after.open_files));
  }

  void count(const SwapClient& client) {
    requests_ += client.requests();
    reconnections_ += client.reconnections();
    for (const std::string& failure : client.failures()) fail(failure);
  }

  void fail(const std::string& what) {
    if (++failed_ <= 20) std::cerr << "newssearch_swaps: " << what << "\n";
  }

  void summarise() const {
    const Served::Use before = most(samples_, 2), after = most(samples_, 4);
    std::cout << "swaps=" << options_.swaps << " requests=" << requests_ << " failed=" << failed_
              << " reconnections=" << reconnections_ << " resident=" << before.resident_kilobytes << ".."
              << after.resident_kilobytes << "kB open_files=" << before.open_files << ".." << after.open_files << "\n";
  }

  const Options& options_;
  const TemporaryFolder folder_;
  const DataDirectory directory_{folder_.path() / "data"};
  std::vector<Served::Use> samples_;  ///< after each swap
  std::uint64_t requests_ = 0, reconnections_ = 0, failed_ = 0;
};

}  // namespace
}  // namespace newssearch::faults

int main(int count, char** words) {
  newssearch::faults::Options options;
  CLI::App app("Publishes one generation after the other while clients ask the server without a pause.");
  app.add_option("--program", options.program, "The program newssearch")->required()->check(CLI::ExistingFile);
  app.add_option("--articles", options.articles, "A few articles, e.g. corpus/sample/articles.jsonl")
      ->required()
      ->check(CLI::ExistingFile);
  app.add_option("--swaps", options.swaps, "How many generations")->check(CLI::PositiveNumber)->capture_default_str();
  app.add_option("--clients", options.clients, "How many connections")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  try {
    app.parse(count, words);
    return newssearch::faults::Trial(options).run();
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  } catch (const std::exception& error) {
    std::cerr << "newssearch_swaps: " << error.what() << "\n";
    return 2;
  }
}
