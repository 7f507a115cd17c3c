// newssearch_bench: how fast are the answers?
//
// Asks every query in each round by every way in turn, so that whatever else the machine does falls on all alike:
// SearchEngine in process; Xapian's own Enquire on the same database, whose words are joined by OR (what ranks the
// same articles) and by AND (less work: fewer articles to rank); and, with --server, the HTTP server on a kept-alive
// connection, as the client's clock has it. Each answer has ten snippets, four facets and a histogram. A round is
// spent on warming up before the first that counts. Prints a table, the ratios within this run, and with --json both.
//
// Exit: 0; 1 where an HTTP answer fails or its total is not that of the engine in process, or where a bound given by
// --p95-below or --ratio-above does not hold; 2 usage.
#include <CLI/CLI.hpp>
#include <atomic>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <optional>
#include <thread>

#include "common/generation.h"
#include "server/search/search_engine.h"
#include "tests/bench/latencies.h"
#include "tests/bench/xapian_baseline.h"
#include "tests/support/http_client.h"

namespace newssearch::bench {
namespace {

using Clock = std::chrono::steady_clock;
using Json = nlohmann::ordered_json;

struct Options {
  std::string data, queries, server;
  unsigned rounds = 5, connections = 0;
  bool related = false, suggest = false, json = false;
  double p95_below = 0, ratio_above = 0;
};

SearchRequest full_request(const std::string& query) {
  SearchRequest request;
  request.text = query;
  request.facets = {Facet::section, Facet::source, Facet::author, Facet::lang};
  request.histogram = HistogramInterval::automatic;
  return request;
}

std::string search_path(const std::string& query) {
  return "/v1/search?facets=section,source,author,lang&date_histogram=auto&q=" + url_encoded(query);
}

/// What someone has typed of a query: half of it.
std::string typed(const std::string& query) { return query.substr(0, (query.size() + 1) / 2); }

std::vector<std::string> read_lines(const std::string& file) {
  std::ifstream stream(file);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);)
    if (!line.empty()) lines.push_back(line);
  if (lines.empty()) throw std::runtime_error(file + ": no query in it: write one a line");
  return lines;
}

class Bench {
 public:
  explicit Bench(const Options& options)
      : options_(options),
        queries_(read_lines(options.queries)),
        engine_(DataDirectory(options.data)),
        xapian_(DataDirectory(options.data).open_current().generation.xapian()) {
    if (!options.server.empty()) client_.emplace(options.server);
  }

  int run() {
    for (unsigned round = 0; round <= options_.rounds; ++round) {
      if (round == 1) rows_.clear();  // the first was for warming up
      for (const std::string& query : queries_) ask_every_way(query);
    }
    if (options_.connections > 0 && client_) measure_throughput();
    const double ratio = row("xapian OR").mean() / row("search").mean();
    if (options_.json)
      print_json(ratio);
    else
      print_text(ratio);
    return verdict(ratio);
  }

 private:
  Latencies& row(const std::string& name) {
    for (Latencies& known : rows_)
      if (known.name() == name) return known;
    return rows_.emplace_back(name);
  }

  void ask_every_way(const std::string& query) {
    SearchResponse found;
    row("search").time([&] {
      Result<SearchResponse> answer = engine_.search(full_request(query));
      if (!answer) throw std::runtime_error("'" + query + "': " + answer.error().message);
      found = *std::move(answer);
    });
    row("xapian OR").time([&] { xapian_.search(query, Xapian::Query::OP_OR); });
    row("xapian AND").time([&] { xapian_.search(query, Xapian::Query::OP_AND); });
    if (client_) {
      const Json answer = get("search over HTTP", search_path(query));
      if (answer.is_null() || answer["total"]["value"] != found.total) fail(query + ": another total over HTTP");
    }
    if (options_.related && !found.hits.empty()) ask_related(found.hits.front().article.id);
    if (options_.suggest) ask_suggest(typed(query));
  }

  void ask_related(const std::string& id) {
    for (const auto& [name, mode] : {std::pair{"related", RelatedMode::related},
                                     std::pair{"background", RelatedMode::background},
                                     std::pair{"followups", RelatedMode::followups},
                                     std::pair{"copies", RelatedMode::copies}})
      row(name).time([&] {
        if (!engine_.related(id, mode, 5)) throw std::runtime_error("no article '" + id + "'");
      });
    row("story").time([&] {
      if (!engine_.story(id, "UTC")) throw std::runtime_error("no story of '" + id + "'");
    });
    if (client_) get("related over HTTP", "/v1/articles/" + url_encoded(id) + "/related");
  }

  void ask_suggest(const std::string& text) {
    row("suggest").time([&] { engine_.suggest(text, 8); });
    if (client_) get("suggest over HTTP", "/v1/suggest?q=" + url_encoded(text));
  }

