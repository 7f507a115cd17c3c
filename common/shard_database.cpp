#include "common/shard_database.h"

#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "common/packed_file.h"
#include "common/schema.h"

namespace newssearch {
namespace {

constexpr std::size_t kPieceBytes = 1 << 20;

std::string piece_key(const std::string& name, std::uint64_t number) {
  return "f" + name + ":" + std::to_string(number);
}

}  // namespace

std::string to_json(const ShardDescription& description) {
  nlohmann::ordered_json files = nlohmann::ordered_json::object();
  for (const auto& [name, file] : description.files) files[name] = {{"bytes", file.bytes}, {"sha256", file.sha256}};
  return nlohmann::ordered_json{{"schema", description.schema},         {"set", description.set},
                                {"number", description.number},         {"of", description.of},
                                {"articles", description.articles},     {"average_length", description.average_length},
                                {"created_at", description.created_at}, {"files", std::move(files)}}
      .dump();
}

Result<ShardDescription> parse_shard_description(std::string_view text) try {
  constexpr unsigned kMostShards = 1000;
  const auto json = nlohmann::json::parse(text);
  ShardDescription description;
  json.at("schema").get_to(description.schema);
  json.at("set").get_to(description.set);
  json.at("number").get_to(description.number);
  json.at("of").get_to(description.of);
  json.at("articles").get_to(description.articles);
  json.at("average_length").get_to(description.average_length);
  json.at("created_at").get_to(description.created_at);
  for (const auto& [name, file] : json.at("files").items())
    description.files[name] = {file.at("bytes").get<std::uint64_t>(), file.at("sha256").get<std::string>()};
  if (description.number < 1 || description.number > description.of || description.of > kMostShards)
    return Error{"damaged",
                 "it is shard " + std::to_string(description.number) + " of " + std::to_string(description.of)};
  return description;
} catch (const nlohmann::json::exception&) {
  return Error{"damaged", "what it says of itself cannot be read"};
}

namespace shard {

std::string postings_key(std::string_view term) { return "i" + std::string(term); }
std::string positions_key(std::string_view term) { return "p" + std::string(term); }

Manifest::File put_file(Xapian::WritableDatabase& database, const std::string& name,
                        const std::filesystem::path& file) {
  Manifest::File put{std::filesystem::file_size(file), sha256_file(file)};
  std::ifstream stream(file, std::ios::binary);
  std::string piece(kPieceBytes, '\0');
  for (std::uint64_t number = 0;; ++number) {
    stream.read(piece.data(), static_cast<std::streamsize>(kPieceBytes));
    if (stream.gcount() == 0) break;
    database.set_metadata(piece_key(name, number), piece.substr(0, static_cast<std::size_t>(stream.gcount())));
  }
  return put;
}

void copy_file(const Xapian::Database& database, const std::string& name, const Manifest::File& stated,
               const std::filesystem::path& file) {
  std::uint64_t bytes = 0;
  write_file(file, [&](std::ostream& stream) {
    for (std::uint64_t number = 0; bytes < stated.bytes; ++number) {
      const std::string piece = database.get_metadata(piece_key(name, number));
      if (piece.empty()) break;
      stream << piece;
      bytes += piece.size();
    }
  });
  if (bytes != stated.bytes || sha256_file(file) != stated.sha256)
    throw std::runtime_error("its " + name + " is not as it was written");
}

Result<ShardDescription> describe(const Xapian::Database& database) {
  const std::string json = database.get_metadata(kDescriptionKey);
  if (json.empty()) return Error{"not_a_shard", "it is no shard: serve what `newssearch shard` wrote"};
  Result<ShardDescription> description = parse_shard_description(json);
  if (!description) return description;
  if (description->schema > schema::kVersion)
    return Error{"newer_schema", "it was written by a newer newssearch: upgrade this one"};
  if (description->schema < schema::kVersion)
    return Error{"older_schema",
                 "it was written by an older newssearch: run `newssearch reindex` and `newssearch shard`"};
  return description;
}

}  // namespace shard
}  // namespace newssearch
