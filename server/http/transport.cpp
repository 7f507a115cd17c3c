#include "server/http/transport.h"

#include <openssl/ssl.h>

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace newssearch {

struct Transport::Tls {
  boost::asio::ssl::stream<Socket&> stream;
  bool begun = false;  ///< what TLS was begun with must be ended by it
};

Transport::Transport(Socket accepted, const TlsContext* tls) : socket_(std::move(accepted)) {
  if (tls) tls_.reset(new Tls{{socket_, tls->new_connection()}});
}

Transport::~Transport() = default;

boost::asio::awaitable<boost::system::error_code> Transport::begin_tls() {
  error_code error;
  co_await tls_->stream.async_handshake(boost::asio::ssl::stream_base::server,
                                        boost::asio::redirect_error(boost::asio::use_awaitable, error));
  tls_->begun = !error;
  co_return error;
}

bool Transport::turns_out_plain(error_code handshake_failed) {
  if (handshake_failed.category() != boost::asio::error::get_ssl_category()) return false;
  if (ERR_GET_REASON(static_cast<unsigned long>(handshake_failed.value())) != SSL_R_HTTP_REQUEST) return false;
  tls_.reset();
  return true;
}

void Transport::read_tls(boost::asio::mutable_buffer into, Handler handler) {
  tls_->stream.async_read_some(into, std::move(handler));
}

void Transport::write_tls(const Gathered& from, Handler handler) {
  tls_->stream.async_write_some(from, std::move(handler));
}

boost::asio::awaitable<void> Transport::end_writing() {
  error_code ignored;
  if (tls_ && tls_->begun)
    co_await tls_->stream.async_shutdown(boost::asio::redirect_error(boost::asio::use_awaitable, ignored));
  socket_.shutdown(Socket::shutdown_send, ignored);
}

}  // namespace newssearch
