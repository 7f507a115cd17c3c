#pragma once
#include <xapian.h>

#include <cstdint>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <unordered_map>

#include "common/lexicon.h"
#include "common/positions_file.h"

namespace newssearch {

/// The lists of a shard (common/shard_database.h): which terms have some is known here, their bytes are fetched from
/// its server and kept for the next who asks. Safe to share between threads; the databases are not.
class ShardLists {
 public:
  using Bytes = std::shared_ptr<const std::string>;

  explicit ShardLists(Lexicon terms) : terms_(std::move(terms)) {}

  /// The terms that have posting lists, in order of bytes, and how many articles hold each.
  const Lexicon& terms() const { return terms_; }
  std::uint32_t articles_with(const std::string& term) const;

  /// As ImpactsFile has it; nullptr where no article holds the term. Throws Xapian::Error.
  Bytes postings(const Xapian::Database& database, const std::string& term) const;
  /// Of these terms. Throws Xapian::Error.
  PositionsFile positions(const Xapian::Database& database, const std::set<std::string>& terms) const;

 private:
  Bytes fetched(const Xapian::Database& database, const std::string& key) const;
  void keep(const std::string& key, const Bytes& bytes) const;

  static constexpr std::size_t kMostBytes = 128 << 20;  ///< of each of the next two
  const Lexicon terms_;
  mutable std::mutex mutex_;
  mutable std::unordered_map<std::string, Bytes> recent_, older_;  ///< by key; protected by mutex_, as the next
  mutable std::size_t recent_bytes_ = 0;
};

}  // namespace newssearch
