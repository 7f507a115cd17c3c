// newssearch_oracle: are the numbers true?
//
// Proves that totals, facet counts, histograms and relaxation of SearchEngine are exact. Reads the articles from their
// files, as `newssearch index` did, counts every question over them one article after the other, with no index and no
// code of the engine but the analyzer and the query parser, and compares each number. Prints a line for each that
// differs, and last
//
//   queries=3400 totals equal=3400/3400 facets equal=812345/812345 buckets equal=91234/91234
//
// With --engines, both engines are asked every question besides, in other orders and with other things to show, and as
// many questions that nobody counts (like:, when:, misspelled words); all they say must be equal, scores included:
//
//   engines equal=5400/5400 related equal=500/500 pages equal=1500/1500
//
// Exit: 0 all equal, 1 some number differs, 2 usage, or the index is not of these articles.
#include <CLI/CLI.hpp>
#include <fstream>
#include <iostream>

#include "server/search/search_engine.h"
#include "tests/relevance/oracle_archive.h"
#include "tests/relevance/oracle_comparison.h"
#include "tests/relevance/oracle_engines.h"
#include "tests/relevance/oracle_questions.h"

namespace newssearch::oracle {
namespace {

std::string equal(const Tally& tally) { return std::to_string(tally.equal) + "/" + std::to_string(tally.compared); }

struct Options {
  std::string data, queries;
  std::vector<std::string> articles;
  std::size_t limit = 200, random = 0;
  unsigned seed = 1;
  bool engines = false;
};

std::string shown(const SearchRequest& request) {
  std::string text = "q='" + request.text + "'";
  for (const Facet facet : kFacets) {
    for (const std::string& value : request.filter(facet).any)
      text += " " + std::string(to_string(facet)) + "=" + value;
    for (const std::string& value : request.filter(facet).none)
      text += " " + std::string(to_string(facet)) + "=-" + value;
  }
  if (request.dates.from) text += " from=" + format_iso(*request.dates.from);
  if (request.dates.to) text += " to=" + format_iso(*request.dates.to);
  if (request.date_field == DateField::updated) text += " date_field=updated";
  if (request.sort != SortOrder::relevance) text += " sort=" + std::string(to_string(request.sort));
  if (request.page != 1) text += " page=" + std::to_string(request.page);
  if (request.ids_only) text += " fields=id";
  if (request.explain) text += " explain";
  if (request.names) text += " names";
  if (request.synonyms) text += " synonyms";
  if (request.spelling) text += " spelling";
  text += " per_page=" + std::to_string(request.per_page);
  return text + " tz=" + request.time_zone + " facet_limit=" + std::to_string(request.facet_limit) +
         " date_histogram=" + std::string(to_string(*request.histogram));
}

std::vector<Question> questions(const Options& options, Questioner& questioner) {
  std::vector<Question> questions;
  std::ifstream lines(options.queries);
  std::string query;
  for (std::size_t i = 0; i < options.limit && std::getline(lines, query); ++i)
    for (Question& question : questioner.variants(query)) questions.push_back(std::move(question));
  for (std::size_t i = 0; i < options.random; ++i) questions.push_back(questioner.random());
  return questions;
}

void report(const std::string& kind, const std::string& question, const Mismatch& mismatch) {
  std::cout << "MISMATCH (" << kind << ") " << question << ": " << mismatch.what << ": expected " << mismatch.expected
            << ", got " << mismatch.got << "\n";
}

class Trial {
 public:
  Trial(const SearchEngine& engine, Archive& archive) : engine_(engine), archive_(archive) {}

  void ask(const Question& question) {
    const SearchRequest& request = question.request;
    const Result<SearchResponse> got = engine_.search(request);
    const HistogramInterval interval = got ? got->histogram->interval : HistogramInterval::year;
    // No question names a day by today's: any will do.
    const std::optional<Expected> expected = count(request, archive_, Day{}, interval);
    ++asked_;
    if (!expected || !got) {
      tallies_.totals.add(!expected && !got);
      if (expected || got)
        report(question.kind, shown(request), {"answer", expected ? "one" : "none", got ? "one" : got.error().message});
      return;
    }
    found_ += expected->total > 0 ? 1 : 0;
    relaxed_ += expected->relaxed ? 1 : 0;
    for (const Mismatch& mismatch : compare(request, *expected, *got, tallies_))
      report(question.kind, shown(request), mismatch);
  }

