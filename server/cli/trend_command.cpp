#include <algorithm>
#include <functional>
#include <memory>

#include "server/cli/commands.h"
#include "server/cli/exit_code.h"
#include "server/cli/remote_engine.h"
#include "server/cli/search_options.h"
#include "server/cli/terminal.h"
#include "server/cli/trend.h"
#include "server/cli/trend_svg.h"
#include "server/search/search_engine.h"

namespace newssearch {
namespace {

constexpr int kAttempts = 5;

struct TrendOptions {
  SearchOptions search;
  std::vector<std::string> beside;
  std::string by = "month", server, form = "table";
};

using Ask = std::function<Result<SearchResponse>(const SearchRequest&)>;

Ask asked_of(const TrendOptions& options, const CommonOptions& common) {
  if (!options.server.empty())
    return [remote = std::make_shared<RemoteEngine>("trend", options.server)](const SearchRequest& request) {
      return remote->search(request);
    };
  const auto engine = std::make_shared<SearchEngine>(DataDirectory(common.data), engine_options(common));
  complain_of_rules(*engine);
  return [engine](const SearchRequest& request) {
    Result<SearchResponse> response = engine->search(request);
    if (const std::string damage = engine->damage(); response && !damage.empty())
      response->warnings.push_back({damage + ": run `newssearch status`", 0, 0});
    return response;
  };
}

/// What is counted exactly as asked: nothing corrected, left out or put first.
SearchRequest counting_request(const TrendOptions& options) {
  SearchRequest request = to_request(options.search, "trend");
  request.spelling = request.relax = request.expand = request.pins = false;
  request.recency = Recency::off;
  request.collapse = Collapse::none;
  request.per_page = 1;
  request.snippet_length = 0;
  return request;
}

SearchResponse answer(const Ask& ask, const SearchRequest& request) {
  Result<SearchResponse> response = ask(request);
  if (!response) throw UsageError("trend: " + response.error().message);
  if (!response->histogram)
    throw UsageError("trend: the answer has no histogram: see that the server is as new as this");
  return *std::move(response);
}

/// All answers are of one generation; nothing where another one came in between.
std::optional<Trend> ask_for_trend(const Ask& ask, const SearchRequest& request, const std::string& by,
                                   const std::vector<std::string>& queries, std::vector<std::string>& notes) {
  SearchRequest one = request;
  one.text = "*";
  one.histogram = interval_from_string(by);
  const SearchResponse all = answer(ask, one);
  Trend trend = trend_of(*all.histogram);
  one.histogram = all.histogram->interval;
  notes.clear();
  for (const Warning& warning : all.warnings) notes.push_back(warning.message);
  for (const std::string& query : queries) {
    one.text = query;
    const SearchResponse found = answer(ask, one);
    if (found.index.generation != all.index.generation) return std::nullopt;
    for (const Warning& warning : found.warnings)
      if (std::find(notes.begin(), notes.end(), warning.message) == notes.end()) notes.push_back(warning.message);
    add_query(trend, query, *found.histogram);
  }
  return trend;
}

Trend trend_of(const TrendOptions& options, const CommonOptions& common) {
  std::vector<std::string> queries = options.beside, notes;
  queries.insert(queries.begin(), options.search.query);
  if (queries.size() > kMostLines)
    throw UsageError("trend: --beside: no more than " + std::to_string(kMostLines - 1) +
                     " lines can be told apart beside the first: ask for the others by themselves");
  const SearchRequest request = counting_request(options);
  const Ask ask = asked_of(options, common);
  for (int attempt = 0; attempt < kAttempts; ++attempt)
    if (std::optional<Trend> trend = ask_for_trend(ask, request, options.by, queries, notes)) {
      for (const std::string& note : notes) complain("trend: " + note);
      return *std::move(trend);
    }
  throw UsageError("trend: the index changes with every question: try again");
}

int show_trend(const TrendOptions& options, const CommonOptions& common) {
  const Trend trend = trend_of(options, common);
  const Screen screen = look_at_screen(common.color);
  write_paged(options.form == "svg"   ? trend_svg(trend)
              : options.form == "csv" ? trend_csv(trend)
                                      : trend_table(trend, screen),
              screen, !common.no_pager);
  const Trend::Time all = sum(trend);
  return std::any_of(all.found.begin(), all.found.end(), [](auto found) { return found > 0; }) ? exit_code::done
                                                                                               : exit_code::no_hits;
}

}  // namespace

void add_trend_command(CommandLine& line) {
  const auto options = std::make_shared<TrendOptions>();
  CLI::App& command = line.add(
      {"trend", kAnswersOut, "What part of the articles of each month a query finds",
       "newssearch trend oil prices\n"
       "newssearch trend strike --beside walkout --since 1987 --by week\n"
       "newssearch trend '\"interest rates\"' --source Reuters --output svg > rates.svg\n"
       "newssearch trend harvest --server https://news.example.org --output csv",
       "The days and filters given by options say which articles are looked at, the query which of them are counted: "
       "the share is of the articles looked at. Counts are exact: all words must occur, nothing is corrected, each "
       "near "
       "copy counts. A month without articles has no share; undated articles are told beside. csv has a line for each "
       "query and month, and one without a month for the undated; svg is a picture by itself.\n\n"
       "Exit status: 0 found, 1 none, 2 usage or data."},
      [options](const CommonOptions& common) { return show_trend(*options, common); });
  command.add_option("QUERY...", options->search.query, "What to count, as `newssearch search` takes it")->required();
  command.add_option("--beside", options->beside, "Another query to draw beside it; up to 4 times")
      ->type_name("QUERY")
      ->allow_extra_args(false);
  command.add_option("--by", options->by, "How long a time a share is of; else month")
      ->type_name("INTERVAL")
      ->check(CLI::IsMember({"day", "week", "month", "year"}));
  add_filter_options(command, options->search);
  add_wording_options(command, options->search);
  add_server_option(command, options->server);
  command.add_option("--output", options->form, "Form of the answer")
      ->type_name("FORM")
      ->check(CLI::IsMember({"table", "csv", "svg"}));
}

}  // namespace newssearch
