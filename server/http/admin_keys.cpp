#include "server/http/admin_keys.h"

#include <openssl/crypto.h>
#include <sys/random.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <fstream>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <system_error>

#include "common/generation.h"

namespace newssearch {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kHexDigits = "0123456789abcdef";
constexpr std::size_t kShownDigits = 8;
constexpr fs::perms kOthers = fs::perms::others_all;

void check_permissions(const fs::path& file) {
  std::error_code error;
  const auto status = fs::status(file, error);
  if (error) throw std::runtime_error(file.string() + ": " + error.message());
  if ((status.permissions() & kOthers) != fs::perms::none) {
    throw std::runtime_error(file.string() + ": others may use it: chmod o= " + file.string());
  }
}

/// The name in a line, if any, and the digest at its end; nullopt where the line is no key's.
std::optional<std::pair<std::string, std::string>> key_in(const std::string& line) {
  std::istringstream words(line);
  std::string first, second, more;
  words >> first >> second >> more;
  std::string digest = second.empty() ? first : second;
  for (char& c : digest) {
    if (c >= 'A' && c <= 'F') c = static_cast<char>(c - 'A' + 'a');
  }
  if (!more.empty() || digest.size() != 64) return std::nullopt;
  if (digest.find_first_not_of(kHexDigits) != std::string::npos) return std::nullopt;
  return std::pair(second.empty() ? digest.substr(0, kShownDigits) : first, digest);
}

}  // namespace

AdminKeys::AdminKeys(const fs::path& file) {
  check_permissions(file);
  std::ifstream lines(file);
  if (!lines) throw std::runtime_error(file.string() + ": cannot be read");
  std::size_t number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    const auto begin = line.find_first_not_of(" \t\r");
    if (begin == std::string::npos || line[begin] == '#') continue;
    auto key = key_in(line);
    if (!key) {
      throw std::runtime_error(file.string() + ":" + std::to_string(number) +
                               ": not a SHA-256, alone or behind a name: `newssearch key` prints such a line");
    }
    keys_.push_back({std::move(key->first), std::move(key->second)});
  }
  if (keys_.empty()) throw std::runtime_error(file.string() + ": holds no key: add the line `newssearch key` prints");
}

std::optional<std::string> AdminKeys::name_of(std::string_view key) const {
  const std::string digest = sha256_hex(key);
  const Key* found = nullptr;
  for (const Key& each : keys_)
    if (CRYPTO_memcmp(digest.data(), each.digest.data(), digest.size()) == 0) found = &each;
  return found ? std::optional(found->name) : std::nullopt;
}

std::string make_admin_key() {
  std::array<unsigned char, 32> bits{};
  // Never less than asked for up to 256 bytes (getrandom(2)).
  if (::getrandom(bits.data(), bits.size(), 0) < 0)
    throw std::system_error(errno, std::generic_category(), "getrandom");
  std::string key = "ns_";
  for (const unsigned char byte : bits) {
    key += kHexDigits[byte >> 4];
    key += kHexDigits[byte & 15];
  }
  return key;
}

std::string key_file_line(const std::string& name, std::string_view key) {
  return (name.empty() ? "" : name + " ") + sha256_hex(key);
}

}  // namespace newssearch
