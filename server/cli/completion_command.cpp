#include "server/cli/commands.h"
#include "server/cli/exit_code.h"
#include "server/cli/shell_completion.h"
#include "server/cli/terminal.h"

namespace newssearch {

void add_completion_command(CommandLine& line) {
  const auto shell = std::make_shared<std::string>();
  CLI::App& command = line.add({"completion", kShell, "Print what a shell needs to complete commands and options",
                                "newssearch completion bash > ~/.local/share/bash-completion/completions/newssearch\n"
                                "newssearch completion fish > ~/.config/fish/completions/newssearch.fish",
                                ""},
                               [&line, shell](const CommonOptions&) {
                                 write_out(shell_completion(line.text(), *shell));
                                 return exit_code::done;
                               });
  command.add_option("SHELL", *shell, "The shell")->required()->check(CLI::IsMember({"bash", "zsh", "fish"}));
}

}  // namespace newssearch
