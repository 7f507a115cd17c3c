#include "server/cli/man_page.h"

#include "server/cli/troff.h"

namespace newssearch {
namespace {

std::string command_section(const CommandText& command) {
  std::string usages = "newssearch " + command.name + (command.options.empty() ? "" : " [OPTION...]");
  for (const OptionText& argument : command.arguments) usages += " " + usage(argument);
  std::string text =
      troff::subheading(usages) + troff::line(command.summary + ".") + troff::example(command.examples);
  for (const OptionText& argument : command.arguments) text += troff::term(argument);
  for (const OptionText& option : command.options) text += troff::term(option);
  for (const std::string& note : command.notes) text += troff::paragraph(note);
  return text;
}

constexpr const char* kEnvironment =
    ".SH ENVIRONMENT\n"
    ".TP\n.B NEWSSEARCH_DATA\nThe data directory, where \\fB\\-\\-data\\fR does not name one.\n"
    ".TP\n.B NO_COLOR\nNo colours, unless asked for with \\fB\\-\\-color always\\fR.\n"
    ".TP\n.B PAGER\nThe pager for answers on a terminal; empty: none.\n"
    ".TP\n.B XDG_CONFIG_HOME, XDG_DATA_HOME\nWhere configuration and data of a user lie.\n";

constexpr const char* kFiles =
    ".SH FILES\n"
    ".TP\n.I \\(ti/.config/newssearch.conf\nOptions as \\fIname = value\\fR, those of a command under "
    "\\fI[command]\\fR. "
    "The command line and the environment have the last word: see\n.BR newssearch.conf (5).\n"
    ".TP\n.I \\(ti/.local/share/newssearch\nThe data directory, where nothing else is said.\n"
    ".SH SEE ALSO\n.BR newssearch.conf (5),\n.BR newssearch\\-api (7)\n";

}  // namespace

std::string man_page(const ProgramText& program) {
  std::string text =
      troff::title("NEWSSEARCH", 1, program.version, "User Commands") +
      ".SH NAME\nnewssearch \\- full\\-text search for news archives\n" +
      ".SH SYNOPSIS\n.B newssearch\n[\\fIoption\\fR...] \\fIcommand\\fR [\\fIoption\\fR...] [\\fIargument\\fR...]\n" +
      troff::heading("EXAMPLES") + troff::example(program.examples) + troff::heading("OPTIONS OF EVERY COMMAND");
  for (const OptionText& option : program.options) text += troff::term(option);
  text += troff::heading("COMMANDS");
  for (const CommandText& command : program.commands) text += command_section(command);
  return text + kEnvironment + kFiles;
}

}  // namespace newssearch
