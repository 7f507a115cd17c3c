#pragma once
#include <CLI/CLI.hpp>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "server/cli/program_text.h"

namespace newssearch {

/// What every command is told, wherever on the line it stood.
struct CommonOptions {
  std::filesystem::path data;
  std::string config;          ///< the file that --config names; empty: it is not given
  std::string color = "auto";  ///< auto, always, never
  bool no_pager = false;
  bool quiet = false;             ///< no progress, no notes
  std::string engine = "packed";  ///< packed, xapian
};

/// What a command does once its options are read. Returns the exit code (exit_code.h), throws what stopped it.
using Action = std::function<int(const CommonOptions&)>;

/// How a command presents itself.
struct CommandInfo {
  std::string name, group, summary;
  std::string examples;  ///< one a line
  std::string notes;     ///< paragraphs for the end of its help
};

/// The program's grammar. Commands add themselves; help, man page and completion are printed from what they said.
class CommandLine {
 public:
  CommandLine();

  /// A new command; the caller gives it its options.
  CLI::App& add(const CommandInfo& info, Action action);

  /// Reads the arguments (the program's name left out), the environment and the config file. What comes back does what
  /// was asked, be it only to print the help. Throws UsageError.
  std::function<int()> parse(std::vector<std::string> arguments);

  /// Reads the same arguments once more, and the config file as it is now, into where options go. Throws as parse().
  void parse_again();

  ProgramText text() const { return describe(app_); }

 private:
  std::string help() const;

  CLI::App app_;
  CommonOptions common_;
  Action chosen_;
  std::vector<std::string> arguments_;  ///< as CLI11 takes them
};

}  // namespace newssearch