  /// True where every number was compared and equal; questions that find nothing prove nothing.
  bool summarise() const {
    std::cout << "queries=" << asked_ << " (" << found_ << " found something, " << relaxed_
              << " relaxed) totals equal=" << equal(tallies_.totals) << " facets equal=" << equal(tallies_.facets)
              << " buckets equal=" << equal(tallies_.buckets) << "\n";
    return found_ > 0 && tallies_.all_equal();
  }

 private:
  const SearchEngine& engine_;
  Archive& archive_;
  Tallies tallies_;
  std::uint64_t asked_ = 0, found_ = 0, relaxed_ = 0;
};

/// Both engines on the questions, on as many that nobody counts, and on stories related to some articles.
bool engines_agree(const Options& options, const std::vector<Question>& questions, Questioner& questioner) {
  EngineTrial trial((DataDirectory(options.data)));
  const auto ask = [&](const Question& question) {
    const SearchRequest request = questioner.dressed(question.request);
    for (const Mismatch& mismatch : trial.ask(request)) report(question.kind, shown(request), mismatch);
    if (trial.answers().compared % 3 == 0)
      for (const Mismatch& mismatch : trial.ask_longer(request)) report("page", shown(request), mismatch);
    if (trial.answers().compared % 10 != 0) return;
    const std::string& id = questioner.any_id();
    for (const Mismatch& mismatch : trial.ask_related(id)) report("related", id, mismatch);
  };
  for (const Question& question : questions) ask(question);
  for (std::size_t i = 0; i < options.random; ++i) ask(questioner.uncounted());
  std::cout << "engines equal=" << equal(trial.answers()) << " related equal=" << equal(trial.related())
            << " pages equal=" << equal(trial.pages()) << "\n";
  return trial.all_equal();
}

int run(const Options& options) {
  const SearchEngine engine(DataDirectory(options.data),
                            EngineOptions{.time_limit = std::chrono::minutes(1), .rules = {}});
  Archive archive(options.articles);
  std::cout << "articles=" << archive.articles().size() << " of " << archive.records() << " records, "
            << archive.rejected() << " rejected\n";
  if (const IndexState state = engine.state(); state.articles != archive.articles().size()) {
    std::cerr << "newssearch_oracle: " << options.data << ": holds " << state.articles
              << " articles, the files others: index these files with --replace-all\n";
    return 2;
  }
  Trial trial(engine, archive);
  Questioner questioner(archive, options.seed);
  const std::vector<Question> asked = questions(options, questioner);
  for (const Question& question : asked) trial.ask(question);
  const bool counted = trial.summarise();
  const bool agreed = !options.engines || engines_agree(options, asked, questioner);
  return counted && agreed ? 0 : 1;
}

}  // namespace
}  // namespace newssearch::oracle

int main(int count, char** words) {
  newssearch::oracle::Options options;
  CLI::App app("Counts every question over the articles themselves and compares each number of the answer.");
  app.add_option("--data", options.data, "Data directory with the index of exactly these articles")->required();
  app.add_option("--queries", options.queries, "Queries, one a line; each is asked in 20 variants")
      ->required()
      ->check(CLI::ExistingFile);
  app.add_option("--limit", options.limit, "How many of the queries")->capture_default_str();
  app.add_option("--random", options.random, "How many questions made by dice besides")->capture_default_str();
  app.add_option("--seed", options.seed, "Of the dice")->capture_default_str();
  app.add_flag("--engines", options.engines, "Compare the answers of both engines as well");
  app.add_option("ARTICLES", options.articles, "The files or folders that were indexed")->required();
  try {
    app.parse(count, words);
    return newssearch::oracle::run(options);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  } catch (const std::exception& error) {
    std::cerr << "newssearch_oracle: " << error.what() << "\n";
    return 2;
  }
}
