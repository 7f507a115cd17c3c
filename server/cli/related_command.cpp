#include <map>
#include <nlohmann/json.hpp>

#include "server/cli/commands.h"
#include "server/cli/exit_code.h"
#include "server/cli/figures.h"
#include "server/cli/hit_formats.h"
#include "server/cli/hit_table.h"
#include "server/cli/remote_engine.h"
#include "server/cli/rule_options.h"
#include "server/cli/terminal.h"
#include "server/search/search_engine.h"
#include "server/search/wire_format.h"
#include "server/web/wording.h"

namespace newssearch {
namespace {

struct RelatedOptions {
  std::string id, mode = "related", server, form = "table";
  std::uint32_t limit = 5;
};

/// "2 related articles", "No near copy".
std::string found(const RelatedOptions& options, std::size_t hits) {
  static const std::map<std::string, std::string> kNames = {{"related", "related article"},
                                                            {"background", "article before it"},
                                                            {"followups", "article after it"},
                                                            {"copies", "near copy"}};
  const std::string& name = kNames.at(options.mode);
  if (hits == 0) return "No " + name;
  if (hits == 1) return "1 " + name;
  if (options.mode == "copies") return grouped(hits) + " near copies";
  return grouped(hits) + " articles" + name.substr(name.find(' '));
}

std::string table(const RelatedOptions& options, const RelatedResponse& response, const Screen& screen) {
  const std::string count = options.mode == "related" && response.hits.size() > 1
                                ? counted(response.hits.size(), "related article")
                                : found(options, response.hits.size());
  return inked(count + " in " + milliseconds(response.took_ms), Ink::strong, screen.colour) + "\n\n" +
         hit_table(response.hits, 1, Calendar("UTC"), screen);
}

Result<RelatedResponse> ask(const RelatedOptions& options, const CommonOptions& common) {
  const RelatedMode mode = related_mode_from_string(options.mode).value();
  if (!options.server.empty()) return RemoteEngine("related", options.server).related(options.id, mode, options.limit);
  return SearchEngine(DataDirectory(common.data), engine_options(common)).related(options.id, mode, options.limit);
}

int related(const RelatedOptions& options, const CommonOptions& common) {
  const Result<RelatedResponse> response = ask(options, common);
  if (!response) throw UsageError("related: " + response.error().message + ": `newssearch search` prints ids");
  const Screen screen = look_at_screen(common.color);
  write_paged(options.form == "table" ? table(options, *response, screen)
                                      : hits_as(options.form, to_json(*response), response->hits, 1),
              screen, !common.no_pager);
  return response->hits.empty() ? exit_code::no_hits : exit_code::done;
}

}  // namespace

void add_related_command(CommandLine& line) {
  const auto options = std::make_shared<RelatedOptions>();
  CLI::App& command =
      line.add({"related", kAnswersOut, "Stories like an article, with the words they share",
                "newssearch related 9947 --limit 10\nnewssearch related 9947 --mode followups",
                "related is of any time, that of the same days first; background is what came before, followups what "
                "came of it; copies are near copies of its text, with the sentences added, cut and changed. The others "
                "leave copies out.\n\nExit status: 0 found, 1 none, 2 usage or data."},
               [options](const CommonOptions& common) { return related(*options, common); });
  command.add_option("ID", options->id, "The article's id, as `newssearch search` prints it")->required();
  command.add_option("--mode", options->mode, "What is wanted beside it")
      ->type_name("MODE")
      ->check(CLI::IsMember({"related", "background", "followups", "copies"}));
  command.add_option("--limit", options->limit, "How many at most; else 5")->type_name("N")->check(CLI::Range(1, 100));
  add_server_option(command, options->server);
  command.add_option("--output", options->form, "Form of the answer; json is the HTTP API's")
      ->type_name("FORM")
      ->check(CLI::IsMember(output_forms()));
}

}  // namespace newssearch
