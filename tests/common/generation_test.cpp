#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "common/generation.h"
#include "common/schema.h"
#include "tests/support/temporary_folder.h"

using namespace newssearch;
namespace fs = std::filesystem;

namespace {

void write(const fs::path& file, std::string_view text) {
  fs::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << text;
}

/// A generation of one file, with a manifest that is right about it.
void write_generation(const DataDirectory& directory, std::uint64_t number, std::string_view content = "postings") {
  const fs::path path = directory.generation_path(number);
  write(path / "xapian/postlist.glass", content);
  Manifest manifest{.schema = schema::kVersion,
                    .number = number,
                    .articles = 1,
                    .text_bytes = 8,
                    .created_at = "2025-01-01T00:00:00Z",
                    .parts = {},
                    .files = {}};
  manifest.files["xapian/postlist.glass"] = {content.size(), sha256_hex(content)};
  write(path / "manifest.json", to_json(manifest));
}

}  // namespace

TEST_CASE("SHA-256 is the standard's") {
  CHECK(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("a manifest survives being written and read") {
  const Manifest manifest{.schema = 1,
                          .number = 42,
                          .articles = 7,
                          .text_bytes = 99,
                          .created_at = "2025-01-01T00:00:00Z",
                          .parts = {},
                          .files = {{"xapian/iamglass", {28, std::string(64, 'a')}}}};
  const Result<Manifest> read = parse_manifest(to_json(manifest));
  REQUIRE(read);
  CHECK(*read == manifest);
}

TEST_CASE("whichever bit of a manifest changes, it is another manifest or none, and told") {
  const Manifest manifest{.schema = schema::kVersion,
                          .number = 42,
                          .articles = 7,
                          .text_bytes = 99,
                          .created_at = "2025-01-01T00:00:00Z",
                          .seq = 9,
                          .average_length = 123.4,
                          .before = 41,
                          .parts = {},
                          .files = {{"xapian/iamglass", {28, std::string(64, 'a')}}}};
  const std::string json = to_json(manifest);
  for (std::size_t bit = 0; bit < json.size() * 8; ++bit) {
    std::string changed = json;
    changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << (bit % 8)));
    CAPTURE(changed);
    const Result<Manifest> read = parse_manifest(changed);
    if (read && *read != manifest) CHECK(read->schema < schema::kVersion);  // whose reader says to rebuild it
  }
}

TEST_CASE("what is no manifest is refused as damage") {
  const auto text = GENERATE(
      as<std::string>{}, "", "{", "[]", "{}", R"({"schema":"x"})",
      R"({"schema":1,"number":1,"articles":1,"text_bytes":1,"created_at":"","files":{"../etc/passwd":{"bytes":1,"sha256":""}}})");
  INFO(text);
  const Result<Manifest> manifest = parse_manifest(text);
  REQUIRE_FALSE(manifest);
  CHECK(manifest.error().code == "damaged");
}

TEST_CASE("an empty data directory has no index, and the message says how to make one") {
  const TemporaryFolder folder;
  const DataDirectory directory(folder.path());
  CHECK_FALSE(directory.current_number());
  CHECK_THROWS_WITH(directory.open_current(), Catch::Contains("newssearch index"));
}

TEST_CASE("the generation `current` names is opened") {
  const TemporaryFolder folder;
  const DataDirectory directory(folder.path());
  write_generation(directory, 1);
  write_generation(directory, 2);
  write(folder.path() / "current", "gen-000001\n");
  CHECK(directory.open_current().generation.manifest.number == 1);
  CHECK(directory.generations() == std::vector<std::uint64_t>{1, 2});
}

TEST_CASE("a damaged generation gives way to the one before, and the damage is told") {
  const TemporaryFolder folder;
  const DataDirectory directory(folder.path());
  write_generation(directory, 1);
  write_generation(directory, 2);
  write(folder.path() / "current", "gen-000002\n");
  SECTION("manifest missing") { fs::remove(directory.generation_path(2) / "manifest.json"); }
  SECTION("manifest cut short") { write(directory.generation_path(2) / "manifest.json", "{\"schema\""); }
  SECTION("file missing") { fs::remove(directory.generation_path(2) / "xapian/postlist.glass"); }
  SECTION("file cut short") { write(directory.generation_path(2) / "xapian/postlist.glass", "post"); }
  const DataDirectory::Opened opened = directory.open_current();
  CHECK(opened.generation.manifest.number == 1);
  CHECK_THAT(opened.damage, Catch::Contains("gen-000002"));
}

TEST_CASE("a changed byte is found by its checksum") {
  const TemporaryFolder folder;
  const DataDirectory directory(folder.path());
  write_generation(directory, 1);
  CHECK(verify_checksums(*directory.open(1)).empty());
  write(directory.generation_path(1) / "xapian/postlist.glass", "postingz");
  const std::vector<std::string> wrong = verify_checksums(*directory.open(1));
  REQUIRE(wrong.size() == 1);
  CHECK_THAT(wrong.front(), Catch::Contains("postlist.glass"));
}

TEST_CASE("what is derived from the database may be missing or of another size") {
  const TemporaryFolder folder;
  const DataDirectory directory(folder.path());
  write_generation(directory, 1);
  Manifest manifest = directory.open(1)->manifest;
  manifest.files["lexicon"] = {5, sha256_hex("words")};
  write(directory.generation_path(1) / "manifest.json", to_json(manifest));
  REQUIRE(directory.open(1));
  const std::vector<std::string> wrong = verify_checksums(*directory.open(1));
  REQUIRE(wrong.size() == 1);
  CHECK_THAT(wrong.front(), Catch::Contains("lexicon"));
}

TEST_CASE("a generation of an older schema is opened where its database is as today's, else only for its articles") {
  const TemporaryFolder folder;
  const DataDirectory directory(folder.path());
  write_generation(directory, 1);
  Manifest manifest = directory.open(1)->manifest;
  write(folder.path() / "current", "gen-000001\n");
  manifest.schema = 5;
  write(directory.generation_path(1) / "manifest.json", to_json(manifest));
  CHECK(directory.open_current().generation.manifest == manifest);
  manifest.schema = 4;
  write(directory.generation_path(1) / "manifest.json", to_json(manifest));
  CHECK(directory.open(1).error().code == "older_schema");
  CHECK_THROWS_WITH(directory.open_current(), Catch::Contains("newssearch reindex"));
  CHECK(directory.open_current(OlderSchema::accept).generation.manifest.number == 1);
}
