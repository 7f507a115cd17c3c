#include <sys/resource.h>
#include <unistd.h>

#include <charconv>
#include <thread>

#include "common/write_protocol.h"
#include "server/cli/commands.h"
#include "server/cli/exit_code.h"
#include "server/cli/rule_options.h"
#include "server/cli/shard_follower.h"
#include "server/cli/terminal.h"
#include "server/cli/writer_process.h"
#include "server/http/admin_keys.h"
#include "server/http/api.h"
#include "server/http/client_address.h"
#include "server/http/cross_origin.h"
#include "server/http/http_server.h"
#include "server/http/metrics.h"
#include "server/http/service_manager.h"
#include "server/http/tls_context.h"

namespace newssearch {
namespace {

constexpr std::chrono::seconds kWriterPatience{60};  ///< a request that waits longer for the writer is told so

struct ServeOptions {
  std::string listen = "127.0.0.1:8080";
  std::string admin;  ///< empty: nobody is listened to but readers
  std::string admin_key_file;
  std::string tls_certificate, tls_key;
  ServerOptions server;
  RuleOptions rules;
  std::size_t cached_answers = 1000;
  double admin_rate = 0;
  unsigned slow_ms = 1000;
  std::string query_counts;
  std::string shards;  ///< addresses; empty: the index lies here
  unsigned shard_timeout_ms = 1000;
  bool partial = true;
  bool check_config = false;
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

/// The two belong together.
std::optional<TlsFiles> tls_files(const std::string& certificate, const std::string& key) {
  if (certificate.empty() && key.empty()) return std::nullopt;
  if (key.empty()) throw UsageError("serve: --tls-certificate: the key to it is missing: give --tls-key FILE too");
  if (certificate.empty())
    throw UsageError("serve: --tls-key: the certificate to it is missing: give --tls-certificate FILE too");
  return TlsFiles{certificate, key};
}

/// Throws UsageError.
std::vector<ShardAddress> addresses_of_shards(const ServeOptions& options) {
  Result<std::vector<ShardAddress>> addresses = parse_shard_addresses(options.shards);
  if (!addresses) throw UsageError("serve: --shards: " + addresses.error().message);
  return *std::move(addresses);
}

/// Threads that wait for other machines, mostly.
constexpr unsigned kShardWorkersPerCore = 4;

/// What a start would complain of, too, and what it would only log. Throws std::runtime_error.
void check_tls(const TlsFiles& files) {
  const auto complaint = TlsContext(files).complaint(std::chrono::system_clock::now());
  if (!complaint.empty()) throw std::runtime_error(complaint);
}

/// Throws std::runtime_error with all that makes no sense in them.
void check_rules(const RuleFiles::Paths& paths) {
  std::string complaints;
  for (const std::string& error : RuleFiles(paths).errors()) complaints += (complaints.empty() ? "" : "\n") + error;
  if (!complaints.empty()) throw std::runtime_error(complaints);
}

std::string url(const std::string& scheme, const std::string& address, std::uint16_t port) {
  const bool v6 = address.find(':') != std::string::npos;
  return scheme + "://" + (v6 ? "[" + address + "]" : address) + ":" + std::to_string(port);
}

/// What to say of the addresses that are listened on, one a line.
std::string addresses(const ServerOptions& options, const HttpServer& server) {
  std::string lines = url(options.tls ? "https" : "http", options.address, server.port()) + "/search\n";
  if (!options.admin) return lines;
  if (!options.admin->socket.empty()) return lines + "unix:" + options.admin->socket.string() + "\n";
  return lines + url("http", options.admin->address, server.admin_port()) + "/v1/admin/writer\n";
}

/// A connection takes a descriptor, and many systems begin with a limit of 1,024 that programs may raise.
void raise_descriptor_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);  // where it fails fewer connections are taken
}

/// Throws UsageError, or std::runtime_error where a file, an origin or a proxy is none.
ServerOptions server_options(const ServeOptions& options) {
  ServerOptions server = options.server;
  read_address(options.listen, "--listen", server.address, server.port);
  server.tls = tls_files(options.tls_certificate, options.tls_key);
  if (options.admin.empty() && !options.admin_key_file.empty())
    throw UsageError("serve: --admin-key-file: nobody is asked for a key: give --admin ADDRESS too");
  if (!options.admin.empty()) {
    server.admin = admin_options(options.admin, options.admin_key_file);
    server.admin->limits.rate = options.admin_rate;
  }
  server.slow = std::chrono::milliseconds(options.slow_ms);
  TrustedProxies(server.limits.trusted_proxies), CrossOrigin(server.limits.origins);
  return server;
}

/// Opens the index, so that the first who asks does not wait for it. False where it cannot be, which each is told.
bool open_index(const SearchEngine& engine) try {
  engine.state();
  return true;
} catch (...) {
  return false;
}

/// A line of it for people, who may read it long after.
std::string condition(const std::string& addresses, bool index_open) {
  return "Answers at " + addresses.substr(0, addresses.find('\n')) +
         (index_open ? "" : "; when it started there was no index that could be opened: run `newssearch status`");
}

/// `again` reads the options once more.
int serve(const ServeOptions& options, const CommonOptions& common, std::function<ServeOptions()> again) {
  ServerOptions server_options = newssearch::server_options(options);
  EngineOptions engine_options = newssearch::engine_options(options.rules, common);
  engine_options.cached_answers = options.cached_answers;
  if (!options.shards.empty()) addresses_of_shards(options);
  if (options.check_config) {
    if (server_options.tls) check_tls(*server_options.tls);
    check_rules(*engine_options.rules);
    return exit_code::done;
  }
  raise_descriptor_limit();
  std::optional<ShardFollower> shards;
  if (!options.shards.empty()) {
    shards.emplace(addresses_of_shards(options), std::chrono::milliseconds(options.shard_timeout_ms),
                   DataDirectory(std::filesystem::path(common.data) / "shards"));
    engine_options.shards = &shards->servers();
    if (server_options.workers == 0)
      server_options.workers = kShardWorkersPerCore * std::max(1U, std::thread::hardware_concurrency());
    engine_options.partial_answers = options.partial;
    engine_options.time_limit += std::chrono::milliseconds(options.shard_timeout_ms);
    if (!engine_options.rules) engine_options.rules = RuleFiles::in(common.data);
  }
  const SearchEngine engine(shards ? shards->directory() : DataDirectory(common.data), engine_options);
  complain_of_rules(engine);
  QueryAnalytics queries(options.query_counts);
  const Router router = make_router(engine, &queries);
  const WriterClient writer(writer_socket(common.data), kWriterPatience);
  Metrics metrics(common.data);
  server_options.metrics = &metrics;
  ServiceManager manager;
  server_options.manager = &manager;
  if (::isatty(STDIN_FILENO) == 0)  // else SIGHUP says that the terminal is gone
    server_options.reload = [again = std::move(again)] { return newssearch::server_options(again()); };
  const Router admin_router =
      make_admin_router(engine, writer, {metrics, queries, engine_options.rules.value_or(RuleFiles::in(common.data)), !shards});
  HttpServer server(server_options, router, admin_router);
  std::optional<WriterProcess> writing;
  if (server_options.admin && !shards) writing.emplace(common.data, common.config);
  const std::string listened_on = addresses(server_options, server);
  write_out(listened_on);
  manager.status(condition(listened_on, open_index(engine)));
  server.run();
  writing.reset();  // before the server, whose handlers may wait for it
  return exit_code::done;
}

}  // namespace

