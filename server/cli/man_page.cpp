#include "server/cli/man_page.h"

#include <algorithm>

namespace newssearch {
namespace {

std::string escaped(const std::string& text) {
  std::string result;
  for (const char c : text) {
    if (c == '\\')
      result += "\\e";
    else if (c == '-')
      result += "\\-";
    else if (c == '\'')
      result += "\\(aq";
    else if (c == '`')
      result += "\\(ga";
    else if (c == '~')
      result += "\\(ti";
    else if (c == '^')
      result += "\\(ha";
    else
      result += c;
  }
  return result;
}

/// A line of text that troff cannot take for a request.
std::string text_line(const std::string& text) { return (text.starts_with('.') ? "\\&" : "") + escaped(text) + "\n"; }

std::string examples(const std::vector<std::string>& lines) {
  std::string text = ".PP\n.nf\n.RS\n";
  for (const std::string& line : lines) text += text_line(line);
  return text + ".RE\n.fi\n";
}

std::string options(const std::vector<OptionText>& options) {
  std::string text;
  for (const OptionText& option : options)
    text += ".TP\n\\fB" + escaped(heading(option)) + "\\fR\n" + text_line(explanation(option) + ".");
  return text;
}

std::string command_section(const CommandText& command) {
  std::string text = ".SS newssearch " + command.name;
  if (!command.options.empty()) text += " [OPTION...]";
  for (const OptionText& argument : command.arguments) text += " " + usage(argument);
  text += "\n" + text_line(command.summary + ".") + examples(command.examples) + options(command.arguments) +
          options(command.options);
  for (const std::string& note : command.notes) text += ".PP\n" + text_line(note);
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
    "The command line and the environment have the last word.\n"
    ".TP\n.I \\(ti/.local/share/newssearch\nThe data directory, where nothing else is said.\n";

}  // namespace

std::string man_page(const ProgramText& program) {
  std::string text =
      ".\\\" Printed by `newssearch man`: not written by hand.\n.TH NEWSSEARCH 1 \"\" \"newssearch " + program.version +
      "\" \"User Commands\"\n.nh\n.ad l\n.SH NAME\nnewssearch \\- " + "full\\-text search for news archives\n" +
      ".SH SYNOPSIS\n.B newssearch\n[\\fIoption\\fR...] \\fIcommand\\fR [\\fIoption\\fR...] [\\fIargument\\fR...]\n" +
      ".SH EXAMPLES\n" + examples(program.examples) + ".SH OPTIONS OF EVERY COMMAND\n" + options(program.options) +
      ".SH COMMANDS\n";
  for (const CommandText& command : program.commands) text += command_section(command);
  return text + kEnvironment + kFiles;
}

}  // namespace newssearch
