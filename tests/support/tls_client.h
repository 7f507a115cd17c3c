#pragma once
#include <openssl/err.h>
#include <openssl/ssl.h>

#include <csignal>
#include <memory>

#include "tests/support/raw_client.h"

namespace newssearch {

/// What a client of TLS offers.
struct TlsWish {
  int lowest = TLS1_2_VERSION, highest = TLS1_3_VERSION;
  std::string protocols{};  ///< by ALPN, each behind its length: "\x02h2\x08http/1.1"
  std::shared_ptr<SSL_SESSION> session{};
};

/// A RawClient over TLS. Believes every certificate, and tells which it was shown.
class TlsClient : public RawClient {
 public:
  /// Throws std::runtime_error, with what OpenSSL says, where the server shakes no hands.
  explicit TlsClient(std::uint16_t port, const TlsWish& wish = {}) : RawClient(port) {
    std::signal(SIGPIPE, SIG_IGN);  // OpenSSL writes without a way to say so
    const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context(SSL_CTX_new(TLS_client_method()), SSL_CTX_free);
    SSL_CTX_set_security_level(context.get(), 0);  // else old versions would not even be offered
    SSL_CTX_set_min_proto_version(context.get(), wish.lowest);
    SSL_CTX_set_max_proto_version(context.get(), wish.highest);
    tls_.reset(SSL_new(context.get()), SSL_free);
    const auto* protocols = reinterpret_cast<const unsigned char*>(wish.protocols.data());
    if (!wish.protocols.empty())
      SSL_set_alpn_protos(tls_.get(), protocols, static_cast<unsigned>(wish.protocols.size()));
    if (wish.session) SSL_set_session(tls_.get(), wish.session.get());
    SSL_set_fd(tls_.get(), descriptor());
    if (SSL_connect(tls_.get()) != 1) fail("handshake");
  }
  TlsClient(TlsClient&&) = default;

  void send(std::string_view bytes) override {
    if (SSL_write(tls_.get(), bytes.data(), static_cast<int>(bytes.size())) <= 0) fail("send");
  }

  /// close_notify.
  void end_sending() override { SSL_shutdown(tls_.get()); }

  /// Asks to shake hands once more, as TLS 1.2 can. True where the server does.
  bool renegotiate() { return SSL_renegotiate(tls_.get()) == 1 && SSL_do_handshake(tls_.get()) == 1; }

  /// The server said that nothing more comes, rather than only hanging up.
  bool told_the_end() const { return (SSL_get_shutdown(tls_.get()) & SSL_RECEIVED_SHUTDOWN) != 0; }

  int version() const { return SSL_version(tls_.get()); }
  std::string cipher() const { return SSL_get_cipher_name(tls_.get()); }
  bool resumed() const { return SSL_session_reused(tls_.get()) == 1; }
  std::shared_ptr<SSL_SESSION> session() const { return {SSL_get1_session(tls_.get()), SSL_SESSION_free}; }
  std::string protocol() const {
    const unsigned char* name = nullptr;
    unsigned size = 0;
    SSL_get0_alpn_selected(tls_.get(), &name, &size);
    return {reinterpret_cast<const char*>(name), size};
  }
  long serial_of_server() const {
    const std::unique_ptr<X509, decltype(&X509_free)> shown(SSL_get1_peer_certificate(tls_.get()), X509_free);
    return ASN1_INTEGER_get(X509_get0_serialNumber(shown.get()));
  }

 protected:
  std::size_t read_some(char* bytes, std::size_t most) override {
    ERR_clear_error();
    const int count = SSL_read(tls_.get(), bytes, static_cast<int>(most));
    if (count > 0) return static_cast<std::size_t>(count);
    const int error = SSL_get_error(tls_.get(), count);
    if (error == SSL_ERROR_ZERO_RETURN || ERR_GET_REASON(ERR_peek_error()) == SSL_R_UNEXPECTED_EOF_WHILE_READING)
      return 0;
    fail("receive");
  }

 private:
  [[noreturn]] static void fail(const std::string& what) {
    const char* reason = ERR_reason_error_string(ERR_peek_error());
    ERR_clear_error();
    throw std::runtime_error(what + ": " + (reason ? reason : "the connection ended"));
  }

  std::shared_ptr<SSL> tls_;
};

}  // namespace newssearch
