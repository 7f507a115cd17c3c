#include <charconv>

#include "common/write_protocol.h"
#include "server/cli/commands.h"
#include "server/cli/exit_code.h"
#include "server/cli/terminal.h"
#include "server/cli/vocabulary_options.h"
#include "server/cli/writer_process.h"
#include "server/http/admin_keys.h"
#include "server/http/api.h"
#include "server/http/http_server.h"

namespace newssearch {
namespace {

constexpr std::chrono::seconds kWriterPatience{60};  ///< a request that waits longer for the writer is told so

struct ServeOptions {
  std::string listen = "127.0.0.1:8080";
  std::string admin;  ///< empty: nobody is listened to but readers
  std::string admin_key_file;
  ServerOptions server;
  VocabularyOptions vocabulary;
  std::size_t cached_answers = 1000;
};

/// "127.0.0.1:8080", "[::1]:8080" or "localhost:8080" as address and port.
void read_address(const std::string& text, const std::string& option, std::string& address, std::uint16_t& port) {
  const std::size_t colon = text.rfind(':');
  const char* end = text.data() + text.size();
  const char* digits = colon == std::string::npos ? end : text.data() + colon + 1;
  const auto [stopped_at, error] = std::from_chars(digits, end, port);
  address = text.substr(0, std::min(colon, text.size()));
  if (address.starts_with('[') && address.ends_with(']')) address = address.substr(1, address.size() - 2);
  if (error != std::errc() || stopped_at != end || address.empty())
    throw UsageError("serve: " + option + " " + text +
                     ": not an address and a port: write 127.0.0.1:8080 or [::1]:8080");
}

/// "unix:PATH", or an address and a port, which needs keys.
AdminOptions admin_options(const std::string& text, const std::string& key_file) {
  constexpr std::string_view kUnix = "unix:";
  AdminOptions admin;
  if (!key_file.empty()) admin.keys = AdminKeys(std::filesystem::path(key_file));
  if (text.starts_with(kUnix)) {
    admin.socket = text.substr(kUnix.size());
    if (!admin.socket.has_filename()) throw UsageError("serve: --admin " + text + ": no path: write unix:PATH");
    return admin;
  }
  read_address(text, "--admin", admin.address, admin.port);
  if (key_file.empty())
    throw UsageError("serve: --admin " + text +
                     ": an address of the network needs keys: give --admin-key-file FILE with a line of "
                     "`newssearch key`, or --admin unix:PATH");
  return admin;
}

std::string url(const std::string& address, std::uint16_t port) {
  const bool v6 = address.find(':') != std::string::npos;
  return "http://" + (v6 ? "[" + address + "]" : address) + ":" + std::to_string(port);
}

/// What to say of the addresses that are listened on, one a line.
std::string addresses(const ServerOptions& options, const HttpServer& server) {
  std::string lines = url(options.address, server.port()) + "/search\n";
  if (!options.admin) return lines;
  if (!options.admin->socket.empty()) return lines + "unix:" + options.admin->socket.string() + "\n";
  return lines + url(options.admin->address, server.admin_port()) + "/v1/admin/writer\n";
}

int serve(ServeOptions options, const CommonOptions& common) {
  read_address(options.listen, "--listen", options.server.address, options.server.port);
  if (options.admin.empty() && !options.admin_key_file.empty())
    throw UsageError("serve: --admin-key-file: nobody is asked for a key: give --admin ADDRESS too");
  if (!options.admin.empty()) options.server.admin = admin_options(options.admin, options.admin_key_file);
  EngineOptions engine_options = newssearch::engine_options(options.vocabulary, common);
  engine_options.cached_answers = options.cached_answers;
  const SearchEngine engine(DataDirectory(common.data), engine_options);
  complain_of_vocabulary(engine);
  const Router router = make_router(engine);
  const WriterClient writer(writer_socket(common.data), kWriterPatience);
  const Router admin_router = make_admin_router(engine, writer);
  HttpServer server(options.server, router, admin_router);
  std::optional<WriterProcess> writing;
  if (options.server.admin) writing.emplace(common.data);
  write_out(addresses(options.server, server));
  server.run();
  writing.reset();  // before the server, whose handlers may wait for it
  return exit_code::done;
}

}  // namespace

void add_serve_command(CommandLine& line) {
  const auto options = std::make_shared<ServeOptions>();
  CLI::App& command =
      line.add({"serve", kAnswersOut, "Answer over HTTP: the search page and the JSON API",
                "newssearch serve\nnewssearch serve --listen 0.0.0.0:80 --access-log\n"
                "newssearch serve --admin unix:/run/newssearch/admin.sock",
                "Prints its addresses when it is ready, that of --admin on the second line. A generation published "
                "meanwhile is served from the "
                "next request on. SIGTERM and Ctrl-C let it finish what is in hand and end it, with status 0."},
               [options](const CommonOptions& common) { return serve(*options, common); });
  command.add_option("--listen", options->listen, "Address and port; port 0: any free one; else 127.0.0.1:8080")
      ->type_name("ADDRESS");
  command
      .add_option("--admin", options->admin,
                  "Where articles are written and removed and the index is looked after, over HTTP too: a unix socket "
                  "(unix:PATH), for its owner and group, or an address and a port, for holders of a key; else nowhere")
      ->type_name("ADDRESS");
  command
      .add_option("--admin-key-file", options->admin_key_file,
                  "The keys that --admin asks for, a line each as `newssearch key` prints it; others may not read it")
      ->type_name("FILE");
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
