#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace newssearch {

/// Articles on their way into a generation, as records in one file, so that they can be read back in order of date
/// whatever order they came in. append() from one thread, before any read(); read() from any number of threads.
class ArticleSpool {
 public:
  struct Place {
    std::uint64_t offset = 0;
    std::uint32_t bytes = 0;
  };
  /// Throws std::system_error, as every function here.
  explicit ArticleSpool(const std::filesystem::path& file);
  ~ArticleSpool();
  ArticleSpool(const ArticleSpool&) = delete;
  ArticleSpool& operator=(const ArticleSpool&) = delete;

  Place append(std::string_view record);
  void flush();
  std::string read(Place place) const;

 private:
  void write_buffer();
  int file_;
  std::string path_, buffer_;
  std::uint64_t written_ = 0;
};

}  // namespace newssearch
