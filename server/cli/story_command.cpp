#include <nlohmann/json.hpp>

#include "server/cli/commands.h"
#include "server/cli/exit_code.h"
#include "server/cli/figures.h"
#include "server/cli/hit_formats.h"
#include "server/cli/story_table.h"
#include "server/cli/terminal.h"
#include "server/search/search_engine.h"
#include "server/search/wire_format.h"

namespace newssearch {
namespace {

struct StoryOptions {
  std::string id, time_zone = "UTC", form = "table";
};

int story(const StoryOptions& options, const CommonOptions& common) {
  if (!is_time_zone(options.time_zone))
    throw UsageError("story: --tz " + options.time_zone + ": no time zone: an IANA name such as Europe/London");
  const SearchEngine engine{DataDirectory(common.data)};
  const Result<StoryResponse> response = engine.story(options.id, options.time_zone);
  if (!response)
    throw UsageError("story: " + response.error().message + ": `newssearch search` prints stories and ids");
  const Screen screen = look_at_screen(common.color);
  write_paged(options.form == "table" ? story_table(*response, Calendar(options.time_zone), screen)
                                      : hits_as(options.form, to_json(*response), response->hits, 1),
              screen, !common.no_pager);
  return exit_code::done;
}

}  // namespace

void add_story_command(CommandLine& line) {
  const auto options = std::make_shared<StoryOptions>();
  CLI::App& command = line.add({"story", kAnswersOut, "A story day by day: its articles, and what was new when",
                                "newssearch story s0f3c5d1e2b4a\nnewssearch story 9947",
                                "ID is a story, or an article of one. Turning points are the days that brought most "
                                "new words.\n\nExit status: 0 printed, 2 usage or data."},
                               [options](const CommonOptions& common) { return story(*options, common); });
  command.add_option("ID", options->id, "The story's id, or an article's")->required();
  command.add_option("--tz", options->time_zone, "Time zone of days, e.g. Europe/London; else UTC")->type_name("ZONE");
  command.add_option("--output", options->form, "Form of the answer; json is the HTTP API's")
      ->type_name("FORM")
      ->check(CLI::IsMember(output_forms()));
}

}  // namespace newssearch
