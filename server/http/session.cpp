#include "server/http/session.h"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <cctype>
#include <optional>
#include <set>
#include <thread>

#include "server/http/admin_gate.h"
#include "server/http/client_address.h"
#include "server/http/common_headers.h"
#include "server/http/compression.h"
#include "server/http/cross_origin.h"
#include "server/http/framing.h"
#include "server/http/log.h"
#include "server/http/metrics.h"
#include "server/http/origin.h"
#include "server/http/problem.h"
#include "server/http/rate_limiter.h"
#include "server/http/request_id.h"
#include "server/http/target.h"
#include "server/http/tls_context.h"
#include "server/http/transport.h"

namespace newssearch {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using boost::system::error_code;
using tcp = asio::ip::tcp;
using Parser = http::request_parser<http::string_body>;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kBufferBytes = 16 << 10;
constexpr std::size_t kReadBytes = 4 << 10;
constexpr std::size_t kWriterThreads = 8;    ///< they wait for the writer most of the time
constexpr std::size_t kRefusalsAtOnce = 64;  ///< connections that are being told there are too many

/// One client's connection and the deadline of its present phase. When it passes, reading ends as if the client had
/// closed its side, so that it can still be told; writing, and what is both, ends with the socket.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(Socket accepted, std::string accepted_from, const TlsContext* tls)
      : transport(std::move(accepted), tls), address(std::move(accepted_from)), timer_(transport.get_executor()) {}

  void read_within(std::chrono::milliseconds limit) { set_deadline(limit, &Connection::end_reading); }
  void write_within(std::chrono::milliseconds limit) { set_deadline(limit, &Connection::close); }
  void clear_deadline() {
    ++phase_;
    timer_.cancel();
  }
  bool late() const { return late_; }  ///< the deadline has passed

  /// What has arrived is still read, then comes the end. Harmless where nobody reads.
  void end_reading() {
    error_code ignored;
    transport.socket().shutdown(Socket::shutdown_receive, ignored);
  }
  void close() {
    error_code ignored;
    transport.socket().close(ignored);
  }

  Transport transport;
  const std::string address;  ///< empty: a unix socket
  beast::flat_buffer buffer{kBufferBytes};

 private:
  void set_deadline(std::chrono::milliseconds limit, void (Connection::*then)()) {
    late_ = false;
    timer_.expires_after(limit);
    timer_.async_wait([self = shared_from_this(), phase = ++phase_, then](error_code error) {
      if (error || phase != self->phase_) return;
      self->late_ = true;
      ((*self).*then)();
    });
  }

  asio::steady_timer timer_;
  std::uint64_t phase_ = 0;  ///< a timer that fired as its phase ended must not end the next one
  bool late_ = false;
};

/// Counts something for as long as it lives.
class Counted {
 public:
  explicit Counted(std::size_t& count) : count_(count) { ++count_; }
  ~Counted() { --count_; }
  Counted(const Counted&) = delete;
  Counted& operator=(const Counted&) = delete;

 private:
  std::size_t& count_;
};

/// The same for those who watch, who may be nobody.
class Watched {
 public:
  using Count = void (Metrics::*)(const std::string&, int);
  Watched(Metrics* metrics, Count count, const std::string& listener)
      : metrics_(metrics), count_(count), listener_(listener) {
    change(1);
  }
  ~Watched() { change(-1); }
  Watched(const Watched&) = delete;
  Watched& operator=(const Watched&) = delete;

 private:
  void change(int by) {
    if (metrics_) (metrics_->*count_)(listener_, by);
  }
  Metrics* const metrics_;
  const Count count_;
  const std::string& listener_;
};

/// What came of reading a request: it, or why it is refused, or neither, where the client is gone.
struct Received {
  HttpRequest request;  ///< where it is refused: as far as it was read
  std::string client;   ///< whose rate it counts for; empty: nobody's
  std::optional<Problem> problem;
  bool gone = false;
  bool keep_alive = false;
  unsigned version = 11;
};

