#pragma once
#include <cstdint>
#include <memory>

#include "server/http/router.h"
#include "server/http/server_options.h"

namespace newssearch {

/// Listens on one address and answers with what a Router returns: sockets on the thread that calls run(), handlers on
/// a pool of workers. Whatever a client sends, it gets an answer within the limits of ServerOptions or is cut off.
class HttpServer {
 public:
  /// Binds and listens: from here on clients can connect. Throws std::runtime_error where that is impossible, e.g.
  /// "127.0.0.1:8080 is in use; choose another with --listen". The router must outlive the server.
  HttpServer(ServerOptions options, const Router& router);
  ~HttpServer();

  /// The port listened on: the one asked for, or the free one found.
  std::uint16_t port() const;

  /// Serves until stop(), SIGTERM or SIGINT; then accepts no more, finishes the requests in hand and returns, after
  /// options.deadlines.stop at the latest and the handlers that then still run. Call it once.
  void run();

  /// From any thread, at any time.
  void stop();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace newssearch
