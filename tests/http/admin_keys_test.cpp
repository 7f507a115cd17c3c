#include "server/http/admin_keys.h"

#include <catch2/catch.hpp>
#include <set>

#include "common/generation.h"
#include "server/http/admin_gate.h"
#include "tests/support/temporary_folder.h"

namespace newssearch {
namespace {

using Catch::Contains;
using std::chrono::seconds;

/// A key file that only its owner may read.
class KeyFile {
 public:
  explicit KeyFile(const std::string& content) : path_(folder_.write("keys", content)) {
    allow(std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  }
  const std::filesystem::path& path() const { return path_; }
  void allow(std::filesystem::perms permissions) const { std::filesystem::permissions(path_, permissions); }

 private:
  TemporaryFolder folder_;
  std::filesystem::path path_;
};

}  // namespace

TEST_CASE("a key file knows the keys whose digests it holds, under a name or none") {
  const KeyFile file("# who may write\n\n" + key_file_line("", "first") + "\n  " + key_file_line("desk", "second") +
                     "\r\n");
  const AdminKeys keys(file.path());
  CHECK(keys.hold("first"));
  CHECK(keys.hold("second"));
  for (const auto& wrong : {std::string(), std::string("third"), std::string("desk"), sha256_hex("first")}) {
    CHECK_FALSE(keys.hold(wrong));
  }
  CHECK_FALSE(AdminKeys().hold(""));
}

TEST_CASE("a key file that cannot be trusted or read is refused with a remedy") {
  const KeyFile good(key_file_line("", "first"));
  using std::filesystem::perms;
  for (const auto allowed : {perms::others_read, perms::others_write}) {
    good.allow(perms::owner_read | perms::owner_write | allowed);
    CHECK_THROWS_WITH(AdminKeys(good.path()), Contains("chmod o="));
  }
  good.allow(perms::owner_read | perms::group_read);
  CHECK(AdminKeys(good.path()).hold("first"));
  CHECK_THROWS_WITH(AdminKeys(good.path() / "none"), Contains("keys/none"));
  CHECK_THROWS_WITH(AdminKeys(KeyFile("# none\n").path()), Contains("holds no key"));
  for (const std::string line : {"secret", "a b c", "desk secret"}) {
    CHECK_THROWS_WITH(AdminKeys(KeyFile("\n" + line + "\n").path()), Contains("keys:2: "));
  }
}

TEST_CASE("keys are long and never the same") {
  std::set<std::string> keys;
  for (int i = 0; i < 100; ++i) {
    const auto key = make_admin_key();
    CHECK(key.size() == 3 + 64);
    CHECK(keys.insert(key).second);
  }
}

TEST_CASE("who holds a key passes, and all others are told the same") {
  const KeyFile file(key_file_line("", "right"));
  AdminGate gate{AdminKeys(file.path())};
  const AdminGate::Clock::time_point now{};
  CHECK_FALSE(gate.refuse("Bearer right", "c", now));
  CHECK_FALSE(gate.refuse("bearer  right", "c", now));
  std::set<std::string> told;
  for (const std::string sent :
       {"", "right", "Bearer", "Bearer ", "Bearer wrong", "Basic right", "Bearer right, Bearer right"}) {
    const auto problem = gate.refuse(sent, "c", now);
    REQUIRE(problem);
    CHECK(problem->status == 401);
    told.insert(problem->code + problem->detail);
  }
  CHECK(told.size() == 1);
  CHECK_FALSE(AdminGate(AdminKeys()).refuse("", "c", now));
}

TEST_CASE("ten failures within a minute keep a client out until the minute is over, and no other") {
  const KeyFile file(key_file_line("", "right"));
  AdminGate gate{AdminKeys(file.path())};
  const AdminGate::Clock::time_point start{};
  for (int i = 0; i < 10; ++i) CHECK(gate.refuse("Bearer wrong", "one", start + seconds(i))->status == 401);
  for (const auto* sent : {"Bearer wrong", "Bearer right"}) {
    const auto problem = gate.refuse(sent, "one", start + seconds(20));
    REQUIRE(problem);
    CHECK(problem->status == 429);
    CHECK(problem->retry_after == seconds(40));
  }
  CHECK_FALSE(gate.refuse("Bearer right", "two", start + seconds(20)));
  CHECK_FALSE(gate.refuse("Bearer right", "one", start + seconds(60)));
  CHECK(gate.refuse("Bearer wrong", "one", start + seconds(60))->status == 401);
}

}  // namespace newssearch