RequestHead head_of(const http::request<http::string_body>& message) {
  RequestHead head{message.method_string(), message.target(), static_cast<int>(message.version()), {}};
  for (const auto& field : message) {
    std::string name(field.name_string());
    for (char& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    head.fields.emplace_back(std::move(name), field.value());
  }
  return head;
}

/// A line that begins with a blank is the rest of the one before.
bool has_folded_line(const beast::flat_buffer& buffer) {
  const auto bytes = buffer.cdata();
  std::string_view head(static_cast<const char*>(bytes.data()), bytes.size());
  head = head.substr(0, head.find("\r\n\r\n"));
  return head.find("\r\n ") != std::string_view::npos || head.find("\r\n\t") != std::string_view::npos;
}

Problem body_too_large(std::size_t limit) {
  return {413, "body_too_large", "the body is longer than " + std::to_string(limit) + " bytes"};
}

/// What to answer where reading failed; nullopt where nobody is left to hear it.
std::optional<Problem> reading_failed(error_code error, bool late, bool target_read, std::size_t body_bytes) {
  if (late) return Problem{408, "timeout", "the request took too long to arrive"};
  if (error == http::error::end_of_stream || error == http::error::partial_message) return std::nullopt;
  if (error == http::error::header_limit || error == http::error::buffer_overflow) {
    if (target_read) return Problem{431, "headers_too_large", "the headers are too large"};
    return Problem{414, "target_too_long", "the request's first line is too long"};
  }
  if (error == http::error::body_limit) return body_too_large(body_bytes);
  if (error == http::error::bad_version) return Problem{505, "bad_request", "HTTP/1.1 and HTTP/1.0 are spoken here"};
  if (error.category() != make_error_code(http::error::bad_method).category()) return std::nullopt;
  return Problem{400, "bad_request", "this is not HTTP: " + error.message()};
}

http::response<http::string_body> to_message(HttpResponse response, bool with_body, unsigned version, bool keep_alive) {
  http::response<http::string_body> message;
  message.version(version);
  message.result(response.status);
  message.keep_alive(keep_alive);
  for (const auto& [name, value] : response.headers) message.set(name, value);
  if (response.status == 304 || response.status == 204) return message;
  if (!response.body.empty() || response.status == 200) message.set(http::field::content_type, response.content_type);
  message.content_length(response.body.size());
  if (with_body) message.body() = std::move(response.body);
  return message;
}

void log_if_failed(std::exception_ptr failure) {
  try {
    if (failure) std::rethrow_exception(failure);
  } catch (const std::exception& error) {
    log_event(LogLevel::error, "connection_failed", {{"reason", error.what()}});
  } catch (...) {
    log_event(LogLevel::error, "connection_failed", {{"reason", "unknown"}});
  }
}

/// Threads that answer, and how many requests are theirs at present.
struct Pool {
  Pool(std::size_t threads_wanted, const ServerLimits& limits)
      : size(threads_wanted),
        waiting(threads_wanted * limits.queue_per_worker),
        burst(threads_wanted * limits.queue_burst_per_worker),
        beyond(static_cast<double>(burst) / 60, static_cast<double>(burst)),
        threads(std::make_unique<asio::thread_pool>(threads_wanted)) {}

  /// Whether there is room for one more. What comes all at once after a quiet time waits; in an overload that lasts the
  /// queue is short, so that what is answered is answered soon.
  bool has_room(Clock::time_point now) { return in_hand < size + waiting || (burst > 0 && !beyond.take("burst", now)); }

  std::size_t size, waiting, burst, in_hand = 0;
  RateLimiter beyond;  ///< those beyond `waiting`
  std::unique_ptr<asio::thread_pool> threads;
};

std::size_t searching_threads(const ServerOptions& options) {
  return options.workers > 0 ? options.workers : std::max(1U, std::thread::hardware_concurrency());
}

Problem overloaded() { return {503, "overloaded", "too many requests are waiting", {}, std::chrono::seconds(1)}; }

/// On a thread of a pool. When it comes to that too late, whoever asked is better told so than served after others.
asio::awaitable<HttpResponse> handle(const Router& router, HttpRequest request, Clock::time_point latest) {
  if (Clock::now() > latest) co_return to_response(overloaded(), request);
  auto response = router.handle(request);
  compress(response, request);
  co_return response;
}

}  // namespace

