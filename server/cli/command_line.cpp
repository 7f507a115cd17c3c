#include "server/cli/command_line.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "server/cli/exit_code.h"
#include "server/cli/help.h"
#include "server/cli/query_argument.h"
#include "server/cli/terminal.h"

namespace newssearch {
namespace {

namespace fs = std::filesystem;

constexpr int kWidestHelp = 100;

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

/// A folder of the XDG base directory specification.
fs::path xdg_folder(const char* variable, const char* below_home) {
  const std::string folder = environment(variable);
  return folder.empty() ? fs::path(environment("HOME")) / below_home : fs::path(folder);
}

/// Environment variables speak before the command line, so that the command line has the last word.
std::vector<std::string> after_environment(std::vector<std::string> arguments) {
  if (const std::string data = environment("NEWSSEARCH_DATA"); !data.empty())
    arguments.insert(arguments.begin(), "--data=" + data);
  return arguments;
}

/// True where an option is typed, not of the environment or the config file.
bool is_typed(const std::string& option, const std::vector<std::string>& arguments) {
  const auto end = std::find(arguments.begin(), arguments.end(), "--");
  return std::any_of(arguments.begin(), end, [&](const std::string& argument) {
    return argument == option || argument.starts_with(option + "=");
  });
}

/// A server has an index of its own: what is typed about the one here would go unheard.
void check_server(const CLI::App& app, const std::vector<std::string>& typed) {
  if (app.get_subcommands().empty()) return;
  const CLI::App& command = *app.get_subcommands().front();
  const CLI::Option* server = command.get_option_no_throw("--server");
  if (!server || server->empty() || server->as<std::string>().empty()) return;
  for (const std::string option : {"--data", "--engine", "--synonyms", "--stopwords", "--pins", "--hidden"})
    if (is_typed(option, typed))
      throw UsageError(command.get_name() + ": " + option +
                       ": is about an index here, and --server asks one elsewhere: leave one of the two out");
}

UsageError not_expected(const std::string& argument, const std::string& command) {
  if (command.empty()) return UsageError(argument + ": no such command: run `newssearch` for the list");
  const bool option = argument.size() > 1 && argument.front() == '-';
  return UsageError(command + ": " + argument + (option ? ": no such option" : ": one argument too many") +
                    ": see `newssearch " + command + " --help`" +
                    (option ? "; what begins with '-' and is no option goes behind --" : ""));
}

}  // namespace

CommandLine::CommandLine() : app_("Full-text search for news archives.", "newssearch") {
  app_.set_help_flag("-h,--help", "Print the help of the program or of a command");
  app_.set_version_flag("--version", std::string("newssearch ") + NEWSSEARCH_VERSION, "Print the version");
  app_.set_config("--config", (xdg_folder("XDG_CONFIG_HOME", ".config") / "newssearch.conf").string(),
                  "Read options from this file: `data = \"/srv/news\"`, those of a command under `[search]`")
      ->type_name("FILE");
  app_.allow_config_extras(CLI::config_extras_mode::error);
  app_.add_option("--data", common_.data, "Where the index lies ($NEWSSEARCH_DATA; else ~/.local/share/newssearch)")
      ->type_name("DIR")
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
  app_.add_option("--color", common_.color, "Colours; auto: on a terminal, unless $NO_COLOR is set")
      ->type_name("WHEN")
      ->check(CLI::IsMember({"auto", "always", "never"}));
  app_.add_option("--engine", common_.engine, "What answers: the packed files, or the Xapian database alone (slower)")
      ->type_name("NAME")
      ->check(CLI::IsMember({"packed", "xapian"}));
  app_.add_flag("--no-pager", common_.no_pager, "Never start $PAGER (else `less`) for answers on a terminal");
  app_.add_flag("-q,--quiet", common_.quiet, "No progress bar, no summary");
  app_.require_subcommand(0, 1);
  app_.footer("newssearch index articles.jsonl\nnewssearch search bank of england --since 1987-03");
}

CLI::App& CommandLine::add(const CommandInfo& info, Action action) {
  CLI::App* command = app_.add_subcommand(info.name, info.summary);
  command->group(info.group)->fallthrough()->footer(info.examples + "\n\n" + info.notes);
  command->callback([this, action = std::move(action)] { chosen_ = action; });
  return *command;
}

std::function<int()> CommandLine::parse(std::vector<std::string> arguments) {
  const std::vector<std::string> typed = query_as_one_argument(text(), std::move(arguments));
  arguments = after_environment(typed);
  std::reverse(arguments.begin(), arguments.end());  // CLI11 takes them from the back
  arguments_ = arguments;
  const auto print = [](const std::string& text) {
    return [text] {
      write_out(text);
      return exit_code::done;
    };
  };
  const auto command = [this] {
    return app_.get_subcommands().empty() ? std::string() : app_.get_subcommands().front()->get_name();
  };
  try {
    app_.parse(std::move(arguments));
  } catch (const CLI::CallForHelp&) {
    return print(help());
  } catch (const CLI::CallForVersion& version) {
    return print(version.what() + std::string("\n"));
  } catch (const CLI::ExtrasError&) {
    throw not_expected(app_.remaining(true).front(), command());
  } catch (const CLI::FileError& error) {
    throw UsageError(std::string(error.what()) + ": check --config");
  } catch (const CLI::ConfigError& error) {
    throw UsageError("config file: " + std::string(error.what()) + ": see `newssearch --help` for the options");
  } catch (const CLI::ParseError& error) {
    const std::string name = command();
    throw UsageError((name.empty() ? "" : name + ": ") + error.what() + ": see `newssearch " +
                     (name.empty() ? "" : name + " ") + "--help`");
  }
  check_server(app_, typed);
  if (!chosen_) return print(help());
  if (is_typed("--config", typed)) common_.config = app_.get_config_ptr()->as<std::string>();
  if (common_.data.empty()) common_.data = xdg_folder("XDG_DATA_HOME", ".local/share") / "newssearch";
  return [this] { return chosen_(common_); };
}

void CommandLine::parse_again() try {
  std::vector<std::string> arguments = arguments_;  // CLI11 takes them out
  app_.parse(arguments);
} catch (const CLI::Error& error) {
  throw UsageError(error.what());
}

std::string CommandLine::help() const {
  const ProgramText program = text();
  const int width = std::min(look_at_screen("never").width, kWidestHelp);
  if (app_.get_subcommands().empty()) return program_help(program, width);
  return command_help(program, app_.get_subcommands().front()->get_name(), width);
}

}  // namespace newssearch
