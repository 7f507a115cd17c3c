#pragma once
#include <memory>
#include <string>

#include "server/http/router.h"
#include "server/http/server_options.h"

// Enough of Asio to name a socket: including it takes half a minute to compile.
namespace boost::asio {
class any_io_executor;
class io_context;
template <class Protocol, class Executor>
class basic_stream_socket;
namespace generic {
class stream_protocol;
}
}  // namespace boost::asio

namespace newssearch {

class TlsContext;

/// What the clients of a listener must show, and what it shows them.
struct Credentials {
  AdminKeys keys{};                                 ///< where there are some, each request needs one
  std::shared_ptr<const TlsContext> tls = nullptr;  ///< where there is one, only TLS is spoken
};

/// Of TCP or a unix socket.
using Socket = boost::asio::basic_stream_socket<boost::asio::generic::stream_protocol, boost::asio::any_io_executor>;

/// The open connections of a listener: each reads requests, has them answered and writes the answers, in order, until
/// either side ends it. Owns the worker threads. All calls on the thread that runs `io`.
class Sessions {
 public:
  /// `name`: of the listener, for Metrics. Everything given by reference must outlive this, and `io` must no longer run
  /// when it is destroyed. Throws std::runtime_error where an origin or a proxy of the limits is none.
  Sessions(boost::asio::io_context& io, std::string name, const ServerOptions& options, const ServerLimits& limits,
           Credentials credentials, const Router& router);
  ~Sessions();

  /// Serves a connection just accepted from an IP address, empty for a unix socket; with 503 where there are too many,
  /// in all or of this client (client_of; trusted proxies are none). Over TLS those are closed: to say so would take a
  /// handshake.
  void serve(Socket&& socket, const std::string& address);

  /// The options and limits given have changed, as have the credentials: connections that are open go on with the
  /// certificate they began with. Throws as the constructor does.
  void reload(Credentials credentials);

  /// Ends the connections that wait for a request, and the others after the answers to the requests in hand.
  void stop();

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace newssearch
