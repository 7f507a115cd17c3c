#pragma once
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "server/search/search_request.h"
#include "server/search/search_response.h"

namespace newssearch {

/// How often an answer was looked up that was kept, or was not.
struct CacheCounts {
  std::uint64_t hits = 0, misses = 0;
};

/// Answers given before, the least lately asked for forgotten first. An answer is that of a version: of a generation,
/// of rules, of a quarter of an hour (SearchEngine::answer_version); of another version it is none. Safe to share
/// between threads.
class AnswerCache {
 public:
  /// `entries`: at most so many, about 20 kB each; 0: none. Answers much larger than a usual page are not kept.
  explicit AnswerCache(std::size_t entries) : entries_(entries) {}

  /// Nothing where it was not asked before.
  std::shared_ptr<const SearchResponse> find(const SearchRequest& request, const std::string& version);
  CacheCounts counts() const;
  void keep(const SearchRequest& request, const std::string& version, std::shared_ptr<const SearchResponse> answer);

 private:
  struct Entry {
    std::string key;
    std::shared_ptr<const SearchResponse> answer;
  };
  const std::size_t entries_;
  mutable std::mutex mutex_;
  std::list<Entry> by_use_;  ///< the latest first; protected by mutex_, as the next
  std::unordered_map<std::string, std::list<Entry>::iterator> by_key_;
  CacheCounts counts_;
};

}  // namespace newssearch
