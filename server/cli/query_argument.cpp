#include "server/cli/query_argument.h"

#include <algorithm>

namespace newssearch {
namespace {

using Arguments = std::vector<std::string>;

const OptionText* find(const std::vector<OptionText>& options, const std::string& name) {
  const auto found = std::find_if(options.begin(), options.end(), [&](const OptionText& option) {
    return name == option.long_name || name == option.short_name;
  });
  return found == options.end() ? nullptr : &*found;
}

bool looks_like_option(const std::string& argument) { return argument.size() > 1 && argument.front() == '-'; }
bool looks_like_long_option(const std::string& argument) { return argument.size() > 2 && argument.starts_with("--"); }

/// The doctor takes one where it is asked for a missing article, else files.
bool takes_query(const std::string& command, const Arguments& arguments) {
  const auto asks_for_article = [](const std::string& argument) {
    return argument == "--missing" || argument.starts_with("--missing=");
  };
  return command == "search" || command == "trend" ||
         (command == "doctor" && std::any_of(arguments.begin(), arguments.end(), asks_for_article));
}

/// Where the command's name stands: past the options before it.
std::size_t command_at(const ProgramText& program, const Arguments& arguments) {
  std::size_t at = 0;
  while (at < arguments.size() && looks_like_option(arguments[at]) && arguments[at] != "--") {
    const OptionText* option = find(program.options, arguments[at]);
    at += option && !option->value.empty() ? 2 : 1;
  }
  return at;
}

}  // namespace

Arguments query_as_one_argument(const ProgramText& program, Arguments arguments) {
  std::size_t at = command_at(program, arguments);
  if (at >= arguments.size() || !takes_query(arguments[at], arguments)) return arguments;
  const auto command = std::find_if(program.commands.begin(), program.commands.end(),
                                    [&](const CommandText& text) { return text.name == arguments[at]; });
  if (command == program.commands.end()) return arguments;
  ++at;
  Arguments options(arguments.begin(), arguments.begin() + static_cast<std::ptrdiff_t>(at)), words;
  for (; at < arguments.size() && arguments[at] != "--"; ++at) {
    const std::string& argument = arguments[at];
    if (!looks_like_long_option(argument) && !(words.empty() && looks_like_option(argument))) {
      words.push_back(argument);
      continue;
    }
    options.push_back(argument);
    const OptionText* option = find(command->options, argument);  // none for --name=value
    if (!option) option = find(program.options, argument);
    if (!option || option->value.empty()) continue;
    const bool has_next = at + 1 < arguments.size();
    if (!option->value_optional) {
      if (has_next) options.push_back(arguments[++at]);
    } else if (has_next && std::count(option->choices.begin(), option->choices.end(), arguments[at + 1])) {
      options.back() += "=" + arguments[++at];
    } else {
      options.back() += "=" + option->choices.front();  // in `--histogram bank` the bank is a query word
    }
  }
  if (at < arguments.size())
    words.insert(words.end(), arguments.begin() + static_cast<std::ptrdiff_t>(at) + 1, arguments.end());
  if (words.empty()) return options;
  std::string query = words.front();
  for (std::size_t i = 1; i < words.size(); ++i) query += " " + words[i];
  options.insert(options.end(), {"--", query});
  return options;
}

}  // namespace newssearch
