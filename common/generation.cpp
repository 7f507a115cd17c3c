#include "common/generation.h"

#include <openssl/evp.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <fstream>
#include <limits>
#include <memory>
#include <nlohmann/json.hpp>

#include "common/impacts_file.h"
#include "common/schema.h"

namespace newssearch {
namespace {

namespace fs = std::filesystem;
constexpr std::string_view kGenerationPrefix = "gen-";
constexpr std::string_view kDatabasePrefix = "xapian/";
constexpr const char* kOwnChecksum = "sha256";
constexpr int kFirstSchemaWithOwnChecksum = 6;
/// From this one on, the database is as schema.h says; where packed files are of another form the database answers.
constexpr int kOldestSearched = 5;

std::string to_hex(const unsigned char* bytes, std::size_t size) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string hex;
  hex.reserve(size * 2);
  for (std::size_t i = 0; i < size; ++i) {
    hex += digits[bytes[i] >> 4];
    hex += digits[bytes[i] & 15];
  }
  return hex;
}

class Sha256 {
 public:
  Sha256() { EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr); }
  void update(const char* bytes, std::size_t size) { EVP_DigestUpdate(context_.get(), bytes, size); }
  std::string hex() {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    EVP_DigestFinal_ex(context_.get(), digest.data(), &size);
    return to_hex(digest.data(), size);
  }

 private:
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context_{EVP_MD_CTX_new(), EVP_MD_CTX_free};
};

std::optional<std::uint64_t> generation_number(std::string_view name) {
  if (!name.starts_with(kGenerationPrefix)) return std::nullopt;
  name.remove_prefix(kGenerationPrefix.size());
  while (!name.empty() && (name.back() == '\n' || name.back() == ' ')) name.remove_suffix(1);
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
  if (error != std::errc{} || end != name.data() + name.size()) return std::nullopt;
  return number;
}

std::optional<std::string> read_file(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(stream), {});
}

/// "xapian/postlist.glass" or "added/000043/xapian/postlist.glass".
bool is_of_database(std::string_view file) {
  return file.starts_with(kDatabasePrefix) || file.find("/" + std::string(kDatabasePrefix)) != std::string_view::npos;
}

/// A manifest names files of its own folder only, whoever wrote it.
bool inside(const fs::path& relative) {
  return relative.is_relative() &&
         std::none_of(relative.begin(), relative.end(), [](const fs::path& part) { return part == ".."; });
}

/// The one it was built with is the last, where it is not in shards; none begins before another one ends.
bool are_in_order(const std::vector<Manifest::Part>& parts, bool in_shards) {
  constexpr std::uint64_t kMostRanks = std::numeric_limits<std::uint32_t>::max();
  std::uint64_t end = 0;
  for (const Manifest::Part& part : parts) {
    if (part.first_rank < end || part.first_rank % kWindowArticles != 0 || part.first_rank > kMostRanks ||
        part.articles > kMostRanks - part.first_rank || part.folder.empty() != (!in_shards && &part == &parts.back()))
      return false;
    end = part.first_rank + part.articles;
  }
  return true;
}

}  // namespace

std::string to_json(const Manifest& manifest) {
  nlohmann::ordered_json files = nlohmann::ordered_json::object();
  for (const auto& [name, file] : manifest.files) files[name] = {{"bytes", file.bytes}, {"sha256", file.sha256}};
  nlohmann::ordered_json json = {{"schema", manifest.schema},
                                 {"number", manifest.number},
                                 {"articles", manifest.articles},
                                 {"text_bytes", manifest.text_bytes},
                                 {"created_at", manifest.created_at},
                                 {"seq", manifest.seq},
                                 {"average_length", manifest.average_length},
                                 {"before", manifest.before}};
  if (!manifest.shard_set.empty()) json["shard_set"] = manifest.shard_set;
  for (const Manifest::Part& part : manifest.parts)
    json["parts"].push_back(
        {{"folder", part.folder}, {"first_rank", part.first_rank}, {"articles", part.articles}, {"built", part.built}});
  json["files"] = std::move(files);
  json[kOwnChecksum] = sha256_hex(json.dump());
  return json.dump(2) + "\n";
}

