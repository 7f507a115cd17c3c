// newssearch_hostile_queries: does every query get its answer in time?
//
// Asks the queries of a file, one after the other, with every facet, the histogram and the snippets of ten hits: of the
// engine in this process, and with --server of a running server as well. Each must be answered, or refused for its size
// in a message that names the limit (over HTTP, for a NUL too), within --within milliseconds; "the query took too long"
// is no answer. Prints the slowest, each failure, and last
//
//   engine: queries=280 answered=240 refused=40 failed=0 median=1.2 ms slowest=310.4 ms
//   server: ...
//
// On a machine busy with other work --cpu tells more: the engine is measured by the processor time of its thread (raise
// --limit, which stays the wall's).
//
// Exit: 0 none failed, 1 some failed, 2 usage, or there is no index.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <iostream>
#include <nlohmann/json.hpp>
#include <optional>

#include "server/search/search_engine.h"
#include "tests/faults/hostile_query_file.h"
#include "tests/support/http_client.h"

namespace newssearch::faults {
namespace {

struct Options {
  std::string data, queries, server;
  double within = 550;
  unsigned limit = 500;
  std::size_t rounds = 1, slowest = 10;
  bool cpu = false;
};

/// How one query ended.
struct Outcome {
  enum class Kind { answered, refused, failed } kind = Kind::failed;
  std::string message;  ///< of a refusal or failure
  double milliseconds = 0;
};

bool is_refusal(const std::string& code, const std::string& message) {
  const bool names_limit = message.find_first_of("0123456789") != std::string::npos;
  return code == "query_too_large" && names_limit;
}

Outcome ask_engine(const SearchEngine& engine, const std::string& text) {
  SearchRequest request;
  request.text = text;
  request.facets.assign(std::begin(kFacets), std::end(kFacets));
  request.histogram = HistogramInterval::automatic;
  const Result<SearchResponse> response = engine.search(request);
  if (response) return {Outcome::Kind::answered, ""};
  const Error& error = response.error();
  return {is_refusal(error.code, error.message) ? Outcome::Kind::refused : Outcome::Kind::failed,
          error.code + ": " + error.message};
}

Outcome ask_server(HttpClient& client, const std::string& text) {
  const HttpClient::Answer answer =
      client.get("/v1/search?facets=section,source,author,lang,tag,place&date_histogram=auto&q=" + url_encoded(text));
  if (answer.status == 200) return {Outcome::Kind::answered, ""};
  const nlohmann::json problem = nlohmann::json::parse(answer.body, nullptr, false);
  const std::string code = problem.is_object() ? problem.value("code", "") : "";
  const std::string detail = problem.is_object() ? problem.value("detail", "") : "";
  const bool is_no_text = code == "bad_target";  // a NUL
  const bool refused = (answer.status == 400 && (is_refusal(code, detail) || is_no_text)) || answer.status == 414;
  return {refused ? Outcome::Kind::refused : Outcome::Kind::failed,
          std::to_string(answer.status) + ' ' + code + ": " + detail + answer.failure};
}

/// Control bytes as \x.., long texts cut: to be printed on a terminal.
std::string shown(const std::string& text) {
  constexpr std::size_t kMostBytes = 100;
  std::string line;
  for (const char c : text.substr(0, kMostBytes)) {
    char escaped[5];
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= ' ' && byte < 0x7F) {
      line += c;
    } else {
      std::snprintf(escaped, sizeof escaped, "\\x%02x", byte);
      line += escaped;
    }
  }
  return text.size() > kMostBytes ? line + "… (" + std::to_string(text.size()) + " bytes)" : line;
}

double milliseconds_of(clockid_t clock) {
  timespec now{};
  clock_gettime(clock, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

/// The fastest of some rounds: what else the machine did is no fault of the query.
template <class Ask>
Outcome fastest(std::size_t rounds, clockid_t clock, Ask ask) {
  std::optional<Outcome> best;
  for (std::size_t round = 0; round < rounds; ++round) {
    const double start = milliseconds_of(clock);
    Outcome outcome = ask();
    outcome.milliseconds = milliseconds_of(clock) - start;
    if (!best || outcome.milliseconds < best->milliseconds) best = std::move(outcome);
  }
  return *std::move(best);
}

/// True where no query failed.
template <class Ask>
bool try_all(const char* door, const std::vector<HostileQuery>& queries, const Options& options, clockid_t clock,
             Ask ask) {
  struct Asked {
    const HostileQuery* query;
    Outcome outcome;
  };
  std::vector<Asked> asked;
  std::size_t counts[3] = {};
  for (const HostileQuery& query : queries) {
    Outcome outcome = fastest(options.rounds, clock, [&] { return ask(query.text); });
    if (outcome.kind != Outcome::Kind::failed && outcome.milliseconds > options.within)
      outcome = {Outcome::Kind::failed, "too late", outcome.milliseconds};
    ++counts[static_cast<std::size_t>(outcome.kind)];
    if (outcome.kind == Outcome::Kind::failed)
      std::printf("FAILED %s line %zu: %s: %.1f ms: %s\n", door, query.line, outcome.message.c_str(),
                  outcome.milliseconds, shown(query.text).c_str());
    asked.push_back({&query, std::move(outcome)});
  }
  std::sort(asked.begin(), asked.end(),
            [](const Asked& a, const Asked& b) { return a.outcome.milliseconds > b.outcome.milliseconds; });
  for (std::size_t i = 0; i < std::min(options.slowest, asked.size()); ++i)
    std::printf("%8.1f ms  line %zu: %s\n", asked[i].outcome.milliseconds, asked[i].query->line,
                shown(asked[i].query->text).c_str());
  std::printf("%s: queries=%zu answered=%zu refused=%zu failed=%zu median=%.1f ms slowest=%.1f ms\n", door,
              asked.size(), counts[0], counts[1], counts[2], asked[asked.size() / 2].outcome.milliseconds,
              asked.front().outcome.milliseconds);
  return counts[2] == 0;
}

/// The longest of the newest articles.
std::string long_article(const SearchEngine& engine) {
  SearchRequest request;
  request.per_page = kMaxPerPage;
  request.snippet_length = 0;
  const Result<SearchResponse> newest = engine.search(request);
  std::string id;
  std::size_t most = 0;
  if (!newest) return id;
  for (const SearchHit& hit : newest->hits)
    if (const Result<Article> article = engine.article(hit.article.id); article && article->body.size() >= most) {
      most = article->body.size();
      id = hit.article.id;
    }
  return id;
}

int run(const Options& options) {
  const SearchEngine engine{DataDirectory(options.data),
                            EngineOptions{.time_limit = std::chrono::milliseconds(options.limit), .rules = {}}};
  const std::vector<HostileQuery> queries = read_hostile_queries(options.queries, long_article(engine));
  if (queries.empty()) throw std::runtime_error(options.queries + ": no query in it");
  const clockid_t clock = options.cpu ? CLOCK_THREAD_CPUTIME_ID : CLOCK_MONOTONIC;
  bool good =
      try_all("engine", queries, options, clock, [&](const std::string& text) { return ask_engine(engine, text); });
  if (!options.server.empty()) {
    HttpClient client(options.server);
    good &= try_all("server", queries, options, CLOCK_MONOTONIC,
                    [&](const std::string& text) { return ask_server(client, text); });
  }
  return good ? 0 : 1;
}

}  // namespace
}  // namespace newssearch::faults

int main(int count, char** words) {
  newssearch::faults::Options options;
  CLI::App app("Asks hostile queries and looks that each is answered, or refused for its size, in time.");
  app.add_option("--data", options.data, "Data directory")->required();
  app.add_option("--queries", options.queries, "Queries; tests/faults/hostile_queries.txt says how they are written")
      ->required()
      ->check(CLI::ExistingFile);
  app.add_option("--server", options.server, "Ask this server as well: http://127.0.0.1:8080, serving the same data");
  app.add_option("--within", options.within, "Milliseconds for each answer")->capture_default_str();
  app.add_option("--limit", options.limit, "The engine's own time limit in this process, milliseconds")
      ->capture_default_str();
  app.add_option("--rounds", options.rounds, "Ask each so often; the fastest counts")
      ->capture_default_str()
      ->check(CLI::PositiveNumber);
  app.add_flag("--cpu", options.cpu, "Measure the engine by processor time");
  app.add_option("--slowest", options.slowest, "Print so many of the slowest")->capture_default_str();
  try {
    app.parse(count, words);
    return newssearch::faults::run(options);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  } catch (const std::exception& error) {
    std::cerr << "newssearch_hostile_queries: " << error.what() << "\n";
    return 2;
  }
}
