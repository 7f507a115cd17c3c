#pragma once
#include <chrono>
#include <memory>
#include <string>

#include "server/http/server_options.h"

struct ssl_ctx_st;
struct ssl_st;

namespace newssearch {

/// What every TLS connection of a listener begins with: certificate, key, and how TLS is spoken, which is Mozilla's
/// "intermediate" without the ciphers that need parameters of their own: TLS 1.2 and 1.3, forward secrecy, AEAD; among
/// those the client chooses, who knows what its processor is good at. HTTP/1.1 by ALPN; no renegotiation, no
/// compression, no early data. Sessions are resumed by tickets, whose keys live as long as this. Safe to share between
/// threads.
class TlsContext {
 public:
  /// Throws std::runtime_error naming the file and the remedy: where one cannot be read or is no PEM, the key has a
  /// passphrase, may be read by others, or is that of another certificate.
  explicit TlsContext(const TlsFiles& files);

  /// For one connection, to be freed by who gets it; it keeps what it needs of this.
  ssl_st* new_connection() const;

  /// The file and the remedy where the certificate is not valid at this time, so that clients will refuse it; else
  /// empty.
  std::string complaint(std::chrono::system_clock::time_point now) const;

 private:
  std::shared_ptr<ssl_ctx_st> context_;
  std::string certificate_file_;
};

}  // namespace newssearch
