#include <nlohmann/json.hpp>

#include "server/cli/answer_table.h"
#include "server/cli/commands.h"
#include "server/cli/exit_code.h"
#include "server/cli/hit_formats.h"
#include "server/cli/remote_engine.h"
#include "server/cli/search_options.h"
#include "server/cli/terminal.h"
#include "server/search/search_engine.h"
#include "server/search/wire_format.h"

namespace newssearch {
namespace {

Result<SearchResponse> ask_index(const SearchRequest& request, const SearchOptions& options,
                                 const CommonOptions& common) {
  const SearchEngine engine(DataDirectory(common.data), engine_options(options.rules, common));
  complain_of_rules(engine);
  Result<SearchResponse> response = engine.search(request);
  if (const std::string damage = engine.damage(); !damage.empty())
    complain("index: " + damage + ": run `newssearch status`");
  return response;
}

int search(const SearchOptions& options, const std::string& server, const std::string& form,
           const CommonOptions& common) {
  SearchRequest request = to_request(options);
  request.ids_only = form == "ids0";
  const Result<SearchResponse> response =
      server.empty() ? ask_index(request, options, common) : RemoteEngine("search", server).search(request);
  if (!response) throw UsageError("search: " + response.error().message);
  const Screen screen = look_at_screen(common.color);
  const std::uint32_t first_rank = (response->page - 1) * response->per_page + 1;
  write_paged(form == "table" ? answer_table(request, *response, screen)
                              : hits_as(form, to_json(*response), response->hits, first_rank),
              screen, !common.no_pager);
  return response->hits.empty() ? exit_code::no_hits : exit_code::done;
}

}  // namespace

void add_search_command(CommandLine& line) {
  const auto options = std::make_shared<SearchOptions>();
  const auto server = std::make_shared<std::string>();
  const auto form = std::make_shared<std::string>("table");
  CLI::App& command = line.add(
      {"search", kAnswersOut, "Find articles, best first, with the passages that match",
       "newssearch search bank of england --since 1987-03 --section money-fx\n"
       "newssearch search rates -opinion --sort newest --limit 5\n"
       "newssearch search '\"interest rate\" AND pound' --facets section --histogram\n"
       "newssearch search harvest --server https://news.example.org",
       "All words must occur; where that finds less than 3 articles, any of them is enough, and the answer says so. "
       "\"a phrase\", +must, -not, AND OR NOT ( ) in capitals, title:word, author:name, section:name, "
       "after:1987-03 and more may stand in a query. After the first word of the query a -word is a word that must not "
       "occur; options with two dashes may stand anywhere, and -- ends them.\n\n"
       "Exit status: 0 hits, 1 no hits, 2 usage or data."},
      [options, server, form](const CommonOptions& common) { return search(*options, *server, *form, common); });
  command.add_option("QUERY...", options->query, "What to look for; nothing, or '*', is everything, newest first");
  add_search_options(command, *options);
  add_server_option(command, *server);
  command.add_option("--output", *form, "Form of the answer; json is the HTTP API's")
      ->type_name("FORM")
      ->check(CLI::IsMember(output_forms()));
}

}  // namespace newssearch
