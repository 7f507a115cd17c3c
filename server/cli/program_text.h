#pragma once
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace newssearch {

/// An option or an argument as it is explained to people.
struct OptionText {
  std::string short_name, long_name;  ///< "-q", "--quiet"; both empty for an argument
  std::string value;                  ///< "FILE"; empty for a flag
  bool value_optional = false;
  bool repeatable = false;
  bool required = false;
  std::vector<std::string> choices;  ///< the values there are, where they can be listed
  std::string help;
};

struct CommandText {
  std::string name, group, summary;
  std::vector<std::string> examples;
  std::vector<std::string> notes;  ///< paragraphs
  std::vector<OptionText> arguments, options;
};

/// All that help, man page and completion say, read off the parser's own grammar, so that none can differ from it.
struct ProgramText {
  std::string name, version, summary;
  std::vector<std::string> examples;
  std::vector<OptionText> options;  ///< understood by every command
  std::vector<CommandText> commands;
};

ProgramText describe(const CLI::App& app);

/// "QUERY...", "[ID]"
std::string usage(const OptionText& argument);

/// "-q, --quiet", "--sort ORDER", "--histogram[=INTERVAL]"
std::string heading(const OptionText& option);

/// "Order of the hits (relevance, newest, oldest)"
std::string explanation(const OptionText& option);

}  // namespace newssearch