  Json get(const std::string& name, const std::string& path) {
    HttpClient::Answer answer;
    row(name).time([&] { answer = client_->get(path); });
    if (answer.status != 200) fail(path + ": " + std::to_string(answer.status) + " " + answer.failure);
    return answer.status == 200 ? Json::parse(answer.body, nullptr, false) : Json();
  }

  void fail(const std::string& what) {
    if (++failed_ <= 10) std::cerr << "newssearch_bench: " << what << "\n";
  }

  /// Several clients at once, each asking all queries in turn from its own place in the list on.
  void measure_throughput() {
    std::atomic<std::uint64_t> answered = 0, refused = 0;
    const auto ask_all = [&](std::size_t place) {
      HttpClient client(options_.server);
      for (std::size_t i = 0; i < queries_.size(); ++i) {
        const std::string& query = queries_[(place + i) % queries_.size()];
        ++(client.get(search_path(query)).status == 200 ? answered : refused);
      }
    };
    const auto start = Clock::now();
    {
      std::vector<std::jthread> clients;
      for (unsigned i = 0; i < options_.connections; ++i)
        clients.emplace_back(ask_all, i * queries_.size() / options_.connections);
    }
    requests_per_second_ = static_cast<double>(answered) / std::chrono::duration<double>(Clock::now() - start).count();
    if (refused > 0) fail(std::to_string(refused) + " requests failed with so many connections");
  }

  void print_text(double ratio) {
    std::cout << table(rows_);
    std::printf("xapian OR takes %.2f times as long as search, xapian AND %.2f times (means)\n", ratio,
                row("xapian AND").mean() / row("search").mean());
    if (client_)
      std::printf("HTTP adds %.2f ms to a search (medians)\n",
                  row("search over HTTP").percentile(.5) - row("search").percentile(.5));
    if (requests_per_second_ > 0)
      std::printf("%.0f requests/s over %u connections\n", requests_per_second_, options_.connections);
  }

  void print_json(double ratio) const {
    Json json = {{"queries", queries_.size()}, {"rounds", options_.rounds}, {"articles", engine_.state().articles}};
    for (const Latencies& latencies : rows_) json["latencies"].push_back(to_json(latencies));
    json["xapian_or_over_search"] = ratio;
    if (requests_per_second_ > 0)
      json["throughput"] = {{"connections", options_.connections}, {"requests_per_second", requests_per_second_}};
    json["failed"] = failed_;
    std::cout << json.dump(2) << "\n";
  }

  int verdict(double ratio) {
    const double p95 = row("search").percentile(.95);
    if (options_.p95_below > 0 && p95 >= options_.p95_below)
      fail("p95 is " + std::to_string(p95) + " ms, not below " + std::to_string(options_.p95_below));
    if (options_.ratio_above > 0 && ratio <= options_.ratio_above)
      fail("the ratio to Xapian is " + std::to_string(ratio) + ", not above " + std::to_string(options_.ratio_above));
    return failed_ == 0 ? 0 : 1;
  }

  const Options& options_;
  const std::vector<std::string> queries_;
  const SearchEngine engine_;
  XapianBaseline xapian_;
  std::optional<HttpClient> client_;
  std::vector<Latencies> rows_;
  double requests_per_second_ = 0;
  std::uint64_t failed_ = 0;
};

}  // namespace
}  // namespace newssearch::bench

int main(int count, char** words) {
  newssearch::bench::Options options;
  CLI::App app("Measures the answers: in process, against Xapian's own matcher, and over HTTP.");
  app.add_option("--data", options.data, "Data directory with an index")->required();
  app.add_option("--queries", options.queries, "Queries, one a line")->required()->check(CLI::ExistingFile);
  app.add_option("--rounds", options.rounds, "How often all are asked")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  app.add_option("--server", options.server, "A server on the same data, e.g. http://127.0.0.1:8080");
  app.add_option("--connections", options.connections, "Then also: requests/s of so many clients at once");
  app.add_flag("--related", options.related, "Also what is beside the first hit of each query: related, before, after, copies, story");
  app.add_flag("--suggest", options.suggest, "Also completions of the first half of each query");
  app.add_flag("--json", options.json, "Print JSON");
  app.add_option("--p95-below", options.p95_below, "Fail unless 95 of 100 searches take less, in milliseconds");
  app.add_option("--ratio-above", options.ratio_above, "Fail unless Xapian takes more than so many times as long");
  try {
    app.parse(count, words);
    return newssearch::bench::Bench(options).run();
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  } catch (const std::exception& error) {
    std::cerr << "newssearch_bench: " << error.what() << "\n";
    return 2;
  }
}