/// All but the handlers runs on one thread, so nothing here is locked. Coroutines are named functions, as gcc 12 loses
/// the captures of lambdas.
struct Sessions::Impl : std::enable_shared_from_this<Sessions::Impl> {
  using Self = std::shared_ptr<Impl>;
  using Peer = std::shared_ptr<Connection>;
  class Place;

  Impl(asio::io_context& context, std::string listener, const ServerOptions& server_options,
       const ServerLimits& client_limits, Credentials credentials, const Router& server_router)
      : io(context),
        name(std::move(listener)),
        options(server_options),
        limits(client_limits),
        tls(std::move(credentials.tls)),
        gate(std::move(credentials.keys)),
        proxies(limits.trusted_proxies),
        origins(limits.origins),
        rates(limits.rate, limits.burst),
        router(server_router),
        searching(searching_threads(options), limits) {
    const auto& routes = router.routes();
    if (std::any_of(routes.begin(), routes.end(), [](const Route& route) { return route.cost == Cost::writer; })) {
      writing.emplace(kWriterThreads, limits);
    }
  }

  void end_pools();
  void serve(Socket socket, const std::string& address);
  asio::awaitable<void> converse(std::unique_ptr<Place> place);
  asio::awaitable<bool> begin(Connection& peer);
  asio::awaitable<void> turn_away(Self self, Peer peer);
  asio::awaitable<void> decline(Connection& peer, Problem problem);
  asio::awaitable<bool> exchange(Connection& peer);
  asio::awaitable<bool> request_begins(Connection& peer);
  asio::awaitable<error_code> read_head(Connection& peer, Parser& parser);
  asio::awaitable<Received> receive(Connection& peer);
  std::optional<Problem> take_head(const Connection& peer, const RequestHead& head, Received& received);
  asio::awaitable<void> receive_body(Connection& peer, Parser& parser, Received& received);
  asio::awaitable<HttpResponse> answer(const Received& received);
  void tell(const HttpRequest& request, unsigned status, std::chrono::nanoseconds took) const;
  asio::awaitable<bool> send(Connection& peer, const Received& received, HttpResponse response);
  asio::awaitable<void> farewell(Connection& peer);

  asio::io_context& io;
  const std::string name;
  const ServerOptions& options;
  const ServerLimits& limits;
  std::shared_ptr<const TlsContext> tls;  ///< null: none is spoken
  AdminGate gate;
  TrustedProxies proxies;
  CrossOrigin origins;
  RateLimiter rates;
  const Router& router;
  std::set<Connection*> open;
  std::multiset<std::string> open_by_client;
  std::size_t refusals = 0;
  bool stopping = false;
  RequestIds ids;
  Pool searching;
  std::optional<Pool> writing;  ///< where there are routes that need it
};

void Sessions::Impl::end_pools() {
  for (Pool* pool : {&searching, writing ? &*writing : nullptr}) {
    if (!pool) continue;
    pool->threads->stop();
    pool->threads->join();
    pool->threads.reset();  // with the requests that still waited: they hold what keeps this alive
  }
}

/// A connection's place among the open ones. It keeps all this alive until the last connection is gone.
class Sessions::Impl::Place {
 public:
  Place(Self sessions, Peer connection, const std::string& client)
      : peer(std::move(connection)),
        sessions_(std::move(sessions)),
        watched_(sessions_->options.metrics, &Metrics::connection, sessions_->name),
        peer_(sessions_->open.insert(peer.get()).first),
        client_(sessions_->open_by_client.insert(client)) {}
  ~Place() {
    sessions_->open.erase(peer_);
    sessions_->open_by_client.erase(client_);
  }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;

  const Peer peer;

 private:
  const Self sessions_;
  const Watched watched_;
  std::set<Connection*>::iterator peer_;
  std::multiset<std::string>::iterator client_;
};

