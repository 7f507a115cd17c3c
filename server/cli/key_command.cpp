#include "server/cli/commands.h"
#include "server/cli/exit_code.h"
#include "server/cli/terminal.h"
#include "server/http/admin_keys.h"

namespace newssearch {
namespace {

int print_key(const std::string& name) {
  if (name.find_first_of(" \t\r\n#") != std::string::npos)
    throw UsageError("key: '" + name + "': a name is one word without '#': choose another");
  const std::string key = make_admin_key();
  write_out(key + "\n" + key_file_line(name, key) + "\n");
  return exit_code::done;
}

}  // namespace

void add_key_command(CommandLine& line) {
  const auto name = std::make_shared<std::string>();
  CLI::App& command = line.add(
      {"key", kCare, "Make a key for --admin, and the line it is known by", "newssearch key\nnewssearch key editors",
       "The first line is the key, for its holder alone, to be sent as `Authorization: Bearer KEY`. The second is its "
       "SHA-256, for the file that `newssearch serve --admin-key-file` reads; whoever reads that has no key."},
      [name](const CommonOptions&) { return print_key(*name); });
  command.add_option("NAME", *name, "Who holds it, as the file shall say");
}

}  // namespace newssearch
