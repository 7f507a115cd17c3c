#pragma once
#include <xapian.h>

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include "common/generation.h"
#include "common/result.h"

namespace newssearch {

/// What a shard says of itself.
struct ShardDescription {
  int schema = 0;       ///< schema::kVersion of the program that wrote it
  std::string set;      ///< the same of all shards that one index was split into, and of no others: 16 hex digits
  unsigned number = 0;  ///< from 1 on
  unsigned of = 0;      ///< how many shards there are
  std::uint64_t articles = 0;
  double average_length = 0;  ///< of all articles of the set: impacts are of it
  std::string created_at;     ///< ISO 8601, UTC
  std::map<std::string, Manifest::File> files;
  bool operator==(const ShardDescription&) const = default;
};
std::string to_json(const ShardDescription& description);
/// Code "damaged".
Result<ShardDescription> parse_shard_description(std::string_view json);

/// A shard is a Xapian database (common/schema.h) that holds all there is of its part of an index, so that
/// xapian-tcpsrv serves it and xapian-replicate copies it as it is. Beside documents and terms it has as metadata
///
///   shard                a ShardDescription
///   i<term>              a list of the ImpactsFile of this part
///   p<term>              a list of its PositionsFile
///   f<name>:<number>     a piece of a packed file that who searches has a copy of: columns, terms (a lexicon of the
///                        terms that have lists), suggestions, live; lexicon and tombstones are those of all shards
namespace shard {

inline constexpr const char* kDescriptionKey = "shard";
inline constexpr const char* kTermsFile = "terms";
std::string postings_key(std::string_view term);
std::string positions_key(std::string_view term);

/// Throws Xapian::Error, or std::filesystem::filesystem_error where the file cannot be read.
Manifest::File put_file(Xapian::WritableDatabase& database, const std::string& name, const std::filesystem::path& file);
/// Copies it out. Throws std::runtime_error where it is not what the description says, Xapian::Error,
/// std::system_error.
void copy_file(const Xapian::Database& database, const std::string& name, const Manifest::File& stated,
               const std::filesystem::path& file);
/// Codes "not_a_shard", "newer_schema", "older_schema", "damaged". Throws Xapian::Error.
Result<ShardDescription> describe(const Xapian::Database& database);

}  // namespace shard

}  // namespace newssearch
