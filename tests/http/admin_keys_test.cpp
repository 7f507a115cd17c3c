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

/// Empty where it is no key.
std::string name_of(const AdminKeys& keys, std::string_view key,
                    std::chrono::system_clock::time_point now = std::chrono::system_clock::now()) {
  const auto holder = keys.holder_of(key, now);
  return holder ? holder->name : "";
}

/// Why the gate refuses; nullopt where it does not.
std::optional<Problem> refused(AdminGate& gate, std::string_view authorization, const std::string& client,
                               AdminGate::Clock::time_point now) {
  const auto answer = gate.admit(authorization, client, now);
  const auto* problem = std::get_if<Problem>(&answer);
  return problem ? std::optional(*problem) : std::nullopt;
}

/// Whom it takes the client for; empty where it refuses.
std::string admitted(AdminGate& gate, std::string_view authorization, const std::string& client,
                     AdminGate::Clock::time_point now) {
  const auto answer = gate.admit(authorization, client, now);
  const auto* holder = std::get_if<KeyHolder>(&answer);
  return holder ? holder->name : "";
}

}  // namespace

TEST_CASE("a key file knows the keys whose digests it holds, under a name or none") {
  const KeyFile file("# who may write\n\n" + key_file_line("", "first") + "\n  " + key_file_line("desk", "second") +
                     "\r\n");
  const AdminKeys keys(file.path());
  CHECK(name_of(keys, "first") == sha256_hex("first").substr(0, 8));
  CHECK(name_of(keys, "second") == "desk");
  for (const auto& wrong : {std::string(), std::string("third"), std::string("desk"), sha256_hex("first")}) {
    CHECK(name_of(keys, wrong).empty());
  }
  CHECK(name_of(AdminKeys(), "").empty());
}

TEST_CASE("a key file that cannot be trusted or read is refused with a remedy") {
  const KeyFile good(key_file_line("", "first"));
  using std::filesystem::perms;
  for (const auto allowed : {perms::others_read, perms::others_write}) {
    good.allow(perms::owner_read | perms::owner_write | allowed);
    CHECK_THROWS_WITH(AdminKeys(good.path()), Contains("chmod o="));
  }
  good.allow(perms::owner_read | perms::group_read);
  CHECK_FALSE(name_of(AdminKeys(good.path()), "first").empty());
  CHECK_THROWS_WITH(AdminKeys(good.path() / "none"), Contains("keys/none"));
  CHECK_THROWS_WITH(AdminKeys(KeyFile("# none\n").path()), Contains("holds no key"));
  const std::string digest = sha256_hex("a");
  for (const std::string& line : {std::string("secret"), std::string("a b c"), std::string("desk secret"),
                                  digest + " scopes=", digest + " scopes=all", digest + " until=soon",
                                  digest + " until=2027-01-31T10:00:00Z", digest + " colour=blue"}) {
    CHECK_THROWS_WITH(AdminKeys(KeyFile("\n" + line + "\n").path()), Contains("keys:2: "));
  }
}

TEST_CASE("a key is good for its scopes, until the end of its last day") {
  const KeyFile file(key_file_line("desk", "a", "read,write", "2027-01-31") + "\n" + key_file_line("", "b", "admin") +
                     "\n" + key_file_line("all", "c"));
  const AdminKeys keys(file.path());
  const auto day = [](const char* iso) {
    return std::chrono::system_clock::time_point(parse_iso_date(iso).value().time);
  };
  CHECK(keys.holder_of("a", day("2027-01-31T23:59:59Z"))->scopes == 3);
  CHECK_FALSE(keys.holder_of("a", day("2027-02-01T00:00:00Z")));
  CHECK(keys.holder_of("b", day("2099-01-01"))->scopes == static_cast<unsigned>(Scope::admin));
  CHECK(keys.holder_of("c", day("2099-01-01"))->scopes == kAllScopes);
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
  const KeyFile file(key_file_line("desk", "right"));
  AdminGate gate{AdminKeys(file.path())};
  const AdminGate::Clock::time_point now{};
  CHECK(admitted(gate, "Bearer right", "c", now) == "key desk");
  CHECK(admitted(gate, "bearer  right", "c", now) == "key desk");
  std::set<std::string> told;
  for (const std::string sent :
       {"", "right", "Bearer", "Bearer ", "Bearer wrong", "Basic right", "Bearer right, Bearer right"}) {
    const auto problem = refused(gate, sent, "c", now);
    REQUIRE(problem);
    CHECK(problem->status == 401);
    told.insert(problem->code + problem->detail);
  }
  CHECK(told.size() == 1);
  AdminGate open{AdminKeys()};
  CHECK_FALSE(refused(open, "", "c", now));
}

TEST_CASE("ten failures within a minute keep a client out until the minute is over, and no other") {
  const KeyFile file(key_file_line("desk", "right"));
  AdminGate gate{AdminKeys(file.path())};
  const AdminGate::Clock::time_point start{};
  for (int i = 0; i < 10; ++i) CHECK(refused(gate, "Bearer wrong", "one", start + seconds(i))->status == 401);
  for (const auto* sent : {"Bearer wrong", "Bearer right"}) {
    const auto problem = refused(gate, sent, "one", start + seconds(20));
    REQUIRE(problem);
    CHECK(problem->status == 429);
    CHECK(problem->retry_after == seconds(40));
  }
  CHECK(admitted(gate, "Bearer right", "two", start + seconds(20)) == "key desk");
  CHECK(admitted(gate, "Bearer right", "one", start + seconds(60)) == "key desk");
  CHECK(refused(gate, "Bearer wrong", "one", start + seconds(60))->status == 401);
}

}  // namespace newssearch
