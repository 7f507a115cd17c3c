#include <charconv>

#include "server/cli/commands.h"
#include "server/cli/exit_code.h"
#include "server/cli/terminal.h"
#include "server/cli/vocabulary_options.h"
#include "server/http/api.h"
#include "server/http/http_server.h"

namespace newssearch {
namespace {

struct ServeOptions {
  std::string listen = "127.0.0.1:8080";
  ServerOptions server;
  VocabularyOptions vocabulary;
  std::size_t cached_answers = 1000;
};

/// "127.0.0.1:8080", "[::1]:8080" or "localhost:8080" as address and port.
void read_address(const std::string& listen, ServerOptions& options) {
  const std::size_t colon = listen.rfind(':');
  const char* end = listen.data() + listen.size();
  const char* digits = colon == std::string::npos ? end : listen.data() + colon + 1;
  const auto [stopped_at, error] = std::from_chars(digits, end, options.port);
  options.address = listen.substr(0, std::min(colon, listen.size()));
  if (options.address.starts_with('[') && options.address.ends_with(']'))
    options.address = options.address.substr(1, options.address.size() - 2);
  if (error != std::errc() || stopped_at != end || options.address.empty())
    throw UsageError("serve: --listen " + listen + ": not an address and a port: write 127.0.0.1:8080 or [::1]:8080");
}

std::string url(const ServerOptions& options, std::uint16_t port) {
  const bool v6 = options.address.find(':') != std::string::npos;
  return "http://" + (v6 ? "[" + options.address + "]" : options.address) + ":" + std::to_string(port) + "/search";
}

int serve(ServeOptions options, const CommonOptions& common) {
  read_address(options.listen, options.server);
  EngineOptions engine_options = newssearch::engine_options(options.vocabulary, common);
  engine_options.cached_answers = options.cached_answers;
  const SearchEngine engine(DataDirectory(common.data), engine_options);
  complain_of_vocabulary(engine);
  const Router router = make_router(engine);
  HttpServer server(options.server, router);
  write_out(url(options.server, server.port()) + "\n");
  server.run();
  return exit_code::done;
}

}  // namespace

void add_serve_command(CommandLine& line) {
  const auto options = std::make_shared<ServeOptions>();
  CLI::App& command =
      line.add({"serve", kAnswersOut, "Answer over HTTP: the search page and the JSON API",
                "newssearch serve\nnewssearch serve --listen 0.0.0.0:80 --access-log",
                "Prints its address when it is ready. A generation published meanwhile is served from the "
                "next request on. SIGTERM and Ctrl-C let it finish what is in hand and end it, with status 0."},
               [options](const CommonOptions& common) { return serve(*options, common); });
  command.add_option("--listen", options->listen, "Address and port; port 0: any free one; else 127.0.0.1:8080")
      ->type_name("ADDRESS");
  command.add_option("--workers", options->server.workers, "Threads that search; 0: as many as there are cores")
      ->type_name("N");
  command
      .add_option("--cache", options->cached_answers,
                  "Answers kept in memory until another generation is published, about 20 kB each; 0: none; else 1000")
      ->type_name("N");
  add_vocabulary_options(command, options->vocabulary);
  command.add_flag("--access-log", options->server.access_log,
                   "Log every request to standard error, a JSON object a line");
}

}  // namespace newssearch
