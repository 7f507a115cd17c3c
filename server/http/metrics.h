#pragma once
#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace newssearch {

class SearchEngine;
class WriterClient;

/// What an operator watches, for Prometheus (its text format 0.0.4). Safe to share between threads.
class Metrics {
 public:
  /// `data`: the directory whose disk is watched.
  explicit Metrics(std::filesystem::path data);
  ~Metrics();

  /// A request that was answered. `listener`: "public" or "admin"; `endpoint`: the pattern of its route, empty where
  /// there is none.
  void answered(const std::string& listener, const std::string& endpoint, unsigned status,
                std::chrono::nanoseconds took);
  /// A connection was opened (1) or has ended (-1).
  void connection(const std::string& listener, int change);
  /// A request waits for a thread or is being answered by one (1), or no more (-1).
  void in_hand(const std::string& listener, int change);
  /// An answer that took longer than an answer should.
  void slow();

  /// All of that, and how the index, the writer, the disk and this process are now.
  std::string text(const SearchEngine& engine, const WriterClient& writer);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace newssearch
