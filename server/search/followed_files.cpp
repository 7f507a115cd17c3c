#include "server/search/followed_files.h"

#include <sys/stat.h>

#include <ctime>
#include <fstream>

namespace newssearch {

namespace fs = std::filesystem;

std::optional<std::vector<FileStamp>> stamps_of(const std::vector<fs::path>& files) {
  constexpr std::int64_t kSecond = 1'000'000'000, kYoung = kSecond / 10;
  std::vector<FileStamp> stamps;
  for (const fs::path& file : files) {
    struct stat status {};
    stamps.emplace_back();
    if (::stat(file.c_str(), &status) != 0) continue;
    stamps.back() = {status.st_ino, static_cast<std::uint64_t>(status.st_size),
                     status.st_ctim.tv_sec * kSecond + status.st_ctim.tv_nsec};
    struct timespec now {};
    ::clock_gettime(CLOCK_REALTIME, &now);
    const std::int64_t age = now.tv_sec * kSecond + now.tv_nsec - stamps.back().changed;
    if (age >= 0 && age < kYoung) return std::nullopt;  // less than nothing, where the clock was set back
  }
  return stamps;
}

Result<std::string> read_rule_file(const fs::path& path) {
  const auto unreadable = [&](const char* why) { return Error{"unreadable", path.string() + ": " + why}; };
  std::error_code unknown;
  const fs::file_status status = fs::status(path, unknown);
  if (status.type() == fs::file_type::not_found) {
    const bool is_link = fs::is_symlink(fs::symlink_status(path, unknown));
    return is_link ? Result<std::string>(unreadable("leads nowhere")) : Result<std::string>(std::string());
  }
  if (status.type() == fs::file_type::none) return unreadable("cannot be read");
  if (!fs::is_regular_file(status)) return unreadable("is not a file");  // reading a pipe would never end
  std::ifstream file(path, std::ios::binary);
  std::string text(kMostRuleFileBytes + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(file.gcount()));
  if (text.size() > kMostRuleFileBytes) return unreadable("is larger than 1 MB; make it smaller");
  if (!file.eof()) return unreadable("cannot be read");
  return text;
}

}  // namespace newssearch