void Sessions::Impl::serve(Socket socket, const std::string& address) {
  const auto peer = std::make_shared<Connection>(std::move(socket), address, tls.get());
  const std::string client = proxies.contains(address) ? "" : client_of(address);
  error_code ignored;
  peer->transport.socket().set_option(tcp::no_delay(true), ignored);  // a unix socket knows none
  const bool one_too_many = !client.empty() && limits.connections_per_address > 0 &&
                            open_by_client.count(client) >= limits.connections_per_address;
  if (open.size() < limits.connections && !one_too_many) {
    asio::co_spawn(io, converse(std::make_unique<Place>(shared_from_this(), peer, client)), log_if_failed);
  } else if (refusals < kRefusalsAtOnce) {
    asio::co_spawn(io, turn_away(shared_from_this(), peer), log_if_failed);
  }
}

asio::awaitable<void> Sessions::Impl::converse(std::unique_ptr<Place> place) {
  Connection& peer = *place->peer;
  bool more = co_await begin(peer);
  while (more) more = co_await exchange(peer);
  co_await farewell(peer);
}

/// What comes before the first request: over TLS, a handshake. False where nothing can follow.
asio::awaitable<bool> Sessions::Impl::begin(Connection& peer) {
  if (!peer.transport.is_tls()) co_return true;
  peer.write_within(options.deadlines.handshake);
  const error_code error = co_await peer.transport.begin_tls();
  peer.clear_deadline();
  if (error && peer.transport.turns_out_plain(error)) {
    const Problem problem{400, "tls_expected", "TLS is spoken here: ask by https://"};
    co_await decline(peer, problem);
  }
  co_return !error;
}

/// Says what is wrong where there is no request.
asio::awaitable<void> Sessions::Impl::decline(Connection& peer, Problem problem) {
  Received received;
  received.request.id = ids.next();
  co_await send(peer, received, to_response(problem, received.request));
}

asio::awaitable<void> Sessions::Impl::turn_away(Self self, Peer peer) {
  if (peer->transport.is_tls()) co_return;  // a handshake would cost more than what is refused
  const Counted counted(self->refusals);
  const Problem problem{503, "too_many_connections", "too many connections are open", {}, std::chrono::seconds(1)};
  co_await self->decline(*peer, problem);
  co_await self->farewell(*peer);
}

/// One request and its answer. False where that was the last.
asio::awaitable<bool> Sessions::Impl::exchange(Connection& peer) {
  const bool begun = co_await request_begins(peer);
  if (!begun) co_return false;
  const Received received = co_await receive(peer);
  if (received.gone) co_return false;
  const auto start = Clock::now();
  HttpResponse response;
  if (received.problem) {
    response = to_response(*received.problem, received.request);
  } else {
    response = co_await answer(received);
  }
  tell(received.request, response.status, Clock::now() - start);
  co_return co_await send(peer, received, std::move(response));
}

/// Those who watch what was answered.
void Sessions::Impl::tell(const HttpRequest& request, unsigned status, std::chrono::nanoseconds took) const {
  if (options.access_log) log_answered(request, status, took);
  const bool waits = router.cost(request) == Cost::writer;  // for what takes the time it takes
  const bool slow = options.slow.count() > 0 && took > options.slow && !waits;
  if (slow) log_slow(request, status, took);
  if (!options.metrics) return;
  options.metrics->answered(name, router.pattern(request), status, took);
  if (slow) options.metrics->slow();
}

/// Waits for the first byte of a request. Over TLS it may have been decrypted with the one before, which no socket
/// tells: it is read.
asio::awaitable<bool> Sessions::Impl::request_begins(Connection& peer) {
  if (peer.buffer.size() > 0) co_return true;
  peer.read_within(options.deadlines.idle);
  error_code error;
  if (peer.transport.is_tls()) {
    peer.buffer.commit(co_await peer.transport.async_read_some(peer.buffer.prepare(kReadBytes),
                                                               asio::redirect_error(asio::use_awaitable, error)));
    co_return !error && !peer.late();
  }
  co_await peer.transport.socket().async_wait(Socket::wait_read, asio::redirect_error(asio::use_awaitable, error));
  co_return !error && !peer.late();
}

