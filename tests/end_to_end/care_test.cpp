#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/end_to_end/workplace.h"

using namespace newssearch;
using Catch::Contains;
using nlohmann::json;

namespace {

class TwoGenerations : public Workplace {
 public:
  TwoGenerations() {
    run({"index", "-"}, kThree);
    run({"index", "-"}, R"({"id":"4","title":"Four","body":"The fourth article."})");
  }
  std::filesystem::path current_file(const std::string& name) const { return data() / "gen-000002" / name; }
};

}  // namespace

TEST_CASE("status says what the index holds") {
  const TwoGenerations archive;
  const Ended table = archive.run({"status"});
  CHECK(table.code == 0);
  CHECK_THAT(table.out,
             Contains("generation  2, made ") && Contains("articles    4\n") && Contains("kept        1, 2\n"));
  const json status = json::parse(archive.run({"status", "--output", "json"}).out);
  CHECK(status.at("generation") == 2);
  CHECK(status.at("articles") == 4);
  CHECK(status.at("newest") == "1987-10-20");
  CHECK(status.at("generations") == json({1, 2}));
  CHECK(status.at("damage").empty());
  CHECK(status.at("checked") == false);
  CHECK(Workplace().run({"status"}).code == 2);
}

TEST_CASE("status --check finds one changed byte, which status alone does not") {
  const TwoGenerations archive;
  CHECK_THAT(archive.run({"status", "--check"}).out, Contains("every file has its checksum"));
  {
    std::fstream file(archive.current_file("xapian/docdata.glass"), std::ios::in | std::ios::out | std::ios::binary);
    file.seekg(-1, std::ios::end);
    const char last = static_cast<char>(file.get());
    file.seekp(-1, std::ios::end);
    file.put(static_cast<char>(last ^ 1));
  }
  CHECK(archive.run({"status"}).code == 0);
  const Ended checked = archive.run({"status", "--check"});
  CHECK(checked.code == 5);
  CHECK_THAT(checked.out, Contains("docdata.glass: the checksum differs"));
}

TEST_CASE("where the current generation lost a file, the one before answers, and status says why") {
  const TwoGenerations archive;
  std::filesystem::remove(archive.current_file("xapian/postlist.glass"));
  const Ended found = archive.run({"search", "bank"});
  CHECK(found.code == 0);
  CHECK_THAT(found.err, Contains("postlist.glass is missing"));
  const Ended status = archive.run({"status"});
  CHECK(status.code == 5);
  CHECK_THAT(status.out, Contains("generation  1,") && Contains("postlist.glass is missing"));
  CHECK(archive.run({"index", "-"}, kThree).code == 5);
  CHECK(archive.run({"index", "--replace-all", "-"}, kThree).code == 0);
}

TEST_CASE("an index with no whole generation left is damaged, not missing") {
  const Workplace archive;
  archive.run({"index", "-"}, kThree);
  std::filesystem::remove(archive.data() / "gen-000001" / "manifest.json");
  CHECK(archive.run({"status"}).code == 5);
  CHECK(archive.run({"search", "bank"}).code == 2);
}

TEST_CASE("rollback makes the generation before current, once") {
  const TwoGenerations archive;
  CHECK(archive.run({"show", "4"}).code == 0);
  const Ended ended = archive.run({"rollback"});
  CHECK(ended.code == 0);
  CHECK(ended.out == "generation 1 is current again\n");
  CHECK(archive.run({"show", "4"}).code == 2);
  CHECK(archive.run({"rollback"}).code == 2);
  CHECK(Workplace().run({"rollback"}).code == 2);
}
