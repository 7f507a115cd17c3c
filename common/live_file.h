#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "common/date.h"
#include "common/packed_file.h"
#include "common/result.h"

namespace newssearch {

/// Which ranks of a generation in several parts are articles one may be shown: not those that were replaced or taken
/// out, not the ranks between two parts, and some only until their time. A packed file; memory-mapped and immutable:
/// safe to share between threads. What lies outside it is not there.
class LiveFile {
 public:
  static constexpr const char* kFileName = "live";

  /// Code "damaged".
  static Result<LiveFile> open(const std::filesystem::path& file);
  static Result<LiveFile> read(std::string bytes);

  struct Expiry {
    std::uint32_t rank = 0;
    Instant time{};  ///< from then on it is not there
  };
  /// `bits`: a bit a rank, 64 in each. Throws std::system_error.
  static void write(const std::filesystem::path& file, const std::vector<std::uint64_t>& bits,
                    const std::vector<Expiry>& expiries);

  PackedOffsets bits() const { return PackedOffsets(file_.part(0)); }
  std::size_t expiries() const { return PackedNumbers(file_.part(1)).size(); }
  Expiry expiry(std::size_t number) const;

 private:
  explicit LiveFile(PackedFile file) : file_(std::move(file)) {}
  PackedFile file_;
};

}  // namespace newssearch
