#include "common/base64url.h"

#include <openssl/evp.h>

#include <algorithm>

namespace newssearch {
namespace {

unsigned char* bytes_of(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }
const unsigned char* bytes_of(const std::string& text) { return reinterpret_cast<const unsigned char*>(text.data()); }

}  // namespace

std::string to_base64url(std::string_view bytes) {
  const std::string input(bytes);
  std::string text((input.size() + 2) / 3 * 4 + 1, '\0');  // with the NUL that OpenSSL adds
  EVP_EncodeBlock(bytes_of(text), bytes_of(input), static_cast<int>(input.size()));
  text.resize((input.size() * 4 + 2) / 3);
  std::replace(text.begin(), text.end(), '+', '-');
  std::replace(text.begin(), text.end(), '/', '_');
  return text;
}

std::optional<std::string> from_base64url(std::string_view text) {
  constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  if (text.find_first_not_of(kDigits) != std::string_view::npos || text.size() % 4 == 1) return std::nullopt;
  std::string padded(text);
  std::replace(padded.begin(), padded.end(), '-', '+');
  std::replace(padded.begin(), padded.end(), '_', '/');
  padded.append((4 - padded.size() % 4) % 4, '=');
  std::string bytes(padded.size() / 4 * 3, '\0');
  if (EVP_DecodeBlock(bytes_of(bytes), bytes_of(padded), static_cast<int>(padded.size())) < 0) return std::nullopt;
  bytes.resize(text.size() * 3 / 4);
  return bytes;
}

}  // namespace newssearch
