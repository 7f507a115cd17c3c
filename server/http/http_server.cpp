#include "server/http/http_server.h"

#include <unistd.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cstring>
#include <list>
#include <stdexcept>
#include <system_error>

#include "common/unix_socket.h"
#include "server/http/client_address.h"
#include "server/http/cross_origin.h"
#include "server/http/log.h"
#include "server/http/service_manager.h"
#include "server/http/session.h"
#include "server/http/tls_context.h"

namespace newssearch {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using tcp = asio::ip::tcp;
using Stream = asio::generic::stream_protocol;  ///< TCP or a unix socket
using Acceptor = asio::basic_socket_acceptor<Stream>;

constexpr auto kPauseWithoutDescriptors = std::chrono::milliseconds(50);

/// An address of TCP and the option it came from.
struct TcpAddress {
  std::string host;
  std::uint16_t port;
  const char* option;
};

[[noreturn]] void cannot_listen(const TcpAddress& address, error_code error) {
  const bool v6 = address.host.find(':') != std::string::npos;
  const auto where = (v6 ? "[" + address.host + "]" : address.host) + ":" + std::to_string(address.port);
  const auto remedy = std::string("choose another with ") + address.option;
  if (error == asio::error::address_in_use) throw std::runtime_error(where + " is in use; " + remedy);
  if (error == asio::error::access_denied) {
    throw std::runtime_error(where + " may not be opened by this user; choose a port above 1023 with " +
                             address.option);
  }
  throw std::runtime_error("cannot listen on " + where + ": " + error.message() + "; " + remedy);
}

tcp::acceptor listen(asio::io_context& io, const TcpAddress& address) {
  error_code error;
  const auto found = tcp::resolver(io).resolve(address.host, std::to_string(address.port),
                                               tcp::resolver::passive | tcp::resolver::numeric_service, error);
  if (error || found.empty()) cannot_listen(address, error);
  const tcp::endpoint endpoint = *found.begin();
  tcp::acceptor acceptor(io);
  acceptor.open(endpoint.protocol(), error);
  if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(tcp::acceptor::max_listen_connections, error);
  if (error) cannot_listen(address, error);
  return acceptor;
}

Acceptor listen(asio::io_context& io, const std::filesystem::path& socket) {
  try {
    Descriptor listening = listen_at(socket);
    Acceptor acceptor(io, asio::local::stream_protocol(), listening.number());
    listening.release();
    return acceptor;
  } catch (const std::system_error& error) {
    throw std::runtime_error("cannot listen on unix:" + socket.string() + ": " + error.code().message() +
                             "; choose another with --admin");
  }
}

/// Empty for a unix socket.
std::string address_of(const Stream::endpoint& peer) {
  if (peer.protocol().family() == AF_UNIX) return {};
  tcp::endpoint endpoint;
  if (peer.size() > endpoint.capacity()) return {};
  std::memcpy(endpoint.data(), peer.data(), peer.size());
  endpoint.resize(peer.size());
  return endpoint.address().to_string();
}

/// One address that is listened on, and the connections to it.
class Listener {
 public:
  Listener(Acceptor listening, asio::io_context& io, const char* name, const ServerOptions& options,
           const ServerLimits& limits, Credentials credentials, const Router& router)
      : acceptor_(std::move(listening)),
        pause_(io),
        sessions_(io, name, options, limits, std::move(credentials), router) {}

  asio::awaitable<void> accept_connections();

  void reload(Credentials credentials) { sessions_.reload(std::move(credentials)); }

  /// Accepts no more, and lets the connections end.
  void stop() {
    error_code ignored;
    acceptor_.close(ignored);
    pause_.cancel();
    sessions_.stop();
  }

 private:
  void serve(Socket socket, const std::string& address);

  Acceptor acceptor_;
  asio::steady_timer pause_;
  Sessions sessions_;
};

/// Where there is no memory for one more, that one is closed.
void Listener::serve(Socket socket, const std::string& address) try {
  sessions_.serve(std::move(socket), address);
} catch (const std::exception& error) {
  log_event(LogLevel::error, "cannot_serve", {{"reason", error.what()}});
}

asio::awaitable<void> Listener::accept_connections() {
  bool failing = false;
  while (acceptor_.is_open()) {
    error_code error;
    Socket socket = co_await acceptor_.async_accept(asio::redirect_error(asio::use_awaitable, error));
    if (!acceptor_.is_open()) co_return;
    if (!error) {
      failing = false;
      const auto peer = socket.remote_endpoint(error);
      if (!error) serve(std::move(socket), address_of(peer));
      continue;
    }
    // No descriptors or memory left. The connection stays in the system's queue: try again when some are free.
    if (!failing) log_event(LogLevel::error, "cannot_accept", {{"reason", error.message()}});
    failing = true;
    pause_.expires_after(kPauseWithoutDescriptors);
    co_await pause_.async_wait(asio::redirect_error(asio::use_awaitable, error));
  }
}

/// What the public listener speaks: TLS where there are files for it. A certificate that clients will refuse is better
/// than none: some know it by its fingerprint, and the others tell.
Credentials public_credentials(const std::optional<TlsFiles>& files) {
  if (!files) return {};
  auto tls = std::make_shared<const TlsContext>(*files);
  if (const auto complaint = tls->complaint(std::chrono::system_clock::now()); !complaint.empty())
    log_event(LogLevel::warning, "bad_certificate", {{"reason", complaint}});
  return {.tls = std::move(tls)};
}

}  // namespace