void add_serve_command(CommandLine& line) {
  const auto options = std::make_shared<ServeOptions>();
  CLI::App& command = line.add(
      {"serve", kAnswersOut, "Answer over HTTP: the search page and the JSON API",
       "newssearch serve\nnewssearch serve --listen 0.0.0.0:80 --access-log\n"
       "newssearch serve --admin unix:/run/newssearch/admin.sock",
       "Prints its addresses when it is ready, that of --admin on the second line. A generation published "
       "meanwhile is served from the "
       "next request on. SIGHUP reads the config file, the keys and the certificate anew: limits, keys, TLS and logs "
       "follow them, without a connection less. SIGTERM and Ctrl-C let it finish what is in hand and end it, with "
       "status 0. Of systemd's kinds of service it is Type=notify, and heeds WatchdogSec=."},
      [options, &line](const CommonOptions& common) {
        return serve(ServeOptions(*options), common, [options, &line] {
          *options = ServeOptions();
          line.parse_again();
          return *options;
        });
      });
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
  command
      .add_option("--tls-certificate", options->tls_certificate,
                  "Answer readers over TLS (HTTPS) alone: the server's certificate and those between it and a root, in "
                  "PEM; --listen says the port. SIGHUP reads it anew")
      ->type_name("FILE");
  command.add_option("--tls-key", options->tls_key, "The key of the certificate, in PEM; others may not read it")
      ->type_name("FILE");
  ServerLimits& limits = options->server.limits;
  command
      .add_option(
          "--rate", limits.rate,
          "Requests a second of one address, in the long run; 0: any number; else 20. Addresses of this machine "
          "are not counted")
      ->type_name("N")
      ->check(CLI::NonNegativeNumber);
  command.add_option("--burst", limits.burst, "Requests of one address at once; else 40")
      ->type_name("N")
      ->check(CLI::PositiveNumber);
  command
      .add_option("--admin-rate", options->admin_rate,
                  "Requests a second of one key or address on --admin; 0: any number, as else")
      ->type_name("N")
      ->check(CLI::NonNegativeNumber);
  command.add_option("--max-connections", limits.connections, "Connections at once; else 1024")
      ->type_name("N")
      ->check(CLI::PositiveNumber);
  command
      .add_option("--max-connections-per-address", limits.connections_per_address,
                  "Connections of one address at once; 0: any number; else 64")
      ->type_name("N");
  command
      .add_option("--trusted-proxy", limits.trusted_proxies,
                  "An address or a network of proxies, as 127.0.0.1 or 10.0.0.0/8, whose X-Forwarded-For says whom "
                  "they ask for, and X-Forwarded-Proto or Forwarded by which scheme; repeatable")
      ->type_name("ADDRESS")
      ->allow_extra_args(false);
  command
      .add_option("--allow-origin", limits.origins,
                  "A site whose pages may read the answers, as https://www.example.org; '*': any; repeatable")
      ->type_name("ORIGIN")
      ->allow_extra_args(false);
  command.add_option("--workers", options->server.workers, "Threads that search; 0: as many as there are cores, with --shards four times as many")
      ->type_name("N");
  command
      .add_option("--cache", options->cached_answers,
                  "Answers kept in memory until another generation is published, about 20 kB each; 0: none; else 1000")
      ->type_name("N");
  command
      .add_option("--shards", options->shards,
                  "Search an index that `newssearch shard` split: the servers of its shards (xapian-tcpsrv), as "
                  "tcp:HOST:PORT,tcp:HOST:PORT, in any order. Those with the same shard are replicas, asked in turn. "
                  "DATA/shards gets a copy of what is asked most; nothing can be written")
      ->type_name("ADDRESSES");
  command
      .add_option("--shard-timeout", options->shard_timeout_ms,
                  "Milliseconds to wait for each answer of a shard's server; else 1000")
      ->type_name("MS")
      ->check(CLI::PositiveNumber);
  command.add_flag("--partial,!--no-partial", options->partial,
                   "Where a shard does not answer, answer without it, saying so, as else; --no-partial: with 503");
  add_rule_options(command, options->rules);
  command.add_flag("--access-log", options->server.access_log,
                   "Log every request to standard error, a JSON object a line");
  command
      .add_flag("--check-config", options->check_config,
                "Say what is wrong with the options, those of the config file too, and serve nothing")
      ->configurable(false);
  command
      .add_option("--query-counts", options->query_counts,
                  "Where counts of what is searched for are kept from start to start, for /v1/admin/analytics/queries; "
                  "else they begin anew. A purge does not look into it")
      ->type_name("FILE");
  command
      .add_option("--slow-log", options->slow_ms,
                  "Log requests that took longer than so many milliseconds, with their query; 0: none; else 1000")
      ->type_name("MS");
}

}  // namespace newssearch