Result<Manifest> parse_manifest(std::string_view text) try {
  auto json = nlohmann::ordered_json::parse(text);
  Manifest manifest;
  json.at("schema").get_to(manifest.schema);
  if (manifest.schema >= kFirstSchemaWithOwnChecksum) {
    const auto checksum = json.at(kOwnChecksum).get<std::string>();
    json.erase(kOwnChecksum);
    if (sha256_hex(json.dump()) != checksum) return Error{"damaged", "manifest.json is not as it was written"};
  }
  json.at("number").get_to(manifest.number);
  json.at("articles").get_to(manifest.articles);
  json.at("text_bytes").get_to(manifest.text_bytes);
  json.at("created_at").get_to(manifest.created_at);
  manifest.seq = json.value("seq", std::uint64_t{0});
  manifest.average_length = json.value("average_length", 0.0);
  manifest.before = json.value("before", std::uint64_t{0});
  manifest.shard_set = json.value("shard_set", "");
  if (json.contains("parts"))
    for (const auto& entry : json.at("parts")) {
      const Manifest::Part part{entry.at("folder").get<std::string>(), entry.at("first_rank").get<std::uint64_t>(),
                                entry.at("articles").get<std::uint64_t>(), entry.at("built").get<std::uint64_t>()};
      if (!inside(part.folder))
        return Error{"damaged", "manifest.json names a part outside its generation: " + part.folder};
      manifest.parts.push_back(part);
    }
  if (!are_in_order(manifest.parts, !manifest.shard_set.empty()))
    return Error{"damaged", "manifest.json names parts that overlap"};
  for (const auto& [name, file] : json.at("files").items()) {
    if (!inside(name)) return Error{"damaged", "manifest.json names a file outside its generation: " + name};
    manifest.files[name] = {file.at("bytes").get<std::uint64_t>(), file.at("sha256").get<std::string>()};
  }
  return manifest;
} catch (const nlohmann::json::exception&) {
  return Error{"damaged", "manifest.json is not a manifest"};
}

std::vector<Manifest::Part> Generation::parts() const {
  if (!manifest.parts.empty()) return manifest.parts;
  return {{.folder = "", .first_rank = 0, .articles = manifest.articles, .built = manifest.number}};
}

DataDirectory::DataDirectory(fs::path root) : root_(std::move(root)), current_file_(root_ / "current") {}

std::optional<std::uint64_t> DataDirectory::current_number() const {
  const std::optional<std::string> name = read_file(root_ / "current");
  return name ? generation_number(*name) : std::nullopt;
}

std::optional<DataDirectory::Stamp> DataDirectory::current_stamp() const {
  constexpr std::int64_t kSecond = 1'000'000'000, kYoung = kSecond / 10;
  struct stat status {};
  if (::stat(current_file_.c_str(), &status) != 0) return std::nullopt;
  const std::int64_t modified = status.st_mtim.tv_sec * kSecond + status.st_mtim.tv_nsec;
  struct timespec now {};
  ::clock_gettime(CLOCK_REALTIME, &now);
  const std::int64_t age = now.tv_sec * kSecond + now.tv_nsec - modified;
  if (age < kYoung) return std::nullopt;
  return Stamp{status.st_ino, modified};
}

fs::path DataDirectory::generation_path(std::uint64_t number) const {
  std::string digits = std::to_string(number);
  digits.insert(0, digits.size() < 6 ? 6 - digits.size() : 0, '0');
  return root_ / (std::string(kGenerationPrefix) + digits);
}

