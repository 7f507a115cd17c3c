#include "server/cli/shell_completion.h"

#include <algorithm>

namespace newssearch {
namespace {

bool names_a_path(const std::string& value) { return value == "FILE" || value == "DIR"; }

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

/// In single quotes, as all three shells read them.
std::string quoted(const std::string& text) {
  std::string result = "'";
  for (const char c : text) result += c == '\'' ? "’" : std::string(1, c);
  return result + "'";
}

std::vector<OptionText> all_options(const ProgramText& program, const CommandText& command) {
  std::vector<OptionText> options = command.options;
  options.insert(options.end(), program.options.begin(), program.options.end());
  return options;
}

std::string option_names(const std::vector<OptionText>& options) {
  std::vector<std::string> names;
  for (const OptionText& option : options) names.push_back(option.long_name);
  return joined(names);
}

std::string command_names(const ProgramText& program) {
  std::vector<std::string> names;
  for (const CommandText& command : program.commands) names.push_back(command.name);
  return joined(names);
}

/// The values of the argument, where they can be listed: "bash zsh fish".
std::string argument_choices(const CommandText& command) {
  return command.arguments.empty() ? "" : joined(command.arguments.front().choices);
}

std::string bash(const ProgramText& program) {
  std::string pattern = command_names(program);
  std::replace(pattern.begin(), pattern.end(), ' ', '|');
  std::string text =
      "_newssearch() {\n"
      "  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command='' options values='' i\n"
      "  for ((i = 1; i < COMP_CWORD; ++i)); do\n"
      "    case ${COMP_WORDS[i]} in " +
      pattern +
      ") command=${COMP_WORDS[i]}; break;; esac\n  done\n"
      "  case $command in\n";
  for (const CommandText& command : program.commands) {
    text += "    " + command.name + ") options='" + option_names(all_options(program, command)) + "'";
    if (const std::string choices = argument_choices(command); !choices.empty()) text += "; values='" + choices + "'";
    text += ";;\n";
  }
  text += "    *) options='" + option_names(program.options) + "'; values='" + command_names(program) +
          "';;\n  esac\n"
          "  case $command$before in\n";
  for (const CommandText& command : program.commands)
    for (const OptionText& option : all_options(program, command))
      if (!option.choices.empty())
        text += "    " + command.name + option.long_name + ") COMPREPLY=($(compgen -W '" + joined(option.choices) +
                "' -- \"$word\")); return;;\n";
  text +=
      "  esac\n"
      "  if [[ $word == -* ]]; then COMPREPLY=($(compgen -W \"$options\" -- \"$word\"))\n"
      "  elif [[ $values ]]; then COMPREPLY=($(compgen -W \"$values\" -- \"$word\")); fi\n"
      "}\n"
      "complete -o default -F _newssearch newssearch\n";
  return text;
}

std::string fish_option(const OptionText& option, const std::string& condition) {
  std::string text = "complete -c newssearch" + condition + " -l " + option.long_name.substr(2);
  if (!option.short_name.empty()) text += " -s " + option.short_name.substr(1);
  if (!option.choices.empty())
    text += " -x -a " + quoted(joined(option.choices));
  else if (names_a_path(option.value))
    text += " -r -F";
  else if (!option.value.empty())
    text += " -x";
  return text + " -d " + quoted(option.help) + "\n";
}

std::string fish(const ProgramText& program) {
  std::string text = "complete -c newssearch -f\n";
  for (const OptionText& option : program.options) text += fish_option(option, "");
  for (const CommandText& command : program.commands) {
    text +=
        "complete -c newssearch -n __fish_use_subcommand -a " + command.name + " -d " + quoted(command.summary) + "\n";
    const std::string seen = " -n '__fish_seen_subcommand_from " + command.name + "'";
    for (const OptionText& option : command.options) text += fish_option(option, seen);
    for (const OptionText& argument : command.arguments) {
      if (names_a_path(argument.value)) text += "complete -c newssearch" + seen + " -F\n";
      if (!argument.choices.empty())
        text += "complete -c newssearch" + seen + " -a " + quoted(joined(argument.choices)) + "\n";
    }
  }
  return text;
}

/// Square brackets and colons have a meaning of their own in _arguments.
std::string zsh_text(const std::string& text) {
  std::string result;
  for (const char c : text) {
    if (c == '[' || c == ']' || c == ':' || c == '\\') result += '\\';
    result += c == '\'' ? std::string("’") : std::string(1, c);
  }
  return result;
}

std::string zsh_value(const OptionText& option) {
  if (option.value.empty()) return "";
  const std::string action = !option.choices.empty()      ? "(" + joined(option.choices) + ")"
                             : names_a_path(option.value) ? "_files"
                                                          : " ";
  return std::string(option.value_optional ? "::" : ":") + zsh_text(option.value) + ":" + action;
}

std::string zsh_options(const std::vector<OptionText>& options) {
  std::string text;
  for (const OptionText& option : options) {
    text += " \\\n        '*" + option.long_name + (option.value_optional ? "=-" : "") + "[" + zsh_text(option.help) +
            "]" + zsh_value(option) + "'";
  }
  return text;
}

std::string zsh(const ProgramText& program) {
  std::string text =
      "#compdef newssearch\n_newssearch() {\n  local context state state_descr line\n  typeset -A opt_args\n"
      "  _arguments -C" +
      zsh_options(program.options) +
      " \\\n        '1:command:->command' '*::argument:->argument'\n  case $state in\n    command)\n"
      "      local -a commands=(";
  for (const CommandText& command : program.commands)
    text += "\n        '" + command.name + ":" + zsh_text(command.summary) + "'";
  text += ")\n      _describe command commands;;\n    argument)\n      case $line[1] in\n";
  for (const CommandText& command : program.commands) {
    text += "      " + command.name + ") _arguments" + zsh_options(all_options(program, command));
    for (const OptionText& argument : command.arguments) text += " \\\n        '*" + zsh_value(argument) + "'";
    text += ";;\n";
  }
  return text +
         "      esac;;\n  esac\n}\nif [[ $funcstack[1] == _newssearch ]]; then _newssearch \"$@\"; else compdef "
         "_newssearch newssearch; fi\n";
}

}  // namespace

std::string shell_completion(const ProgramText& program, const std::string& shell) {
  if (shell == "fish") return fish(program);
  if (shell == "zsh") return zsh(program);
  return bash(program);
}

}  // namespace newssearch
