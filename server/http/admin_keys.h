#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace newssearch {

/// The keys of those who run the archive, known by their SHA-256 alone: who reads the file has no key.
class AdminKeys {
 public:
  AdminKeys() = default;
  /// Reads a key file: a line each of `SHA-256` or `NAME SHA-256`, in hexadecimal; empty lines and those that begin
  /// with '#' are for people. Throws std::runtime_error, also where there is no key in it or others may read or write
  /// it.
  explicit AdminKeys(const std::filesystem::path& file);

  bool empty() const { return keys_.empty(); }
  /// The name of a key, or the first digits of its SHA-256 where it has none; nullopt where it is no key. Takes as long
  /// for a wrong key as for a right one.
  std::optional<std::string> name_of(std::string_view key) const;

 private:
  struct Key {
    std::string name, digest;  ///< 64 digits, in lower case
  };
  std::vector<Key> keys_;
};

/// A fresh key, "ns_" and 256 random bits in hexadecimal. Throws std::system_error.
std::string make_admin_key();

/// The line of a key in a key file; the name may be empty.
std::string key_file_line(const std::string& name, std::string_view key);

}  // namespace newssearch
