#include "server/cli/program_text.h"

#include <CLI/CLI.hpp>
#include <sstream>

namespace newssearch {
namespace {

std::vector<std::string> split(const std::string& text, const std::string& separator) {
  std::vector<std::string> pieces;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find(separator, begin), text.size());
    if (end > begin) pieces.push_back(text.substr(begin, end - begin));
    begin = end + separator.size();
  }
  return pieces;
}

OptionText describe(const CLI::Option& option) {
  OptionText text;
  if (!option.get_snames().empty()) text.short_name = "-" + option.get_snames().front();
  if (!option.get_lnames().empty()) text.long_name = "--" + option.get_lnames().front();
  text.help = option.get_description();
  text.required = option.get_required();
  text.repeatable = option.get_expected_max() > 1;
  if (option.get_type_size() == 0) return text;
  // CLI11 says the value and what is allowed as "WHEN:{auto,always,never}".
  const std::string type = option.get_type_name();
  text.value = option.get_positional() ? option.get_name(true) : type.substr(0, type.find(':'));
  text.value_optional = option.get_items_expected_min() == 0;
  if (const std::size_t open = type.find('{'); open != std::string::npos)
    text.choices = split(type.substr(open + 1, type.find('}') - open - 1), ",");
  return text;
}

std::vector<OptionText> describe_options(const CLI::App& app, bool arguments) {
  std::vector<OptionText> texts;
  for (const CLI::Option* option : app.get_options())
    if (option->get_positional() == arguments) texts.push_back(describe(*option));
  return texts;
}

CommandText describe_command(const CLI::App& app) {
  CommandText text;
  text.name = app.get_name();
  text.group = app.get_group();
  text.summary = app.get_description();
  const std::string footer = app.get_footer();
  const std::size_t end_of_examples = std::min(footer.find("\n\n"), footer.size());
  text.examples = split(footer.substr(0, end_of_examples), "\n");
  text.notes = split(footer.substr(end_of_examples), "\n\n");
  text.arguments = describe_options(app, true);
  for (const OptionText& option : describe_options(app, false))
    if (option.long_name != "--help") text.options.push_back(option);
  return text;
}

}  // namespace

ProgramText describe(const CLI::App& app) {
  ProgramText text;
  text.name = app.get_name();
  text.version = NEWSSEARCH_VERSION;
  text.summary = app.get_description();
  text.examples = split(app.get_footer(), "\n");
  text.options = describe_options(app, false);
  for (const CLI::App* command : app.get_subcommands({})) text.commands.push_back(describe_command(*command));
  return text;
}

std::string usage(const OptionText& argument) {
  const std::string name = argument.value + (argument.repeatable ? "..." : "");
  return argument.required ? name : "[" + name + "]";
}

std::string heading(const OptionText& option) {
  if (option.long_name.empty()) return usage(option);
  std::string text = option.short_name.empty() ? option.long_name : option.short_name + ", " + option.long_name;
  if (option.value.empty()) return text;
  return text + (option.value_optional ? "[=" + option.value + "]" : " " + option.value);
}

std::string explanation(const OptionText& option) {
  std::string choices;
  for (const std::string& choice : option.choices) choices += (choices.empty() ? "" : ", ") + choice;
  return choices.empty() ? option.help : option.help + " (" + choices + ")";
}

}  // namespace newssearch