std::vector<std::uint64_t> DataDirectory::generations() const {
  std::vector<std::uint64_t> numbers;
  std::error_code missing;
  for (const fs::directory_entry& entry : fs::directory_iterator(root_, missing))
    if (const auto number = generation_number(entry.path().filename().string())) numbers.push_back(*number);
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

Result<Generation> DataDirectory::open(std::uint64_t number, OlderSchema older) const {
  const fs::path path = generation_path(number);
  const std::string name = path.filename().string();
  const std::optional<std::string> text = read_file(path / "manifest.json");
  if (!text) return Error{"no_index", name + " has no manifest.json"};
  Result<Manifest> manifest = parse_manifest(*text);
  if (!manifest) return Error{manifest.error().code, name + ": " + manifest.error().message};
  if (manifest->schema > schema::kVersion)
    return Error{"newer_schema",
                 name + " was written by a newer newssearch; upgrade, or run `newssearch reindex` with that one"};
  if (manifest->schema < kOldestSearched && older == OlderSchema::refuse)
    return Error{"older_schema",
                 name +
                     " was written by an older newssearch; run `newssearch reindex`, which rebuilds it from its "
                     "stored articles, as a server with --admin does by itself"};
  for (const auto& [file, expected] : manifest->files) {
    if (!is_of_database(file)) continue;
    std::error_code missing;
    const std::uint64_t bytes = fs::file_size(path / file, missing);
    if (missing) return Error{"damaged", name + "/" + file + " is missing"};
    if (bytes != expected.bytes)
      return Error{"damaged", name + "/" + file + " has " + std::to_string(bytes) + " bytes instead of " +
                                  std::to_string(expected.bytes)};
  }
  return Generation{path, *std::move(manifest)};
}

DataDirectory::Opened DataDirectory::open_current(OlderSchema older_schema) const {
  const std::optional<std::uint64_t> current = current_number();
  if (!current && ::access(current_file_.c_str(), R_OK) != 0 && errno == EACCES)
    throw NoIndex(root_.string() + ": you may not read the index here: ask as its owner or a member of its group");
  if (!current)
    throw NoIndex(root_.string() +
                  ": no index here: make one with `newssearch index FILE`, or name another with --data");
  Result<Generation> generation = open(*current, older_schema);
  if (generation) return {*std::move(generation), ""};
  if (generation.error().code == "older_schema") throw NoIndex(root_.string() + ": " + generation.error().message);
  const std::string damage = generation.error().message;
  std::vector<std::uint64_t> older = generations();
  std::reverse(older.begin(), older.end());
  for (const std::uint64_t number : older) {
    if (number >= *current) continue;
    if (Result<Generation> previous = open(number, older_schema)) return {*std::move(previous), damage};
  }
  throw NoIndex(root_.string() + ": the index is damaged: " + damage + ": index the articles anew");
}

std::vector<std::string> verify_checksums(const Generation& generation) {
  std::vector<std::string> wrong;
  for (const auto& [file, expected] : generation.manifest.files) {
    const std::string name = (generation.path.filename() / file).string();
    try {
      if (sha256_file(generation.path / file) != expected.sha256) wrong.push_back(name + ": the checksum differs");
    } catch (const fs::filesystem_error& e) {
      wrong.push_back(name + ": " + e.code().message());
    }
  }
  return wrong;
}

std::string sha256_file(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream)
    throw fs::filesystem_error("cannot read", file, std::make_error_code(std::errc::no_such_file_or_directory));
  Sha256 hash;
  std::vector<char> block(1 << 20);
  while (stream.read(block.data(), static_cast<std::streamsize>(block.size())) || stream.gcount() > 0)
    hash.update(block.data(), static_cast<std::size_t>(stream.gcount()));
  if (stream.bad()) throw fs::filesystem_error("cannot read", file, std::make_error_code(std::errc::io_error));
  return hash.hex();
}

std::string sha256_hex(std::string_view bytes) {
  Sha256 hash;
  hash.update(bytes.data(), bytes.size());
  return hash.hex();
}

}  // namespace newssearch