struct HttpServer::Impl {
  Impl(ServerOptions server_options, const Router& router, const Router* admin_router)
      : options(std::move(server_options)) {
    Credentials credentials = public_credentials(options.tls);
    tcp::acceptor acceptor = listen(io, TcpAddress{options.address, options.port, "--listen"});
    port = acceptor.local_endpoint().port();
    listeners.emplace_back(std::move(acceptor), io, "public", options, options.limits, std::move(credentials), router);
    if (admin_router && options.admin) listen_for_admins(*options.admin, *admin_router);
    if (options.reload) signals.add(SIGHUP);
    await_signal();
    for (auto& listener : listeners) {
      asio::co_spawn(io, listener.accept_connections(), [](std::exception_ptr failure) {
        if (failure)
          std::rethrow_exception(failure);  // out of run(): a server that accepts no more must not look alive
      });
    }
  }
  ~Impl() {
    if (!socket_file.empty()) ::unlink(socket_file.c_str());
  }

  void listen_for_admins(const AdminOptions& admin, const Router& router) {
    if (!admin.socket.empty()) {
      listeners.emplace_back(listen(io, admin.socket), io, "admin", options, admin.limits, Credentials{admin.keys},
                             router);
      socket_file = admin.socket;
      return;
    }
    if (admin.keys.empty()) {
      throw std::runtime_error("--admin " + admin.address +
                               ": an address of the network needs keys: give --admin-key-file, or a unix socket");
    }
    tcp::acceptor acceptor = listen(io, TcpAddress{admin.address, admin.port, "--admin"});
    admin_port = acceptor.local_endpoint().port();
    listeners.emplace_back(std::move(acceptor), io, "admin", options, admin.limits, Credentials{admin.keys}, router);
  }

  void await_signal() {
    signals.async_wait([this](error_code error, int signal) {
      if (error) return;
      if (signal != SIGHUP) return begin_stop();
      reload();
      await_signal();
    });
  }

  void reload() {
    if (options.manager) options.manager->reloading();
    take_options();
    if (options.manager) options.manager->ready();
  }

  /// What takes effect without another start.
  void take_options() try {
    ServerOptions now = options.reload();
    TrustedProxies(now.limits.trusted_proxies), CrossOrigin(now.limits.origins);  // throw where one is none
    if (options.tls.has_value() != now.tls.has_value())
      throw std::runtime_error("TLS where there was none, or none where there was some, takes another start");
    Credentials credentials = public_credentials(now.tls);
    if (options.admin && now.admin) {
      if (options.admin->keys.empty() != now.admin->keys.empty())
        throw std::runtime_error("keys where there were none, or none where there were some, take another start");
      options.admin->limits = std::move(now.admin->limits);
      options.admin->keys = std::move(now.admin->keys);
    }
    options.limits = std::move(now.limits);
    options.tls = std::move(now.tls);
    options.access_log = now.access_log;
    options.slow = now.slow;
    listeners.front().reload(std::move(credentials));
    if (listeners.size() > 1) listeners.back().reload({options.admin->keys});
    log_event(LogLevel::info, "reloaded", {});
  } catch (const std::exception& error) {
    log_event(LogLevel::error, "not_reloaded", {{"reason", error.what()}});
  }

  /// Says so often that this thread does not hang that one time too few is no alarm.
  void stay_alive() {
    constexpr std::chrono::microseconds kOftenEnough(100'000);
    options.manager->alive();
    life_sign.expires_after(std::max(*options.manager->watchdog() / 3, kOftenEnough));
    life_sign.async_wait([this](error_code error) {
      if (!error && !stopping) stay_alive();
    });
  }

  void begin_stop() {
    if (stopping) return;
    stopping = true;
    if (options.manager) options.manager->stopping();
    error_code ignored;
    signals.cancel(ignored);
    life_sign.cancel();
    for (auto& listener : listeners) listener.stop();
    io.stop();  // run() goes on with a deadline
  }

  ServerOptions options;
  asio::io_context io{1};
  asio::signal_set signals{io, SIGINT, SIGTERM};
  asio::steady_timer life_sign{io};
  bool stopping = false;
  std::uint16_t port = 0, admin_port = 0;
  std::filesystem::path socket_file;
  std::list<Listener> listeners;
};

HttpServer::HttpServer(ServerOptions options, const Router& router)
    : impl_(std::make_unique<Impl>(std::move(options), router, nullptr)) {}

HttpServer::HttpServer(ServerOptions options, const Router& router, const Router& admin_router)
    : impl_(std::make_unique<Impl>(std::move(options), router, &admin_router)) {}

HttpServer::~HttpServer() = default;

std::uint16_t HttpServer::port() const { return impl_->port; }

std::uint16_t HttpServer::admin_port() const { return impl_->admin_port; }

void HttpServer::run() {
  if (const ServiceManager* manager = impl_->options.manager) {
    manager->ready();
    if (manager->watchdog()) impl_->stay_alive();
  }
  impl_->io.run();
  impl_->io.restart();
  impl_->io.run_for(impl_->options.deadlines.stop);
}

void HttpServer::stop() {
  asio::post(impl_->io, [impl = impl_.get()] { impl->begin_stop(); });
}

}  // namespace newssearch
