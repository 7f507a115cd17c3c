#include "common/date.h"
#include "server/cli/commands.h"
#include "server/cli/exit_code.h"
#include "server/cli/terminal.h"
#include "server/http/admin_keys.h"

namespace newssearch {
namespace {

struct KeyOptions {
  std::string name, scopes, until;
};

int print_key(const KeyOptions& options) {
  const std::string& name = options.name;
  if (!options.scopes.empty() && !scopes_from_string(options.scopes))
    throw UsageError("key: --scopes " + options.scopes + ": write some of read,write,admin");
  if (const auto day = parse_iso_date(options.until);
      !options.until.empty() && (!day || day->precision != DatePrecision::day))
    throw UsageError("key: --until " + options.until + ": not a day: write 2027-01-31");
  if (name.find_first_of(" \t\r\n#") != std::string::npos)
    throw UsageError("key: '" + name + "': a name is one word without '#': choose another");
  const std::string key = make_admin_key();
  write_out(key + "\n" + key_file_line(name, key, options.scopes, options.until) + "\n");
  return exit_code::done;
}

}  // namespace

void add_key_command(CommandLine& line) {
  const auto options = std::make_shared<KeyOptions>();
  CLI::App& command = line.add(
      {"key", kCare, "Make a key for --admin, and the line it is known by",
       "newssearch key\nnewssearch key editors --scopes write --until 2027-01-31",
       "The first line is the key, for its holder alone, to be sent as `Authorization: Bearer KEY`. The second is its "
       "SHA-256, for the file that `newssearch serve --admin-key-file` reads; whoever reads that has no key."},
      [options](const CommonOptions&) { return print_key(*options); });
  command.add_option("NAME", options->name, "Who holds it, as the file shall say");
  command
      .add_option(
          "--scopes", options->scopes,
          "What it is good for: read (search and watch), write (put and remove articles), admin (look after the "
          "index), by commas; else all")
      ->type_name("NAMES");
  command.add_option("--until", options->until, "The last day it is good, UTC; else for ever")->type_name("DATE");
}

}  // namespace newssearch
