// Whatever bytes a client sends, a session answers with whole responses, and ends.
#include <array>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/local/connect_pair.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/write.hpp>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "server/http/session.h"

namespace {

using namespace newssearch;
namespace asio = boost::asio;
using Local = asio::local::stream_protocol;

/// Says back what was asked for.
Router make_router() {
  const auto echo = [](const HttpRequest& request) {
    HttpResponse response;
    response.body = request.method + ' ' + request.path + ' ' + std::to_string(request.body.size());
    return response;
  };
  Router router;
  router.get("/now", echo, Cost::at_once);
  router.get("/v1/articles/{id}", echo);
  router.add({"POST", "/v1/search", echo, Cost::worker, {}, {}, {}});
  return router;
}

ServerOptions one_worker() {
  ServerOptions options;
  options.workers = 1;
  return options;
}

/// A listener's sessions and the thread that runs them, one connection after the other.
struct Listener {
  asio::io_context io;
  ServerOptions options = one_worker();
  Router router = make_router();
  Sessions sessions{io, "fuzz", options, options.limits, Credentials(), router};

  std::string answers(const std::uint8_t* data, std::size_t size) {
    Local::socket client(io), accepted(io);
    asio::local::connect_pair(client, accepted);
    asio::write(client, asio::buffer(data, size));
    client.shutdown(Local::socket::shutdown_send);
    client.non_blocking(true);
    sessions.serve(Socket(std::move(accepted)), "");
    std::string received;
    io.restart();
    while (io.run_one() > 0) read_what_is_there(client, received);
    read_what_is_there(client, received);
    return received;
  }

  static void read_what_is_there(Local::socket& client, std::string& received) {
    std::array<char, 4096> bytes{};
    boost::system::error_code error;
    while (const std::size_t count = client.read_some(asio::buffer(bytes), error)) received.append(bytes.data(), count);
  }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::size_t kMostBytes = 64 << 10;  // which a socket takes before anybody reads
  if (size > kMostBytes) return 0;
  static Listener listener;
  const std::string received = listener.answers(data, size);
  if (!received.empty() && !received.starts_with("HTTP/1.")) std::abort();
  return 0;
}
