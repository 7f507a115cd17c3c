#include "server/http/service_manager.h"

#include <catch2/catch.hpp>
#include <csignal>

#include "tests/support/notify_socket.h"
#include "tests/support/test_server.h"

namespace newssearch {
namespace {

using namespace std::chrono_literals;

/// The next message but signs of life.
std::string next(NotifySocket& told) {
  std::string message = told.receive();
  while (message == "WATCHDOG=1") message = told.receive();
  return message;
}

}  // namespace

TEST_CASE("who started the server is told when it is ready, reloads and stops, in that order") {
  NotifySocket told;
  ServiceManager manager(told.path(), std::nullopt);
  const Router router;
  ServerOptions options;
  options.manager = &manager;
  options.reload = []() -> ServerOptions { throw std::runtime_error("a mistake"); };
  TestServer server(router, options);
  CHECK(told.receive() == "READY=1");
  std::raise(SIGHUP);
  CHECK_THAT(told.receive(), Catch::Matches("RELOADING=1\nMONOTONIC_USEC=[1-9][0-9]*"));
  CHECK(told.receive() == "READY=1");  // as it was before
  std::raise(SIGTERM);
  CHECK(told.receive() == "STOPPING=1");
  server.join();
}

TEST_CASE("where a watchdog waits for signs of life it gets them, over and over") {
  NotifySocket told;
  ServiceManager manager(told.path(), 30ms);
  const Router router;
  ServerOptions options;
  options.manager = &manager;
  TestServer server(router, options);
  CHECK(told.receive() == "READY=1");
  for (int i = 0; i < 5; ++i) CHECK(told.receive() == "WATCHDOG=1");
  server.stop();
  CHECK(next(told) == "STOPPING=1");
  server.join();  // does not wait for the next sign
}

TEST_CASE("a status is one line, and where nobody listens nothing is said") {
  NotifySocket told;
  ServiceManager(told.path(), std::nullopt).status("two\nlines");
  CHECK(told.receive() == "STATUS=two lines");
  ServiceManager("", 30ms).ready();
  CHECK_FALSE(ServiceManager("", 30ms).watchdog());
  ServiceManager("/nowhere/notify", std::nullopt).ready();
  ServiceManager(std::string(200, 'x'), std::nullopt).ready();
  ServiceManager("@newssearch-nobody-listens", std::nullopt).ready();
  for (int i = 0; i < 2000; ++i) ServiceManager(told.path(), std::nullopt).status("more than waits to be read");
}

}  // namespace newssearch
