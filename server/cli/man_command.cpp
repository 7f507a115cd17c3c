#include "common/write_protocol.h"
#include "server/cli/commands.h"
#include "server/cli/exit_code.h"
#include "server/cli/man_page.h"
#include "server/cli/terminal.h"
#include "server/http/api.h"

namespace newssearch {
namespace {

/// Of routers as `newssearch serve` makes them; nobody asks these.
std::string api_page(const std::string& version, const CommonOptions& common) {
  const SearchEngine engine{DataDirectory(common.data)};
  const WriterClient writer(writer_socket(common.data), std::chrono::seconds(0));
  const QueryAnalytics queries("");
  Metrics metrics(common.data);
  return api_man_page(version, make_router(engine).routes(),
                      make_admin_router(engine, writer, {metrics, queries, RuleFiles::in(common.data)}).routes());
}

}  // namespace

void add_man_command(CommandLine& line) {
  const auto section = std::make_shared<int>(1);
  CLI::App& command = line.add(
      {"man", kShell, "Print a page of the manual, in troff", "newssearch man | man -l -\nnewssearch man 7 | man -l -", ""},
      [&line, section](const CommonOptions& common) {
        const ProgramText program = line.text();
        write_out(*section == 1   ? man_page(program)
                  : *section == 5 ? config_man_page(program)
                                  : api_page(program.version, common));
        return exit_code::done;
      });
  command
      .add_option("SECTION", *section, "Of newssearch(1), newssearch.conf(5) or newssearch-api(7); else 1")
      ->check(CLI::IsMember({1, 5, 7}));
}

}  // namespace newssearch
