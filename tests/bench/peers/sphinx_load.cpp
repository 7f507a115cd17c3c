// Asks searchd from many connections at once, as wrk asks servers of HTTP: SphinxQL is no HTTP.
//
//   sphinx_load PORT CONNECTIONS SECONDS STATEMENTS      a file of statements, one a line
//
// Each connection asks the next statement as soon as the last is answered, from a place of its own in the file. Prints
// a line of JSON as wrk's script of tests/bench/served does: requests a second, milliseconds, and what failed.
#include <mysql.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

constexpr unsigned kPatienceSeconds = 30;

struct Close {
  void operator()(MYSQL* handle) const { mysql_close(handle); }
};

class SphinxConnection {
 public:
  explicit SphinxConnection(unsigned port) : handle_(mysql_init(nullptr)) {
    for (const auto option : {MYSQL_OPT_CONNECT_TIMEOUT, MYSQL_OPT_READ_TIMEOUT})
      mysql_options(handle_.get(), option, &kPatienceSeconds);
    if (!mysql_real_connect(handle_.get(), "127.0.0.1", "", "", nullptr, port, nullptr, CLIENT_MULTI_STATEMENTS))
      throw std::runtime_error(mysql_error(handle_.get()));
  }

  /// Whether all results of it came.
  bool ask(const std::string& statement) {
    if (mysql_real_query(handle_.get(), statement.data(), statement.size()) != 0) return false;
    int more = 0;
    do {
      MYSQL_RES* const result = mysql_store_result(handle_.get());
      if (!result) return false;
      while (mysql_fetch_row(result)) continue;
      mysql_free_result(result);
      more = mysql_next_result(handle_.get());
    } while (more == 0);
    return more < 0;
  }

 private:
  std::unique_ptr<MYSQL, Close> handle_;
};

struct Asked {
  std::vector<double> milliseconds;
  std::size_t failed = 0;
};

void ask_until(Clock::time_point end, unsigned port, const std::vector<std::string>& statements, std::size_t at,
               Asked& asked) try {
  SphinxConnection connection(port);
  for (auto begin = Clock::now(); begin < end; begin = Clock::now()) {
    asked.failed += connection.ask(statements[at++ % statements.size()]) ? 0 : 1;
    asked.milliseconds.push_back(std::chrono::duration<double, std::milli>(Clock::now() - begin).count());
  }
} catch (const std::runtime_error& error) {
  std::fprintf(stderr, "sphinx_load: %s\n", error.what());
  ++asked.failed;
}

double at_share(const std::vector<double>& sorted, double share) {
  return sorted.empty() ? 0
                        : sorted[std::min(sorted.size() - 1,
                                          static_cast<std::size_t>(share * static_cast<double>(sorted.size())))];
}

}  // namespace

int main(int count, char** words) {
  if (count != 5) return std::fprintf(stderr, "usage: sphinx_load PORT CONNECTIONS SECONDS STATEMENTS\n"), 2;
  const auto port = static_cast<unsigned>(std::stoul(words[1]));
  const std::size_t connections = std::stoul(words[2]);
  const double seconds = std::stod(words[3]);
  std::vector<std::string> statements;
  std::ifstream file(words[4]);
  for (std::string line; std::getline(file, line);) statements.push_back(line);
  if (statements.empty()) return std::fprintf(stderr, "sphinx_load: no statements in %s\n", words[4]), 2;
  mysql_library_init(0, nullptr, nullptr);
  std::vector<Asked> asked(connections);
  std::vector<std::thread> threads;
  const auto end = Clock::now() + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
  for (std::size_t i = 0; i < connections; ++i)
    threads.emplace_back(ask_until, end, port, std::cref(statements), i * statements.size() / connections,
                         std::ref(asked[i]));
  for (auto& thread : threads) thread.join();
  std::vector<double> all;
  std::size_t failed = 0;
  for (const auto& one : asked) {
    all.insert(all.end(), one.milliseconds.begin(), one.milliseconds.end());
    failed += one.failed;
  }
  std::sort(all.begin(), all.end());
  std::printf("{\"per_s\": %.1f, \"p50_ms\": %.3f, \"p99_ms\": %.3f, \"failed\": %zu}\n",
              static_cast<double>(all.size()) / seconds, at_share(all, .5), at_share(all, .99), failed);
}
