#include <nlohmann/json.hpp>

#include "server/cli/commands.h"
#include "server/cli/exit_code.h"
#include "server/cli/hit_table.h"
#include "server/cli/remote_engine.h"
#include "server/cli/terminal.h"
#include "server/cli/terminal_text.h"
#include "server/search/search_engine.h"
#include "server/search/wire_format.h"
#include "server/web/wording.h"

namespace newssearch {
namespace {

struct ShowOptions {
  std::string id, server, form = "table";
};

constexpr int kWidestText = 100;

/// Each line of a text wrapped on its own: tables in wire copy live from their line ends.
std::string wrapped(std::string_view text, Ink ink, const Screen& screen) {
  std::string lines;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    for (const Parts& line :
         wrap({{std::string(text.substr(begin, end - begin)), false}}, std::min(screen.width, kWidestText))) {
      for (const TextPart& part : line) lines += inked(part.text, ink, screen.colour);
      lines += "\n";
    }
    begin = end + 1;
  }
  return lines;
}

std::string table(const Article& article, const Screen& screen) {
  std::string text = wrapped(article.headline.empty() ? "(no headline)" : article.headline, Ink::strong, screen);
  if (const std::string by = byline(article); !by.empty()) text += wrapped("By " + by, Ink::plain, screen);
  text += wrapped(provenance(article, Calendar("UTC")), Ink::plain, screen);
  if (article.revision > 1)
    text += wrapped(updates_in_words(article.revision, article.updated, "UTC"), Ink::faint, screen);
  else if (article.updated)
    text += wrapped("updated " + in_words(*article.updated, "UTC"), Ink::faint, screen);
  if (!article.refused_date.empty())
    text += wrapped("the date it states does not exist: " + article.refused_date, Ink::faint, screen);
  if (!article.ednote.empty()) text += wrapped("to editors: " + article.ednote, Ink::plain, screen);
  if (!article.version.empty()) text += wrapped("version " + article.version, Ink::faint, screen);
  const auto list = [&](const char* what, const std::vector<std::string>& values) {
    std::string line;
    for (const std::string& value : values) line += (line.empty() ? what : ", ") + value;
    if (!line.empty()) text += wrapped(line, Ink::faint, screen);
  };
  list("tags ", article.tags);
  list("places ", article.places);
  if (!article.url.empty()) text += wrapped(article.url, Ink::faint, screen);
  text += wrapped("id " + article.id + " · " + article.lang, Ink::faint, screen);
  return text + "\n" + wrapped(article.body, Ink::plain, screen);
}

Result<Article> ask(const ShowOptions& options, const CommonOptions& common) {
  if (!options.server.empty()) return RemoteEngine("show", options.server).article(options.id);
  return SearchEngine(DataDirectory(common.data)).article(options.id);
}

int show(const ShowOptions& options, const CommonOptions& common) {
  const Result<Article> article = ask(options, common);
  if (!article) throw UsageError("show: " + article.error().message + ": `newssearch search` prints ids");
  const Screen screen = look_at_screen(common.color);
  write_paged(options.form == "json" ? printable_json(dump(to_json(*article))) + "\n" : table(*article, screen), screen,
              !common.no_pager);
  return exit_code::done;
}

}  // namespace

void add_show_command(CommandLine& line) {
  const auto options = std::make_shared<ShowOptions>();
  CLI::App& command =
      line.add({"show", kAnswersOut, "Print an article, whole",
                "newssearch show 9947\nnewssearch show 9947 --output json", "Exit status: 0 printed, 2 usage or data."},
               [options](const CommonOptions& common) { return show(*options, common); });
  command.add_option("ID", options->id, "The article's id, as `newssearch search` prints it")->required();
  add_server_option(command, options->server);
  command.add_option("--output", options->form, "Form of the answer; json is the HTTP API's")
      ->type_name("FORM")
      ->check(CLI::IsMember({"table", "json"}));
}

}  // namespace newssearch
