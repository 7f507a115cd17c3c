#pragma once
#include <array>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <memory>
#include <utility>

#include "server/http/session.h"
#include "server/http/tls_context.h"

namespace newssearch {

/// What a connection's bytes go through: its socket, or TLS over it. A stream as Asio's and Beast's functions take one,
/// which asks at each of them which of the two it is, so that what is built on it is compiled once; and TLS apart from
/// that, in transport.cpp, for any handler and buffers.
class Transport {
 public:
  using executor_type = Socket::executor_type;
  using error_code = boost::system::error_code;

  /// TLS where there is a `tls`; it must begin before anything is read or written.
  Transport(Socket accepted, const TlsContext* tls);
  ~Transport();
  Transport(const Transport&) = delete;
  Transport& operator=(const Transport&) = delete;

  executor_type get_executor() { return socket_.get_executor(); }
  Socket& socket() { return socket_; }
  bool is_tls() const { return tls_ != nullptr; }

  /// The handshake. Where it fails the client was told, as far as TLS has words for it.
  boost::asio::awaitable<error_code> begin_tls();

  /// What failed was the handshake of a client that speaks plain HTTP. From here on so does this.
  bool turns_out_plain(error_code handshake_failed);

  template <class Buffers, class Token>
  auto async_read_some(const Buffers& buffers, Token&& token) {
    if (!tls_) return socket_.async_read_some(buffers, std::forward<Token>(token));
    const auto begin = [this](auto handler, boost::asio::mutable_buffer into) {
      read_tls(into, Handler(std::move(handler)));
    };
    return boost::asio::async_initiate<Token, Completion>(begin, token, first_of(buffers));
  }
  template <class Buffers, class Token>
  auto async_write_some(const Buffers& buffers, Token&& token) {
    if (!tls_) return socket_.async_write_some(buffers, std::forward<Token>(token));
    const auto begin = [this](auto handler, const Gathered& from) { write_tls(from, Handler(std::move(handler))); };
    return boost::asio::async_initiate<Token, Completion>(begin, token, gathered(buffers));
  }

  /// Tells the client that nothing more comes. Over TLS its own word that it has understood is waited for, or whatever
  /// else it says.
  boost::asio::awaitable<void> end_writing();

 private:
  using Completion = void(error_code, std::size_t);
  using Gathered = std::array<boost::asio::const_buffer, 8>;  ///< the first of any number; empty where there are fewer

  /// A completion handler of any type, called once.
  class Handler {
   public:
    template <class Given>
    explicit Handler(Given given) : held_(std::make_unique<Held<Given>>(std::move(given))) {}
    void operator()(error_code error, std::size_t bytes) { std::exchange(held_, nullptr)->call(error, bytes); }

   private:
    struct Callable {
      virtual ~Callable() = default;
      virtual void call(error_code error, std::size_t bytes) = 0;
    };
    template <class Given>
    struct Held : Callable {
      explicit Held(Given to_hold) : given(std::move(to_hold)) {}
      void call(error_code error, std::size_t bytes) override { std::move(given)(error, bytes); }
      Given given;
    };
    std::unique_ptr<Callable> held_;
  };
  struct Tls;

  template <class Buffers>
  static boost::asio::mutable_buffer first_of(const Buffers& buffers) {
    auto each = boost::asio::buffer_sequence_begin(buffers);
    const auto end = boost::asio::buffer_sequence_end(buffers);
    while (each != end && boost::asio::mutable_buffer(*each).size() == 0) ++each;
    return each == end ? boost::asio::mutable_buffer() : boost::asio::mutable_buffer(*each);
  }
  template <class Buffers>
  static Gathered gathered(const Buffers& buffers) {
    Gathered result;
    auto free = result.begin();
    const auto end = boost::asio::buffer_sequence_end(buffers);
    for (auto each = boost::asio::buffer_sequence_begin(buffers); each != end && free != result.end(); ++each)
      if (const boost::asio::const_buffer buffer(*each); buffer.size() > 0) *free++ = buffer;
    return result;
  }
  void read_tls(boost::asio::mutable_buffer into, Handler handler);
  void write_tls(const Gathered& from, Handler handler);

  Socket socket_;
  std::unique_ptr<Tls> tls_;
};

}  // namespace newssearch
