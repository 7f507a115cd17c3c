#pragma once
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>

#include "server/http/server_options.h"

namespace newssearch {

/// What a certificate for tests says.
struct CertificateWish {
  long serial = 1;
  long from = -3600, until = 3600;  ///< seconds from now
  bool rsa = false;                 ///< else ECDSA, whose keys are made in no time
};

namespace certificates {

template <class T, void (*kFree)(T*)>
struct Freed {
  void operator()(T* it) const { kFree(it); }
};
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY, EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Freed<X509, X509_free>>;

inline Certificate self_signed(EVP_PKEY* key, const CertificateWish& wish) {
  Certificate made(X509_new());
  X509* certificate = made.get();
  X509_set_version(certificate, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), wish.serial);
  X509_gmtime_adj(X509_getm_notBefore(certificate), wish.from);
  X509_gmtime_adj(X509_getm_notAfter(certificate), wish.until);
  X509_set_pubkey(certificate, key);
  X509_NAME* name = X509_get_subject_name(certificate);
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("localhost"), -1, -1, 0);
  X509_set_issuer_name(certificate, name);
  X509V3_CTX context;
  X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
  const std::unique_ptr<X509_EXTENSION, Freed<X509_EXTENSION, X509_EXTENSION_free>> names(
      X509V3_EXT_conf_nid(nullptr, &context, NID_subject_alt_name, "IP:127.0.0.1,DNS:localhost"));
  X509_add_ext(certificate, names.get(), -1);
  if (X509_sign(certificate, key, EVP_sha256()) == 0) throw std::runtime_error("no certificate");
  return made;
}

}  // namespace certificates

/// Writes a certificate for 127.0.0.1 and localhost, which signs itself, and its key over those files. The key has a
/// passphrase where one is given.
inline void write_certificate(const TlsFiles& files, const CertificateWish& wish = {},
                              const char* passphrase = nullptr) {
  const certificates::Key key(wish.rsa ? EVP_RSA_gen(2048) : EVP_EC_gen("P-256"));
  const auto certificate = certificates::self_signed(key.get(), wish);
  const auto write = [](const std::filesystem::path& path, const auto& put) {
    std::filesystem::remove(path);
    std::FILE* file = std::fopen(path.c_str(), "w");
    if (!file || put(file) != 1 || std::fclose(file) != 0) throw std::runtime_error("not written: " + path.string());
    std::filesystem::permissions(path, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  };
  write(files.certificate, [&](std::FILE* file) { return PEM_write_X509(file, certificate.get()); });
  write(files.key, [&](std::FILE* file) {
    return PEM_write_PKCS8PrivateKey(file, key.get(), passphrase ? EVP_aes_128_cbc() : nullptr, passphrase,
                                     passphrase ? static_cast<int>(std::char_traits<char>::length(passphrase)) : 0,
                                     nullptr, nullptr);
  });
}

/// The same into new files of a folder.
inline TlsFiles make_certificate(const std::filesystem::path& folder, const CertificateWish& wish = {}) {
  const TlsFiles files{folder / "certificate.pem", folder / "key.pem"};
  write_certificate(files, wish);
  return files;
}

}  // namespace newssearch
