#include <nlohmann/json.hpp>

#include "server/cli/commands.h"
#include "server/cli/exit_code.h"
#include "server/cli/figures.h"
#include "server/cli/reading_view.h"
#include "server/cli/search_options.h"
#include "server/cli/terminal.h"
#include "server/cli/terminal_text.h"
#include "server/search/search_engine.h"
#include "server/search/wire_format.h"
#include "server/web/wording.h"

namespace newssearch {
namespace {

struct DoctorOptions {
  std::string missing, form = "table";
  std::vector<std::string> arguments;  ///< the query, where an article is missing; else files
  SearchOptions search;
  ReadOptions read;
  bool keep_recurring_lines = false;
};

std::string verdict(const Diagnosis& diagnosis) {
  const std::string place = "number " + grouped(diagnosis.position) + " of " + counted(diagnosis.total, "article");
  if (diagnosis.pinned) return "It is pinned for this query: " + place;
  if (diagnosis.found) return "This search finds it: " + place;
  if (diagnosis.position > 0) return "Found only because words were left out: " + place;
  return "This search does not find it";
}

std::string table(const Diagnosis& diagnosis, const Screen& screen) {
  std::string text = inked(printable(verdict(diagnosis)), Ink::strong, screen.colour) + "\n" +
                     printable(diagnosis.id + "  " + diagnosis.headline) + "\nread as  " + printable(diagnosis.parsed) +
                     "\n\n";
  for (const Diagnosis::Part& part : diagnosis.parts) {
    const std::string line = std::string(part.passes ? "  ✓ " : "  ✗ ") + printable(part.asked) +
                             (part.reason.empty() ? "" : ": " + printable(part.reason));
    text += inked(line, part.passes ? Ink::faint : Ink::match, screen.colour) + "\n";
  }
  return text;
}

int why_missing(DoctorOptions options, const CommonOptions& common) {
  if (!options.arguments.empty()) options.search.query = options.arguments.front();  // made one of several words
  const SearchRequest request = to_request(options.search);
  const SearchEngine engine(DataDirectory(common.data), engine_options(options.search.rules, common));
  complain_of_rules(engine);
  const Result<Diagnosis> diagnosis = engine.diagnose(request, options.missing);
  if (!diagnosis && diagnosis.error().code == "not_found")
    throw UsageError("doctor: " + diagnosis.error().message +
                     " in the index: it was never indexed, or was taken out: `newssearch index FILE`");
  if (!diagnosis) throw UsageError("doctor: " + diagnosis.error().message);
  const Screen screen = look_at_screen(common.color);
  write_out(options.form == "json" ? printable_json(dump(to_json(*diagnosis))) + "\n" : table(*diagnosis, screen));
  return diagnosis->position > 0 ? exit_code::done : exit_code::no_hits;
}

int how_read(DoctorOptions options, const CommonOptions& common) {
  if (options.arguments.empty())
    throw UsageError("doctor: nothing to look at: name files, or an article and a query: doctor --missing ID QUERY");
  const Screen screen = look_at_screen(common.color);
  if (!options.keep_recurring_lines)
    options.read.recurring = count_lines(options.arguments, options.read, [](std::uint64_t) {});
  const std::unique_ptr<ArticleSource> source = open_articles(options.arguments, options.read);
  bool refused = false;
  std::string text;
  while (const std::optional<ReadArticle> record = source->next()) {
    refused = refused || !record->article;
    if (options.form == "json") {
      write_out(reading_json(*record));
    } else if (screen.terminal) {
      text += (text.empty() ? "" : "\n") + reading_table(*record, screen);
    } else {
      write_out(reading_table(*record, screen) + "\n");
    }
  }
  if (!text.empty()) write_paged(text, screen, !common.no_pager);
  return refused ? exit_code::with_rejections : exit_code::done;
}

int doctor(const DoctorOptions& options, const CommonOptions& common) {
  return options.missing.empty() ? how_read(options, common) : why_missing(options, common);
}

}  // namespace

void add_doctor_command(CommandLine& line) {
  const auto options = std::make_shared<DoctorOptions>();
  CLI::App& command = line.add(
      {"doctor", kAnswersOut, "Show how files are read, or why a search does not find an article",
       "newssearch doctor page.html\n"
       "newssearch doctor --output json pages/*.html\n"
       "newssearch doctor --missing 9947 bank of england rates --since 1987-04\n"
       "newssearch doctor --missing 9947 '\"interest rates\" -opinion'",
       "Of files it shows what of each article is kept, what is left out and why, and every candidate for headline and "
       "date; lines count as recurring as they do to `newssearch index` of the same files.\n\n"
       "With --missing it takes the query and the filters of `newssearch search`, and says of each part whether the "
       "article passes it, "
       "and what it has instead.\n\nExit status: 0 all was read, or the search finds it; 1 not; 2 usage or data."},
      [options](const CommonOptions& common) { return doctor(*options, common); });
  command.add_option("FILE|QUERY...", options->arguments,
                     "The files to look at or, with --missing, what was searched for");
  command.add_option("--missing", options->missing, "The id of the article one expected")->type_name("ID");
  command.add_option("--format", options->read.format, "How the articles of the files are written down")
      ->type_name("NAME")
      ->check(CLI::IsMember(format_names()));
  command.add_flag("--keep-recurring-lines", options->keep_recurring_lines,
                   "Keep lines that recur on the pages of a source, such as \"Advertisement\"");
  add_search_options(command, options->search);
  command.add_option("--output", options->form, "Form of the answer")
      ->type_name("FORM")
      ->check(CLI::IsMember({"table", "json"}));
}

}  // namespace newssearch
