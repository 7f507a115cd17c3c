#pragma once
#include <cstdint>
#include <thread>

#include "server/http/http_server.h"
#include "tests/support/raw_client.h"

namespace newssearch {

/// A server on a free port of loopback, running for as long as this lives.
class TestServer {
 public:
  explicit TestServer(const Router& router, ServerOptions options = {})
      : server_(on_free_port(std::move(options)), router), thread_([this] { server_.run(); }) {}
  TestServer(const Router& router, const Router& admin_router, ServerOptions options)
      : server_(on_free_port(std::move(options)), router, admin_router), thread_([this] { server_.run(); }) {}
  ~TestServer() {
    server_.stop();
    join();
  }
  TestServer(const TestServer&) = delete;
  TestServer& operator=(const TestServer&) = delete;

  std::uint16_t port() const { return server_.port(); }
  std::uint16_t admin_port() const { return server_.admin_port(); }
  RawClient connect() const { return RawClient(port()); }
  void stop() { server_.stop(); }
  void join() {
    if (thread_.joinable()) thread_.join();
  }

 private:
  static ServerOptions on_free_port(ServerOptions options) {
    options.port = 0;
    if (options.limits.queue_wait == ServerLimits().queue_wait)  // which a slow machine may take
      options.limits.queue_wait = std::chrono::hours(1);
    return options;
  }

  HttpServer server_;
  std::thread thread_;
};

}  // namespace newssearch
