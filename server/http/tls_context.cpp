#include "server/http/tls_context.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>

#include <cerrno>
#include <cstdio>
#include <ctime>
#include <new>
#include <stdexcept>
#include <string_view>
#include <system_error>

namespace newssearch {
namespace {

namespace fs = std::filesystem;

constexpr const char* kCiphers =  // of TLS 1.2; those of 1.3 are all good
    "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:"
    "ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305";
constexpr const char* kGroups = "X25519:prime256v1:secp384r1";
constexpr int kSecurityLevel = 2;  ///< 112 bits: RSA of 2,048 and SHA-256 at the least
constexpr std::string_view kHttp11 = "\x08http/1.1";

[[noreturn]] void refuse_file(const fs::path& file, const std::string& what) {
  throw std::runtime_error(file.string() + ": " + what);
}

/// What OpenSSL said first.
std::string openssl_reason() {
  const char* text = ERR_reason_error_string(ERR_peek_error());
  return text ? text : "for a reason that OpenSSL does not tell";
}

/// OpenSSL would say only that there is no such file, whatever it is.
void check_readable(const fs::path& file) {
  std::error_code error;
  if (fs::exists(file, error) && !fs::is_regular_file(file, error))  // reading a pipe would never end
    refuse_file(file, "is no regular file: name a file of PEM");
  if (std::FILE* opened = std::fopen(file.c_str(), "re")) {
    std::fclose(opened);
  } else {
    refuse_file(file, "cannot be read: " + std::generic_category().message(errno) +
                          ": give its path, and let the user of the server read it");
  }
}

void use_certificate(SSL_CTX* context, const fs::path& file) {
  check_readable(file);
  ERR_clear_error();
  if (SSL_CTX_use_certificate_chain_file(context, file.c_str()) == 1) return;
  refuse_file(file,
              "cannot be used as a certificate (" + openssl_reason() +
                  "): write the server's in PEM, then those between it and a root, as in certbot's fullchain.pem");
}

void use_key(SSL_CTX* context, const TlsFiles& files) {
  check_readable(files.key);
  std::error_code error;
  if ((fs::status(files.key, error).permissions() & fs::perms::others_all) != fs::perms::none)
    refuse_file(files.key, "others may use it: chmod o= " + files.key.string());
  ERR_clear_error();
  const bool taken = SSL_CTX_use_PrivateKey_file(context, files.key.c_str(), SSL_FILETYPE_PEM) == 1;
  if (taken && SSL_CTX_check_private_key(context) == 1) return;
  if (taken || ERR_GET_LIB(ERR_peek_error()) == ERR_LIB_X509)
    refuse_file(files.key, "is not the key of " + files.certificate.string() +
                               ": name the two that were made together, as certbot's privkey.pem and fullchain.pem");
  refuse_file(files.key, "cannot be used as a key (" + openssl_reason() +
                             "): write it in PEM, without a passphrase: `openssl pkey` takes one off");
}

/// Nobody is there to be asked for a passphrase.
int no_passphrase(char*, int, int, void*) { return -1; }

/// A client that wants another protocol, and none of HTTP, is told so: what is meant for a mail server, say, must not
/// be taken for a request (RFC 7301, 3.2).
int choose_protocol(SSL*, const unsigned char** chosen, unsigned char* size, const unsigned char* offered,
                    unsigned offered_size, void*) {
  unsigned char* found = nullptr;
  if (SSL_select_next_proto(&found, size, reinterpret_cast<const unsigned char*>(kHttp11.data()), kHttp11.size(),
                            offered, offered_size) != OPENSSL_NPN_NEGOTIATED)
    return SSL_TLSEXT_ERR_ALERT_FATAL;
  *chosen = found;
  return SSL_TLSEXT_ERR_OK;
}

}  // namespace

TlsContext::TlsContext(const TlsFiles& files)
    : context_(SSL_CTX_new(TLS_server_method()), SSL_CTX_free), certificate_file_(files.certificate.string()) {
  SSL_CTX* context = context_.get();
  if (!context) throw std::bad_alloc();
  SSL_CTX_set_security_level(context, kSecurityLevel);
  SSL_CTX_set_options(context, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION);
  SSL_CTX_clear_options(context, SSL_OP_CIPHER_SERVER_PREFERENCE);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_alpn_select_cb(context, choose_protocol, nullptr);
  SSL_CTX_set_default_passwd_cb(context, no_passphrase);
  if (SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) != 1 || SSL_CTX_set_cipher_list(context, kCiphers) != 1 ||
      SSL_CTX_set1_groups_list(context, kGroups) != 1)
    throw std::runtime_error("TLS: this OpenSSL does not speak as it must (" + openssl_reason() +
                             "): install OpenSSL 3");
  use_certificate(context, files.certificate);
  use_key(context, files);
}

ssl_st* TlsContext::new_connection() const {
  SSL* connection = SSL_new(context_.get());
  if (!connection) throw std::bad_alloc();
  return connection;
}

std::string TlsContext::complaint(std::chrono::system_clock::time_point now) const {
  const X509* certificate = SSL_CTX_get0_certificate(context_.get());
  std::time_t time = std::chrono::system_clock::to_time_t(now);
  const std::string valid = certificate_file_ + ": the certificate is ";
  if (X509_cmp_time(X509_get0_notAfter(certificate), &time) < 0)
    return valid + "no longer valid: renew it, and send SIGHUP";
  if (X509_cmp_time(X509_get0_notBefore(certificate), &time) > 0)
    return valid + "not valid yet: set the clock, or have it issued anew";
  return {};
}

}  // namespace newssearch
