// newssearch_bench_analyzer: does the fast analyzer find ICU's words, and how much faster?
//
// Reads articles as `newssearch index` does and analyses each text twice, by Analyzer::analyze and by ICU alone, in
// turns, so that whatever else the machine does falls on both. Prints each article whose tokens differ with the first
// difference, and last
//
//   articles=37554 differ=0 bytes=228000000 tokens=39000000
//   fast   31000000 tokens/s  180.2 MB/s
//   icu     8000000 tokens/s   46.0 MB/s
//   ratio  3.9
//
// Exit: 0 all equal, 1 some article differs, 2 nothing could be read.
#include <chrono>
#include <cstdio>
#include <iostream>

#include "common/analyzer.h"
#include "common/names.h"
#include "corpus/article_source.h"

namespace newssearch::bench {
namespace {

using Clock = std::chrono::steady_clock;

struct Totals {
  std::size_t articles = 0, differ = 0, bytes = 0, tokens = 0;
  double fast_seconds = 0, icu_seconds = 0, full_seconds = 0, name_seconds = 0;
};

template <class Work>
auto timed(double& seconds, Work work) {
  const Clock::time_point start = Clock::now();
  auto result = work();
  seconds += std::chrono::duration<double>(Clock::now() - start).count();
  return result;
}

void print_difference(const std::string& id, std::string_view text, const std::vector<Token>& fast,
                      const std::vector<Token>& icu) {
  std::size_t at = 0;
  while (at < fast.size() && at < icu.size() && fast[at] == icu[at]) ++at;
  const std::size_t begin = at < fast.size() ? fast[at].begin : at < icu.size() ? icu[at].begin : 0;
  const std::size_t from = begin < 20 ? 0 : begin - 20;
  std::cout << id << ": at byte " << begin << ": fast '" << (at < fast.size() ? fast[at].word : "") << "' icu '"
            << (at < icu.size() ? icu[at].word : "") << "' in '" << text.substr(from, 60) << "'\n";
}

void compare(const Article& article, Analyzer& analyzer, Totals& totals) {
  const std::string text = article.headline + "\n\n" + article.body;
  const std::vector<Token> fast = timed(totals.fast_seconds, [&] { return analyzer.analyze(text); });
  const std::vector<Token> icu = timed(totals.icu_seconds, [&] { return analyzer.analyze_by_icu(text); });
  timed(totals.full_seconds, [&] { return analyzer.analyze_with_alternates(text, article.lang).alternates.size(); });
  timed(totals.name_seconds, [&] { return printed_names(text, fast, article.lang).size(); });
  ++totals.articles;
  totals.bytes += text.size();
  totals.tokens += fast.size();
  if (fast == icu) return;
  ++totals.differ;
  print_difference(article.id, text, fast, icu);
}

void print_speed(const char* name, double seconds, const Totals& totals) {
  std::printf("%-16s %10.0f tokens/s %7.1f MB/s\n", name, static_cast<double>(totals.tokens) / seconds,
              static_cast<double>(totals.bytes) / seconds / 1e6);
}

int run(const std::vector<std::string>& files) {
  Analyzer analyzer;
  Totals totals;
  const auto source = open_articles(files, {});
  while (const std::optional<ReadArticle> record = source->next())
    if (record->article) compare(*record->article, analyzer, totals);
  if (totals.articles == 0) {
    std::cerr << "newssearch_bench_analyzer: no article in these files: name some that `newssearch index` reads\n";
    return 2;
  }
  std::printf("articles=%zu differ=%zu bytes=%zu tokens=%zu\n", totals.articles, totals.differ, totals.bytes,
              totals.tokens);
  print_speed("fast", totals.fast_seconds, totals);
  print_speed("icu", totals.icu_seconds, totals);
  print_speed("with alternates", totals.full_seconds, totals);
  print_speed("names alone", totals.name_seconds, totals);
  std::printf("ratio fast/icu %.2f\n", totals.icu_seconds / totals.fast_seconds);
  return totals.differ == 0 ? 0 : 1;
}

}  // namespace
}  // namespace newssearch::bench

int main(int argc, char** argv) { return newssearch::bench::run(std::vector<std::string>(argv + 1, argv + argc)); }
