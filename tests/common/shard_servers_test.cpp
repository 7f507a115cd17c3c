#include "common/shard_servers.h"

#include <catch2/catch.hpp>
#include <fstream>

#include "common/schema.h"
#include "tests/support/temporary_folder.h"

using namespace newssearch;

namespace {

const ShardDescription kDescription{.schema = schema::kVersion,
                                    .set = "0123456789abcdef",
                                    .number = 2,
                                    .of = 3,
                                    .articles = 156,
                                    .average_length = 285.5,
                                    .created_at = "2026-11-27T09:52:08Z",
                                    .files = {{"columns", {17, std::string(64, 'a')}}}};

}  // namespace

TEST_CASE("addresses of shards are read in order") {
  CHECK(parse_shard_addresses("tcp:one:7001,tcp:10.0.0.2:7002").value() ==
        std::vector<ShardAddress>{{"one", 7001}, {"10.0.0.2", 7002}});
  CHECK(to_string(ShardAddress{"one", 7001}) == "tcp:one:7001");
}

TEST_CASE("what is no address of a shard is named") {
  const std::string address = GENERATE(as<std::string>(), "one:7001", "tcp:7001", "tcp::7001", "tcp:one:", "tcp:one:0",
                                       "tcp:one:70010", "tcp:one:seven", "tcp:one:7001x");
  const auto addresses = parse_shard_addresses("tcp:a:1," + address);
  REQUIRE_FALSE(addresses);
  CHECK(addresses.error().message == "'" + address + "' is no address: write tcp:HOST:PORT");
  CHECK_FALSE(parse_shard_addresses(""));
}

TEST_CASE("a shard says of itself what it was told") {
  CHECK(parse_shard_description(to_json(kDescription)).value() == kDescription);
}

TEST_CASE("a description that makes no sense is damaged") {
  ShardDescription wrong = kDescription;
  wrong.number = GENERATE(0U, 4U);
  CHECK(parse_shard_description(to_json(wrong)).error().code == "damaged");
  CHECK(parse_shard_description("{}").error().code == "damaged");
  CHECK(parse_shard_description("x").error().code == "damaged");
}

TEST_CASE("a file comes out of a shard as it was put in, or not at all") {
  const TemporaryFolder folder;
  std::string content;
  for (std::size_t i = 0; i < (std::size_t{5} << 19); ++i) content += static_cast<char>(i * i >> 7);
  std::ofstream(folder.path() / "in", std::ios::binary) << content;
  Xapian::WritableDatabase database((folder.path() / "db").string(), Xapian::DB_CREATE);
  Manifest::File stated = shard::put_file(database, "columns", folder.path() / "in");
  CHECK(stated.bytes == content.size());
  shard::copy_file(database, "columns", stated, folder.path() / "out");
  CHECK(sha256_file(folder.path() / "out") == sha256_hex(content));
  stated.sha256 = std::string(64, '0');
  CHECK_THROWS_WITH(shard::copy_file(database, "columns", stated, folder.path() / "out"),
                    "its columns is not as it was written");
}

TEST_CASE("a database that is no shard says so, and one of another version what to do") {
  const TemporaryFolder folder;
  Xapian::WritableDatabase database((folder.path() / "db").string(), Xapian::DB_CREATE);
  CHECK(shard::describe(database).error().code == "not_a_shard");
  ShardDescription other = kDescription;
  other.schema = schema::kVersion + 1;
  database.set_metadata(shard::kDescriptionKey, to_json(other));
  CHECK(shard::describe(database).error().code == "newer_schema");
  other.schema = schema::kVersion - 1;
  database.set_metadata(shard::kDescriptionKey, to_json(other));
  CHECK(shard::describe(database).error().code == "older_schema");
}

TEST_CASE("a server that does not answer is in trouble, and is not connected to") {
  ShardServers servers({{"127.0.0.1", 1}}, std::chrono::seconds(10));
  servers.look();
  CHECK_FALSE(servers.servers().front().trouble.empty());
  CHECK_FALSE(servers.connect("0123456789abcdef", 1));
}
