#pragma once
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace newssearch {

/// What is searched for, and how often: for those who run the archive. Not who asked, nor when. A query that was asked
/// once alone is told nobody and written nowhere. Safe to share between threads.
class QueryAnalytics {
 public:
  /// Goes on with what the file says, where there is one that can be read. Without a name, what is counted ends with
  /// this: what was purged from an archive may be what was searched for.
  explicit QueryAnalytics(std::filesystem::path file);
  /// Writes the file.
  ~QueryAnalytics();
  QueryAnalytics(const QueryAnalytics&) = delete;
  QueryAnalytics& operator=(const QueryAnalytics&) = delete;

  /// A search that found so many articles. Queries are the same whatever their case, accents and blanks. Writes the
  /// file from time to time; where that fails it is tried again.
  void count(std::string_view query, std::uint32_t total);

  struct Query {
    std::string text;         ///< folded
    std::uint64_t times = 0;  ///< 2 at the least
    std::uint32_t total = 0;  ///< articles it found the last time
  };
  struct Report {
    std::string since;  ///< the day it was begun
    std::uint64_t searches = 0, without_hits = 0;
    std::vector<Query> top, zero_hits;  ///< the most often asked first
  };
  /// At most so many of each.
  Report report(std::size_t limit) const;

 private:
  struct Counted {
    std::uint64_t times = 0;
    std::uint32_t total = 0;
  };
  void read();
  void write() const;
  void forget_rare();

  const std::filesystem::path file_;
  mutable std::mutex mutex_;  ///< guards what follows
  std::string since_;
  std::uint64_t searches_ = 0, without_hits_ = 0;
  std::unordered_map<std::string, Counted> queries_;
  std::chrono::steady_clock::time_point written_ = std::chrono::steady_clock::now();
};

}  // namespace newssearch
