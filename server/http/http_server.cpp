#include "server/http/http_server.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <stdexcept>

#include "server/http/client_address.h"
#include "server/http/log.h"
#include "server/http/session.h"

namespace newssearch {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using tcp = asio::ip::tcp;

constexpr auto kPauseWithoutDescriptors = std::chrono::milliseconds(50);

[[noreturn]] void cannot_listen(const ServerOptions& options, error_code error) {
  const bool v6 = options.address.find(':') != std::string::npos;
  const auto where = (v6 ? "[" + options.address + "]" : options.address) + ":" + std::to_string(options.port);
  if (error == asio::error::address_in_use) {
    throw std::runtime_error(where + " is in use; choose another with --listen");
  }
  if (error == asio::error::access_denied) {
    throw std::runtime_error(where + " may not be opened by this user; choose a port above 1023 with --listen");
  }
  throw std::runtime_error("cannot listen on " + where + ": " + error.message() + "; choose another with --listen");
}

tcp::acceptor listen(asio::io_context& io, const ServerOptions& options) {
  error_code error;
  const auto found = tcp::resolver(io).resolve(options.address, std::to_string(options.port),
                                               tcp::resolver::passive | tcp::resolver::numeric_service, error);
  if (error || found.empty()) cannot_listen(options, error);
  const tcp::endpoint endpoint = *found.begin();
  tcp::acceptor acceptor(io);
  acceptor.open(endpoint.protocol(), error);
  if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(tcp::acceptor::max_listen_connections, error);
  if (error) cannot_listen(options, error);
  return acceptor;
}

}  // namespace

struct HttpServer::Impl {
  Impl(ServerOptions server_options, const Router& router)
      : options(std::move(server_options)),
        acceptor(listen(io, options)),
        port(acceptor.local_endpoint().port()),
        sessions(io, options, router) {
    signals.async_wait([this](error_code error, int) {
      if (!error) begin_stop();
    });
    asio::co_spawn(io, accept_connections(), [](std::exception_ptr failure) {
      if (failure) std::rethrow_exception(failure);  // out of run(): a server that accepts no more must not look alive
    });
  }

  asio::awaitable<void> accept_connections();

  void begin_stop() {
    if (!acceptor.is_open()) return;
    error_code ignored;
    acceptor.close(ignored);
    signals.cancel(ignored);
    pause.cancel();
    sessions.stop();
    io.stop();  // run() goes on with a deadline
  }

  ServerOptions options;
  asio::io_context io{1};
  asio::signal_set signals{io, SIGINT, SIGTERM};
  asio::steady_timer pause{io};
  tcp::acceptor acceptor;
  const std::uint16_t port;
  Sessions sessions;
};

asio::awaitable<void> HttpServer::Impl::accept_connections() {
  bool failing = false;
  while (acceptor.is_open()) {
    error_code error;
    tcp::socket socket = co_await acceptor.async_accept(asio::redirect_error(asio::use_awaitable, error));
    if (!acceptor.is_open()) co_return;
    if (!error) {
      failing = false;
      const auto peer = socket.remote_endpoint(error);
      if (!error) sessions.serve(std::move(socket), client_of(peer.address().to_string()));
      continue;
    }
    // No descriptors or memory left. The connection stays in the system's queue: try again when some are free.
    if (!failing) log_event(LogLevel::error, "cannot_accept", {{"reason", error.message()}});
    failing = true;
    pause.expires_after(kPauseWithoutDescriptors);
    co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, error));
  }
}

HttpServer::HttpServer(ServerOptions options, const Router& router)
    : impl_(std::make_unique<Impl>(std::move(options), router)) {}

HttpServer::~HttpServer() = default;

std::uint16_t HttpServer::port() const { return impl_->port; }

void HttpServer::run() {
  impl_->io.run();
  impl_->io.restart();
  impl_->io.run_for(impl_->options.deadlines.stop);
}

void HttpServer::stop() {
  asio::post(impl_->io, [impl = impl_.get()] { impl->begin_stop(); });
}

}  // namespace newssearch
