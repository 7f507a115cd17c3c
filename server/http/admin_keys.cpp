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

#include "common/date.h"
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

bool is_digest(std::string& word) {
  for (char& c : word) {
    if (c >= 'A' && c <= 'F') c = static_cast<char>(c - 'A' + 'a');
  }
  return word.size() == 64 && word.find_first_not_of(kHexDigits) == std::string::npos;
}

constexpr std::string_view kScopes = "scopes=", kUntil = "until=";

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
    auto key = read(line);
    if (!key) {
      throw std::runtime_error(file.string() + ":" + std::to_string(number) +
                               ": not a SHA-256, alone or behind a name, with scopes=read,write,admin and "
                               "until=2027-01-31 behind it or not: `newssearch key` prints such a line");
    }
    keys_.push_back(*std::move(key));
  }
  if (keys_.empty()) throw std::runtime_error(file.string() + ": holds no key: add the line `newssearch key` prints");
}

std::optional<AdminKeys::Key> AdminKeys::read(const std::string& line) {
  std::istringstream words(line);
  Key key;
  std::string word;
  words >> word;
  if (!is_digest(word)) {
    key.holder.name = word;
    words >> word;
    if (!is_digest(word)) return std::nullopt;
  }
  key.digest = word;
  if (key.holder.name.empty()) key.holder.name = key.digest.substr(0, kShownDigits);
  while (words >> word) {
    if (word.starts_with(kScopes)) {
      const auto scopes = scopes_from_string(word.substr(kScopes.size()));
      if (!scopes) return std::nullopt;
      key.holder.scopes = *scopes;
    } else if (word.starts_with(kUntil)) {
      const auto day = parse_iso_date(word.substr(kUntil.size()));
      if (!day || day->precision != DatePrecision::day) return std::nullopt;
      key.holder.until = day->time + std::chrono::days(1);
    } else {
      return std::nullopt;
    }
  }
  return key;
}

std::optional<KeyHolder> AdminKeys::holder_of(std::string_view key, std::chrono::system_clock::time_point now) const {
  const std::string digest = sha256_hex(key);
  const Key* found = nullptr;
  for (const Key& each : keys_)
    if (CRYPTO_memcmp(digest.data(), each.digest.data(), digest.size()) == 0) found = &each;
  if (!found || (found->holder.until && now >= *found->holder.until)) return std::nullopt;
  return found->holder;
}

std::optional<unsigned> scopes_from_string(std::string_view names) {
  unsigned scopes = 0;
  while (!names.empty()) {
    const auto name = names.substr(0, names.find(','));
    names.remove_prefix(std::min(name.size() + 1, names.size()));
    if (name == "read") {
      scopes |= static_cast<unsigned>(Scope::read);
    } else if (name == "write") {
      scopes |= static_cast<unsigned>(Scope::write);
    } else if (name == "admin") {
      scopes |= static_cast<unsigned>(Scope::admin);
    } else {
      return std::nullopt;
    }
  }
  return scopes == 0 ? std::nullopt : std::optional(scopes);
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

std::string key_file_line(const std::string& name, std::string_view key, const std::string& scopes,
                          const std::string& until) {
  return (name.empty() ? "" : name + " ") + sha256_hex(key) + (scopes.empty() ? "" : " scopes=" + scopes) +
         (until.empty() ? "" : " until=" + until);
}

}  // namespace newssearch
