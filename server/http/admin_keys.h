#pragma once
#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/http/message.h"

namespace newssearch {

/// Who holds a key.
struct KeyHolder {
  std::string name;  ///< or the first digits of the key's SHA-256, where it has none
  unsigned scopes = kAllScopes;
  std::optional<std::chrono::system_clock::time_point> until{};  ///< it is good so long
};

/// The keys of those who run the archive, known by their SHA-256 alone: who reads the file has no key.
class AdminKeys {
 public:
  AdminKeys() = default;
  /// Reads a key file: a line each of `[NAME] SHA-256 [scopes=read,write,admin] [until=2027-01-31]`, the SHA-256 in
  /// hexadecimal; without scopes it is good for all, without `until` (the end of that day, UTC) for ever. Empty lines
  /// and those that begin with '#' are for people. Throws std::runtime_error, also where there is no key in it or
  /// others may read or write it.
  explicit AdminKeys(const std::filesystem::path& file);

  bool empty() const { return keys_.empty(); }
  /// Nullopt where it is no key, or no more. Takes as long for a wrong key as for a right one.
  std::optional<KeyHolder> holder_of(std::string_view key, std::chrono::system_clock::time_point now) const;

 private:
  struct Key {
    KeyHolder holder;
    std::string digest;  ///< 64 digits, in lower case
  };
  static std::optional<Key> read(const std::string& line);

  std::vector<Key> keys_;
};

/// A fresh key, "ns_" and 256 random bits in hexadecimal. Throws std::system_error.
std::string make_admin_key();

/// The line of a key in a key file. The name may be empty, as may the texts of the scopes and of the day.
std::string key_file_line(const std::string& name, std::string_view key, const std::string& scopes = "",
                          const std::string& until = "");

/// "read,write" as bits. Nullopt where a name is none of a scope, or there is none.
std::optional<unsigned> scopes_from_string(std::string_view names);

}  // namespace newssearch
