#include "server/cli/commands.h"
#include "server/cli/exit_code.h"
#include "server/cli/man_page.h"
#include "server/cli/terminal.h"

namespace newssearch {

void add_man_command(CommandLine& line) {
  line.add({"man", kShell, "Print the manual page, in troff", "newssearch man | man -l -", ""},
           [&line](const CommonOptions&) {
             write_out(man_page(line.text()));
             return exit_code::done;
           });
}

}  // namespace newssearch