/// What Beast's async_read_header does, but that it refuses lines that are folded: some proxies unfold them and some do
/// not, and take them for others (RFC 9112, 5.2).
asio::awaitable<error_code> Sessions::Impl::read_head(Connection& peer, Parser& parser) {
  parser.eager(false);
  for (;;) {
    error_code error;
    if (has_folded_line(peer.buffer)) co_return http::error::bad_value;
    if (peer.buffer.size() > 0) peer.buffer.consume(parser.put(peer.buffer.data(), error));
    if (error && error != http::error::need_more) co_return error;
    if (parser.is_header_done()) co_return error_code();
    const auto room = std::min(kReadBytes, peer.buffer.max_size() - peer.buffer.size());
    if (room == 0) co_return http::error::buffer_overflow;
    error.clear();
    peer.buffer.commit(co_await peer.transport.async_read_some(peer.buffer.prepare(room),
                                                               asio::redirect_error(asio::use_awaitable, error)));
    if (error == asio::error::eof)
      co_return parser.got_some() ? http::error::partial_message : http::error::end_of_stream;
    if (error) co_return error;
  }
}

asio::awaitable<Received> Sessions::Impl::receive(Connection& peer) {
  Received received;
  auto& request = received.request;
  request.id = ids.next();
  if (peer.transport.is_tls()) request.scheme = "https";
  Parser parser;
  parser.header_limit(static_cast<std::uint32_t>(limits.header_bytes));
  parser.body_limit(boost::none);  // its route says, which is not known yet
  peer.read_within(options.deadlines.header);
  error_code error;
  error = co_await read_head(peer, parser);
  const auto head = head_of(parser.get());
  request.method = head.method;
  if (error) {
    received.problem = reading_failed(error, peer.late(), !head.target.empty(), limits.body_bytes);
    received.gone = !received.problem;
    co_return received;
  }
  received.version = parser.get().version();
  received.keep_alive = parser.get().keep_alive();
  received.problem = take_head(peer, head, received);
  if (received.problem) co_return received;
  if (!parser.is_done()) co_await receive_body(peer, parser, received);
  peer.clear_deadline();
  co_return received;
}

/// Fills in all but the body. Returns why the request is refused by its head alone.
std::optional<Problem> Sessions::Impl::take_head(const Connection& peer, const RequestHead& head, Received& received) {
  HttpRequest& request = received.request;
  request.headers = joined(head.fields);
  if (auto problem = refuse(head, limits)) return problem;
  received.client = client_of(proxies.address_behind(peer.address, header(request, "x-forwarded-for")));
  if (auto scheme = forwarded_scheme(request); !scheme.empty() && proxies.contains(peer.address))
    request.scheme = std::move(scheme);
  auto admitted = gate.admit(header(request, "authorization"), received.client, Clock::now());
  if (auto* problem = std::get_if<Problem>(&admitted)) return std::move(*problem);
  const auto& holder = std::get<KeyHolder>(admitted);
  request.by = holder.name;
  request.scopes = holder.scopes;
  if (!request.by.empty()) received.client = request.by;
  auto target = parse_target(head.target);
  if (!target) return Problem{400, target.error().code, target.error().message};
  request.path = std::move(target->path);
  request.query = std::move(target->query);
  request.params = std::move(target->params);
  return std::nullopt;
}

asio::awaitable<void> Sessions::Impl::receive_body(Connection& peer, Parser& parser, Received& received) {
  const std::size_t of_route = router.body_bytes(received.request);
  const std::size_t limit = of_route > 0 ? of_route : limits.body_bytes;
  if (parser.content_length().value_or(0) > limit) {
    received.problem = body_too_large(limit);
    co_return;
  }
  parser.body_limit(limit);
  error_code error;
  if (received.version >= 11 && !header(received.request, "expect").empty()) {
    static constexpr std::string_view kGoOn = "HTTP/1.1 100 Continue\r\n\r\n";
    peer.write_within(options.deadlines.write);
    co_await asio::async_write(peer.transport, asio::buffer(kGoOn), asio::redirect_error(asio::use_awaitable, error));
  }
  const auto fields = std::distance(parser.get().begin(), parser.get().end());
  peer.read_within(options.deadlines.body);
  co_await http::async_read(peer.transport, peer.buffer, parser, asio::redirect_error(asio::use_awaitable, error));
  if (error) {
    received.problem = reading_failed(error, peer.late(), true, limit);
    received.gone = !received.problem;
  } else if (std::distance(parser.get().begin(), parser.get().end()) != fields) {
    received.problem = Problem{400, "bad_request", "trailers are not taken"};
  } else {
    received.request.body = std::move(parser.get().body());
  }
}

