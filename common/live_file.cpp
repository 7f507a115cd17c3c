#include "common/live_file.h"

namespace newssearch {
namespace {

constexpr PackedFile::Kind kKind{"live", 1, 3};

template <class Number>
std::string_view bytes_of(const std::vector<Number>& numbers) {
  return {reinterpret_cast<const char*>(numbers.data()), numbers.size() * sizeof(Number)};
}

}  // namespace

Result<LiveFile> LiveFile::open(const std::filesystem::path& path) {
  Result<PackedFile> file = PackedFile::open(path, kKind);
  if (!file) return file.error();
  return LiveFile(*std::move(file));
}

Result<LiveFile> LiveFile::read(std::string bytes) {
  Result<PackedFile> file = PackedFile::read(std::move(bytes), kKind);
  if (!file) return file.error();
  return LiveFile(*std::move(file));
}

void LiveFile::write(const std::filesystem::path& path, const std::vector<std::uint64_t>& bits,
                     const std::vector<Expiry>& expiries) {
  std::vector<std::uint32_t> ranks;
  std::vector<std::int64_t> times;
  for (const Expiry& expiry : expiries) {
    ranks.push_back(expiry.rank);
    times.push_back(expiry.time.time_since_epoch().count());
  }
  PackedFile::write(path, kKind, {bytes_of(bits), bytes_of(ranks), bytes_of(times)});
}

LiveFile::Expiry LiveFile::expiry(std::size_t number) const {
  return {PackedNumbers(file_.part(1))[number],
          Instant{std::chrono::seconds{PackedArray<std::int64_t>(file_.part(2))[number]}}};
}

}  // namespace newssearch
