#include <nlohmann/json.hpp>

#include "server/cli/commands.h"
#include "server/cli/exit_code.h"
#include "server/cli/remote_engine.h"
#include "server/cli/terminal.h"
#include "server/cli/terminal_text.h"
#include "server/search/search_engine.h"
#include "server/search/wire_format.h"

namespace newssearch {
namespace {

struct SuggestOptions {
  std::vector<std::string> words;
  std::string server, form = "table";
  std::uint32_t limit = 10;
};

SuggestResponse ask(const SuggestOptions& options, const CommonOptions& common) {
  std::string text;
  for (const std::string& word : options.words) text += (text.empty() ? "" : " ") + word;
  if (!options.server.empty()) return RemoteEngine("suggest", options.server).suggest(text, options.limit);
  return SearchEngine(DataDirectory(common.data)).suggest(text, options.limit);
}

int suggest(const SuggestOptions& options, const CommonOptions& common) {
  const SuggestResponse response = ask(options, common);
  std::string answer;
  if (options.form == "json") {
    answer = printable_json(dump(to_json(response))) + "\n";
  } else {
    for (const Suggestion& suggestion : response.suggestions) answer += printable(suggestion.text) + "\n";
  }
  write_out(answer);
  return response.suggestions.empty() ? exit_code::no_hits : exit_code::done;
}

}  // namespace

void add_suggest_command(CommandLine& line) {
  const auto options = std::make_shared<SuggestOptions>();
  CLI::App& command = line.add({"suggest", kAnswersOut, "List names and headlines that hold the words begun",
                                "newssearch suggest bank of eng", "Exit status: 0 found, 1 none, 2 usage or data."},
                               [options](const CommonOptions& common) { return suggest(*options, common); });
  command.add_option("PREFIX", options->words, "Words, the last one perhaps only begun")->required();
  command.add_option("--limit", options->limit, "How many at most; else 10")->type_name("N")->check(CLI::Range(1, 100));
  add_server_option(command, options->server);
  command.add_option("--output", options->form, "Form of the answer; json is the HTTP API's")
      ->type_name("FORM")
      ->check(CLI::IsMember({"table", "json"}));
}

}  // namespace newssearch