/// What the router says; or, where as many requests wait as may, or came of this client, that it is too much. What is
/// no good request does not count for the rate.
asio::awaitable<HttpResponse> Sessions::Impl::answer(const Received& received) {
  const HttpRequest& request = received.request;
  if (auto preflight = origins.preflight(request)) co_return *std::move(preflight);
  const Cost cost = router.cost(request);
  if (cost == Cost::at_once) co_return router.handle(request);
  if (!received.client.empty()) {
    if (const auto wait = rates.take(received.client, Clock::now())) {
      const Problem problem{429, "too_many_requests", "so many requests are too many: ask more slowly", {}, *wait};
      co_return to_response(problem, request);
    }
  }
  Pool& pool = cost == Cost::writer ? *writing : searching;
  if (!pool.has_room(Clock::now())) co_return to_response(overloaded(), request);
  const auto latest = cost == Cost::writer ? Clock::time_point::max() : Clock::now() + limits.queue_wait;
  const Counted counted(pool.in_hand);
  const Watched watched(options.metrics, &Metrics::in_hand, name);
  auto response = co_await asio::co_spawn(*pool.threads, handle(router, request, latest), asio::use_awaitable);
  if (response.status == 400) rates.give_back(received.client);
  co_return response;
}

/// False where the connection is to be closed.
asio::awaitable<bool> Sessions::Impl::send(Connection& peer, const Received& received, HttpResponse response) {
  const bool keep_alive = received.keep_alive && !received.problem && !stopping;
  add_common_headers(response, received.request, std::chrono::system_clock::now());
  origins.add_headers(response, received.request);
  if (peer.transport.is_tls()) add_strict_transport(response);
  auto message = to_message(std::move(response), received.request.method != "HEAD", received.version, keep_alive);
  peer.write_within(options.deadlines.write);
  error_code error;
  co_await http::async_write(peer.transport, message, asio::redirect_error(asio::use_awaitable, error));
  peer.clear_deadline();
  co_return !error && keep_alive;
}

/// Closes our side and waits for the client's: closed at once, what it still sends would make its system throw away the
/// answer that it has not read.
asio::awaitable<void> Sessions::Impl::farewell(Connection& peer) {
  peer.write_within(options.deadlines.linger);
  co_await peer.transport.end_writing();
  error_code error;
  std::array<char, 4096> unread{};
  while (!error && !peer.late()) {
    co_await peer.transport.socket().async_read_some(asio::buffer(unread),
                                                     asio::redirect_error(asio::use_awaitable, error));
  }
  peer.clear_deadline();
  peer.close();
}

Sessions::Sessions(asio::io_context& io, std::string name, const ServerOptions& options, const ServerLimits& limits,
                   Credentials credentials, const Router& router)
    : impl_(std::make_shared<Impl>(io, std::move(name), options, limits, std::move(credentials), router)) {}

Sessions::~Sessions() { impl_->end_pools(); }

void Sessions::serve(Socket&& socket, const std::string& address) { impl_->serve(std::move(socket), address); }

void Sessions::reload(Credentials credentials) {
  impl_->proxies = TrustedProxies(impl_->limits.trusted_proxies);
  impl_->origins = CrossOrigin(impl_->limits.origins);
  impl_->tls = std::move(credentials.tls);
  impl_->gate = AdminGate(std::move(credentials.keys));
  impl_->rates = RateLimiter(impl_->limits.rate, impl_->limits.burst);
}

void Sessions::stop() {
  impl_->stopping = true;
  for (auto* connection : impl_->open) connection->end_reading();
}

}  // namespace newssearch
