#include <nlohmann/json.hpp>

#include "server/cli/commands.h"
#include "server/cli/exit_code.h"
#include "server/cli/figures.h"
#include "server/cli/hit_table.h"
#include "server/cli/search_options.h"
#include "server/cli/terminal.h"
#include "server/cli/terminal_text.h"
#include "server/search/search_engine.h"
#include "server/search/wire_format.h"
#include "server/web/wording.h"

namespace newssearch {
namespace {

struct TrendingOptions {
  std::string window = "24h", since, until, form = "table";
  TrendingRequest request;
};

TrendingRequest to_request(const TrendingOptions& options) {
  TrendingRequest request = options.request;
  if (!is_time_zone(request.time_zone))
    throw UsageError("trending: --tz " + request.time_zone + ": no time zone: an IANA name such as Europe/London");
  const std::optional<std::chrono::hours> window = window_from_string(options.window);
  if (!window) throw UsageError("trending: --window " + options.window + ": write hours, days or weeks: 24h, 7d or 2w");
  request.window = *window;
  request.days.from = read_day_option("trending", "--since", options.since, parse_range_start);
  request.days.to = read_day_option("trending", "--until", options.until, parse_range_end);
  return request;
}

std::string table(const TrendingResponse& response, const Screen& screen) {
  std::string text = counted(response.articles, "article");
  if (!response.from.empty())
    text += " from " + in_words(parse_iso_date(response.from).value(), "UTC") + " to " +
            in_words(parse_iso_date(response.to).value(), "UTC");
  text = inked(text + ", in " + milliseconds(response.took_ms), Ink::strong, screen.colour) + "\n";
  if (response.entries.empty()) text += "\nNothing is said then more than elsewhere: a longer --window may help.\n";
  for (const TrendingEntry& entry : response.entries) {
    text += "\n" + inked(printable(entry.phrase), Ink::strong_match, screen.colour);
    if (!entry.more.empty()) text += inked("  " + printable(joined(entry.more, ", ")), Ink::plain, screen.colour);
    text +=
        "\n    " + printable(entry.headline.empty() ? "(no headline)" : entry.headline) + "\n    " +
        inked(counted(entry.articles, "article") + " · story " + printable(entry.story), Ink::faint, screen.colour) +
        "\n";
  }
  return text;
}

int trending(const TrendingOptions& options, const CommonOptions& common) {
  const TrendingRequest request = to_request(options);
  const SearchEngine engine{DataDirectory(common.data)};
  const Result<TrendingResponse> response = engine.trending(request);
  if (!response) throw UsageError("trending: " + response.error().message);
  const Screen screen = look_at_screen(common.color);
  write_paged(options.form == "json" ? printable_json(dump(to_json(*response))) + "\n" : table(*response, screen),
              screen, !common.no_pager);
  return response->entries.empty() ? exit_code::no_hits : exit_code::done;
}

}  // namespace

void add_trending_command(CommandLine& line) {
  const auto options = std::make_shared<TrendingOptions>();
  CLI::App& command =
      line.add({"trending", kAnswersOut, "What is said at a time more than in the archive, an entry a story",
                "newssearch trending --window 7d\nnewssearch trending --since 1987-10-19 --until 1987-10-20",
                "Without days, the time is that before the newest article of the index.\n\nExit status: 0 found, 1 "
                "none, 2 usage or data."},
               [options](const CommonOptions& common) { return trending(*options, common); });
  command.add_option("--window", options->window, "Hours, days or weeks: 24h, 7d, 2w; else 24h")->type_name("TIME");
  command.add_option("--since", options->since, "Not before this day, month or year")->type_name("DATE");
  command.add_option("--until", options->until, "Not after this day, month or year")->type_name("DATE");
  command.add_option("--tz", options->request.time_zone, "Time zone of days, e.g. Europe/London; else UTC")
      ->type_name("ZONE");
  command.add_option("--limit", options->request.limit, "How many at most; else 10")
      ->type_name("N")
      ->check(CLI::Range(1, 100));
  command.add_option("--output", options->form, "Form of the answer; json is the HTTP API's")
      ->type_name("FORM")
      ->check(CLI::IsMember({"table", "json"}));
}

}  // namespace newssearch
