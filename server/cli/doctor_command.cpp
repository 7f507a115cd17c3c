#include <nlohmann/json.hpp>

#include "server/cli/commands.h"
#include "server/cli/exit_code.h"
#include "server/cli/figures.h"
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
  SearchOptions search;
};

std::string verdict(const Diagnosis& diagnosis) {
  const std::string place = "number " + grouped(diagnosis.position) + " of " + counted(diagnosis.total, "article");
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

int doctor(const DoctorOptions& options, const CommonOptions& common) {
  const SearchRequest request = to_request(options.search);
  const SearchEngine engine(DataDirectory(common.data), engine_options(options.search.vocabulary, common));
  complain_of_vocabulary(engine);
  const Result<Diagnosis> diagnosis = engine.diagnose(request, options.missing);
  if (!diagnosis && diagnosis.error().code == "not_found")
    throw UsageError("doctor: " + diagnosis.error().message +
                     " in the index: it was never indexed, or was taken out: `newssearch index FILE`");
  if (!diagnosis) throw UsageError("doctor: " + diagnosis.error().message);
  const Screen screen = look_at_screen(common.color);
  write_out(options.form == "json" ? printable_json(dump(to_json(*diagnosis))) + "\n" : table(*diagnosis, screen));
  return diagnosis->position > 0 ? exit_code::done : exit_code::no_hits;
}

}  // namespace

void add_doctor_command(CommandLine& line) {
  const auto options = std::make_shared<DoctorOptions>();
  CLI::App& command = line.add(
      {"doctor", kAnswersOut, "Say why a search does not find an article",
       "newssearch doctor --missing 9947 bank of england rates --since 1987-04\n"
       "newssearch doctor --missing 9947 '\"interest rates\" -opinion'",
       "Takes the query and the filters of `newssearch search`, and says of each part whether the article passes it, "
       "and what it has instead.\n\nExit status: 0 the search finds it, 1 it doesn't, 2 usage or data."},
      [options](const CommonOptions& common) { return doctor(*options, common); });
  command.add_option("--missing", options->missing, "The id of the article one expected")->type_name("ID")->required();
  add_search_options(command, options->search);
  command.add_option("--output", options->form, "Form of the answer")
      ->type_name("FORM")
      ->check(CLI::IsMember({"table", "json"}));
}

}  // namespace newssearch
