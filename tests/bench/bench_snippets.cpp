// newssearch_bench_snippets: how fast are the snippets, and how fast are Xapian's?
//
// For each query, the ten best articles by Xapian's own Enquire; then, in turns, a snippet of each body by Highlighter
// and by MSet::snippet: the same stored bodies, the same length, the stemmer of the article's language. Both are asked
// for any of the query's words. Counts the processor's time, so that little depends on what else the machine does.
// Prints
//
//   hits 9876, 6.1 kB each
//   highlighter     70.1 µs a hit
//   MSet::snippet  800.2 µs a hit
//   ratio 0.088
//
// Exit: 0; 1 where the ratio is not below --ratio-below; 2 usage, or no hit.
#include <CLI/CLI.hpp>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <iostream>

#include "common/generation.h"
#include "common/schema.h"
#include "common/stored_articles.h"
#include "server/search/highlighter.h"
#include "server/search/query_parser.h"

namespace newssearch::bench {
namespace {

struct Options {
  std::string data, queries;
  unsigned rounds = 3;
  std::size_t length = SearchRequest{}.snippet_length;
  double ratio_below = 0;
};

struct Totals {
  std::size_t hits = 0, bytes = 0, shown = 0;
  double own_seconds = 0, xapian_seconds = 0;
};

template <class Work>
void time(double& seconds, const Work& work) {
  const std::clock_t start = std::clock();
  work();
  seconds += static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
}

Xapian::Stem stemmer(const std::string& lang) { return has_stemmer(lang) ? Xapian::Stem(lang) : Xapian::Stem(); }

class Bench {
 public:
  explicit Bench(const Options& options)
      : options_(options),
        database_(DataDirectory(options.data).open_current().generation.xapian().string()),
        articles_(database_),
        enquire_(database_) {}

  void ask(const std::string& query) {
    std::vector<std::string> terms;
    for (const Token& token : analyzer_.analyze(query)) terms.push_back(schema::stem_term(analyzer_, token.word, "en"));
    if (terms.empty()) return;
    enquire_.set_query(Xapian::Query(Xapian::Query::OP_OR, terms.begin(), terms.end()));
    const Xapian::MSet found = enquire_.get_mset(0, SearchRequest{}.per_page);
    std::vector<Article> articles;
    for (auto hit = found.begin(); hit != found.end(); ++hit) articles.push_back(articles_.article(*hit).value());

    time(totals_.own_seconds, [&] {
      Highlighter highlighter(any_words(query, analyzer_), analyzer_,
                              [&](const std::string& word) { return idf(word); });
      for (const Article& article : articles)
        totals_.shown += highlighter.snippet(article.body, article.lang, options_.length).parts.size();
    });
    time(totals_.xapian_seconds, [&] {
      for (const Article& article : articles)
        totals_.shown += found.snippet(article.body, options_.length, stemmer(article.lang)).size();
    });
    totals_.hits += articles.size();
    for (const Article& article : articles) totals_.bytes += article.body.size();
  }

  void start_counting() { totals_ = {}; }

  int report() const {
    if (totals_.hits == 0) throw std::runtime_error("no query finds an article");
    const double hits = static_cast<double>(totals_.hits), ratio = totals_.own_seconds / totals_.xapian_seconds;
    std::printf("hits %zu, %.1f kB each\n", totals_.hits, static_cast<double>(totals_.bytes) / hits / 1e3);
    std::printf("highlighter    %7.1f µs a hit\n", totals_.own_seconds / hits * 1e6);
    std::printf("MSet::snippet  %7.1f µs a hit\n", totals_.xapian_seconds / hits * 1e6);
    std::printf("ratio %.3f\n", ratio);
    return options_.ratio_below > 0 && ratio >= options_.ratio_below ? 1 : 0;
  }

 private:
  double idf(const std::string& word) {
    const double holding = database_.get_termfreq(schema::stem_term(analyzer_, word, "en"));
    return std::log(1 + database_.get_doccount() / (holding + 0.5));
  }

  const Options& options_;
  Xapian::Database database_;
  StoredArticles articles_;
  Xapian::Enquire enquire_;
  Analyzer analyzer_;
  Totals totals_;
};

int run(const Options& options) {
  Bench bench(options);
  for (unsigned round = 0; round <= options.rounds; ++round) {
    if (round == 1) bench.start_counting();  // the first was for warming up
    std::ifstream queries(options.queries);
    for (std::string query; std::getline(queries, query);) bench.ask(query);
  }
  return bench.report();
}

}  // namespace
}  // namespace newssearch::bench

int main(int count, char** words) {
  newssearch::bench::Options options;
  CLI::App app("Measures snippets against Xapian's.");
  app.add_option("--data", options.data, "Data directory with an index")->required();
  app.add_option("--queries", options.queries, "Queries, one a line")->required()->check(CLI::ExistingFile);
  app.add_option("--rounds", options.rounds, "How often all are asked")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  app.add_option("--length", options.length, "Of a snippet, in characters")->capture_default_str();
  app.add_option("--ratio-below", options.ratio_below, "Fail unless ours take less than so many times Xapian's time");
  try {
    app.parse(count, words);
    return newssearch::bench::run(options);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  } catch (const Xapian::Error& error) {
    std::cerr << "newssearch_bench_snippets: " << error.get_description() << "\n";
    return 2;
  } catch (const std::exception& error) {
    std::cerr << "newssearch_bench_snippets: " << error.what() << "\n";
    return 2;
  }
}
