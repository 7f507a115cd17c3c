#pragma once
#include <cstdint>
#include <memory>

#include "server/http/router.h"
#include "server/http/server_options.h"

namespace newssearch {

/// Listens on an address, and on a second one for those who run the archive, and answers with what the Router of each
/// returns: sockets on the thread that calls run(), handlers on pools of workers, each listener its own, so that
/// neither keeps the other waiting. Whatever a client sends, it gets an answer within the limits of ServerOptions or is
/// cut off.
class HttpServer {
 public:
  /// Binds and listens: from here on clients can connect. Throws std::runtime_error where that is impossible, e.g.
  /// "127.0.0.1:8080 is in use; choose another with --listen", and where TLS cannot be spoken with what it is given
  /// (TlsContext). The router must outlive the server.
  HttpServer(ServerOptions options, const Router& router);
  /// Listens on options.admin too, and removes the socket file of that at its end. Throws std::runtime_error also where
  /// it is neither a unix socket nor has keys.
  HttpServer(ServerOptions options, const Router& router, const Router& admin_router);
  ~HttpServer();

  /// The port listened on: the one asked for, or the free one found.
  std::uint16_t port() const;
  std::uint16_t admin_port() const;  ///< 0 for a unix socket, and where there is none

  /// Tells options.manager that it is ready, and serves until stop(), SIGTERM or SIGINT; then accepts no more, finishes
  /// the requests in hand and returns, after options.deadlines.stop at the latest and the handlers that then still run.
  /// Call it once.
  void run();

  /// From any thread, at any time.
  void stop();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace newssearch
