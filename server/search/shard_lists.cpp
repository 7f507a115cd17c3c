#include "server/search/shard_lists.h"

#include <map>

#include "common/shard_database.h"

namespace newssearch {

std::uint32_t ShardLists::articles_with(const std::string& term) const {
  const std::optional<LexiconWord> known = terms_.find(term);
  return known ? known->articles : 0;
}

ShardLists::Bytes ShardLists::postings(const Xapian::Database& database, const std::string& term) const {
  if (articles_with(term) == 0) return nullptr;
  return fetched(database, shard::postings_key(term));
}

PositionsFile ShardLists::positions(const Xapian::Database& database, const std::set<std::string>& terms) const {
  std::map<std::string, std::string> lists;
  for (const std::string& term : terms)
    if (articles_with(term) > 0) lists[term] = *fetched(database, shard::positions_key(term));
  return file_of_lists(lists);
}

/// What was asked for of late is kept: what was not since as much was fetched goes.
ShardLists::Bytes ShardLists::fetched(const Xapian::Database& database, const std::string& key) const {
  {
    const std::scoped_lock lock(mutex_);
    if (const auto known = recent_.find(key); known != recent_.end()) return known->second;
    if (const auto known = older_.find(key); known != older_.end()) {
      Bytes bytes = known->second;
      keep(key, bytes);
      return bytes;
    }
  }
  const auto bytes = std::make_shared<const std::string>(database.get_metadata(key));
  const std::scoped_lock lock(mutex_);
  keep(key, bytes);
  return bytes;
}

void ShardLists::keep(const std::string& key, const Bytes& bytes) const {
  if (!recent_.emplace(key, bytes).second) return;
  recent_bytes_ += key.size() + bytes->size();
  if (recent_bytes_ <= kMostBytes) return;
  older_ = std::move(recent_);
  recent_.clear();
  recent_bytes_ = 0;
}

}  // namespace newssearch
