#include "server/cli/help.h"

#include <algorithm>
#include <sstream>

#include "server/cli/terminal_text.h"

namespace newssearch {
namespace {

/// A text broken at spaces, behind a margin that the first line has already. Options are not torn at their dashes.
std::string wrapped(const std::string& text, int margin, int width) {
  std::string result;
  int column = margin;
  std::istringstream words(text);
  for (std::string word; words >> word; column += display_width(word)) {
    const bool first = column == margin;
    const bool fits = column + 1 + display_width(word) <= width;
    result += first ? word : (fits ? " " : "\n" + std::string(static_cast<std::size_t>(margin), ' ')) + word;
    column = fits ? column + !first : margin;
  }
  return result + "\n";
}

/// "  --sort ORDER        How to order", the right column from `column` on; on a line of its own behind a long left
/// one.
std::string two_columns(const std::string& left, const std::string& right, int column, int width) {
  const bool fits = display_width(left) + 4 <= column;
  const std::string text =
      fits ? fit("  " + left, column) : "  " + left + "\n" + std::string(static_cast<std::size_t>(column), ' ');
  return text + wrapped(right, column, width);
}

std::string option_list(const std::string& title, const std::vector<OptionText>& options, int width) {
  if (options.empty()) return "";
  std::string text = "\n" + title + ":\n";
  for (const OptionText& option : options) text += two_columns(heading(option), explanation(option), 26, width);
  return text;
}

std::string lines(const std::vector<std::string>& texts) {
  std::string all;
  for (const std::string& text : texts) all += text + "\n";
  return all;
}

}  // namespace

std::string program_help(const ProgramText& program, int width) {
  std::string text = lines(program.examples) + "\n" + program.summary + "\n";
  std::vector<std::string> groups;
  for (const CommandText& command : program.commands)
    if (std::find(groups.begin(), groups.end(), command.group) == groups.end()) groups.push_back(command.group);
  for (const std::string& group : groups) {
    text += "\n" + group + "\n";
    for (const CommandText& command : program.commands)
      if (command.group == group) text += two_columns(command.name, command.summary, 14, width);
  }
  return text + option_list("Options of every command", program.options, width) +
         "\n`newssearch COMMAND --help` tells more; `newssearch man | man -l -` tells all.\n";
}

std::string command_help(const ProgramText& program, const std::string& name, int width) {
  const CommandText& command = *std::find_if(program.commands.begin(), program.commands.end(),
                                             [&](const CommandText& text) { return text.name == name; });
  std::string text = lines(command.examples) + "\n" + command.summary + ".\n\nUsage: newssearch " + name;
  if (!command.options.empty()) text += " [OPTION...]";
  for (const OptionText& argument : command.arguments) text += " " + usage(argument);
  text += "\n" + option_list("Arguments", command.arguments, width) + option_list("Options", command.options, width);
  for (const std::string& note : command.notes) text += "\n" + wrapped(note, 0, width);
  std::string others = "Options of every command:";
  for (const OptionText& option : program.options) others += " " + option.long_name;
  return text + "\n" + wrapped(others, 0, width);
}

}  // namespace newssearch
