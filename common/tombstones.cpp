#include "common/tombstones.h"

#include <fstream>
#include <nlohmann/json.hpp>

#include "common/generation.h"

namespace newssearch {

Result<Tombstones> Tombstones::open(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return Tombstones();
  return read(std::string(std::istreambuf_iterator<char>(stream), {}));
}

Result<Tombstones> Tombstones::read(std::string_view text) try {
  Tombstones tombstones;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const auto json = nlohmann::json::parse(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    tombstones.by_hash_[json.at("id").get<std::string>()] = {
        json.at("purged").get<bool>(), Instant{std::chrono::seconds{json.at("time").get<std::int64_t>()}},
        json.at("reason").get<std::string>()};
  }
  return tombstones;
} catch (const nlohmann::json::exception&) {
  return Error{"damaged", "the list of what was taken out cannot be read"};
}

std::string Tombstones::text() const {
  std::string text;
  for (const auto& [hash, tombstone] : by_hash_)
    text += nlohmann::json({{"id", hash},
                            {"purged", tombstone.purged},
                            {"time", tombstone.time.time_since_epoch().count()},
                            {"reason", tombstone.reason}})
                .dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) +
            "\n";
  return text;
}

std::optional<Tombstones::Tombstone> Tombstones::find(std::string_view id) const {
  const auto found = by_hash_.find(sha256_hex(id));
  return found == by_hash_.end() ? std::nullopt : std::optional(found->second);
}

void Tombstones::add(std::string_view id, Tombstone tombstone) {
  const auto [known, fresh] = by_hash_.try_emplace(sha256_hex(id), tombstone);
  if (!fresh && !known->second.purged) known->second = std::move(tombstone);
}

void Tombstones::remove(std::string_view id) {
  const auto found = by_hash_.find(sha256_hex(id));
  if (found != by_hash_.end() && !found->second.purged) by_hash_.erase(found);
}

Tombstones Tombstones::purged() const {
  Tombstones purged;
  for (const auto& [hash, tombstone] : by_hash_)
    if (tombstone.purged) purged.by_hash_[hash] = tombstone;
  return purged;
}

void Tombstones::merge(const Tombstones& others) {
  for (const auto& [hash, tombstone] : others.by_hash_) {
    const auto [known, fresh] = by_hash_.try_emplace(hash, tombstone);
    if (!fresh && tombstone.purged && !known->second.purged) known->second = tombstone;
  }
}

}  // namespace newssearch
