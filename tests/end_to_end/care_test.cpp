#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/end_to_end/workplace.h"

using namespace newssearch;
using Catch::Contains;
using nlohmann::json;

namespace {

std::string content(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

void flip_last_byte(const std::filesystem::path& path) {
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  file.seekg(-1, std::ios::end);
  const char last = static_cast<char>(file.get());
  file.seekp(-1, std::ios::end);
  file.put(static_cast<char>(last ^ 1));
}

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
  flip_last_byte(archive.current_file("xapian/docdata.glass"));
  CHECK(archive.run({"status"}).code == 0);
  const Ended checked = archive.run({"status", "--check"});
  CHECK(checked.code == 5);
  CHECK_THAT(checked.out, Contains("docdata.glass: the checksum differs") && Contains("newssearch rollback"));
}

TEST_CASE("status --check says what to do about what is wrong") {
  const TwoGenerations archive;
  const auto remedy = [&] {
    const Ended checked = archive.run({"status", "--check", "--output", "json"});
    CHECK(checked.code == 5);
    return json::parse(checked.out).at("remedy").get<std::string>();
  };
  flip_last_byte(archive.data() / "gen-000001" / "xapian" / "postlist.glass");
  CHECK_THAT(remedy(), Contains("only rollback would"));
  flip_last_byte(archive.current_file("columns"));
  CHECK_THAT(remedy(), Contains("newssearch reindex --packed"));
  flip_last_byte(archive.current_file("xapian/docdata.glass"));
  CHECK_THAT(remedy(), Contains("newssearch restore") && Contains("--replace-all"));
  CHECK(json::parse(archive.run({"status", "--output", "json"}).out).at("remedy").is_null());
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

TEST_CASE("a restored backup gives the answers of the original") {
  const SampleArchive archive;
  const std::string folder = (archive.path() / "backup").string();
  const Ended made = archive.run({"backup", folder});
  CHECK(made.code == 0);
  CHECK_THAT(made.out, Contains("generation 1, ") && Contains("backed up to " + folder));
  CHECK(archive.run({"backup", folder}).code == 2);
  const Workplace other;
  const Ended restored = other.run({"restore", folder});
  CHECK(restored.code == 0);
  CHECK_THAT(restored.out, Contains("generation 2 is current: "));
  CHECK(other.run({"status", "--check"}).code == 0);
  const auto hits = [](const Workplace& place, std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--output", "json", "--limit", "100"});
    json answer = json::parse(place.run(std::move(arguments)).out);
    for (const char* varying : {"took_ms", "index"}) answer.erase(varying);
    return answer;
  };
  for (const std::vector<std::string>& question : std::vector<std::vector<std::string>>{
           {"search", "*"},
           {"search", "dam", "inquiry"},
           {"search", "\"dam collapse\"", "--facets", "section,source"},
           {"search", "dam", "--since", "2024", "--histogram", "month", "--sort", "newest"}})
    CHECK(hits(other, question) == hits(archive, question));
  CHECK(other.run({"export"}).out == archive.run({"export"}).out);
}

TEST_CASE("a damaged backup is refused, and so is one over an index without --force") {
  const TwoGenerations archive;
  const std::string folder = (archive.path() / "backup").string();
  CHECK(archive.run({"restore", folder}).code == 2);
  CHECK(archive.run({"backup", "--copy", folder}).code == 0);
  const Ended refused = archive.run({"restore", folder});
  CHECK(refused.code == 2);
  CHECK_THAT(refused.err, Contains("there is an index: --force"));
  CHECK(archive.run({"restore", "--force", folder}).code == 0);
  flip_last_byte(archive.path() / "backup" / "gen-000002" / "xapian" / "docdata.glass");
  const Ended damaged = archive.run({"restore", "--force", folder});
  CHECK(damaged.code == 5);
  CHECK_THAT(damaged.err, Contains("docdata.glass: the checksum differs: nothing was changed"));
  CHECK(json::parse(archive.run({"status", "--output", "json"}).out).at("generation") == 3);
}

TEST_CASE("what is exported, indexed elsewhere and exported again is byte for byte the same") {
  const SampleArchive archive;
  archive.run({"index", "-"},
              R"({"id":"<x>","title":"Fish &amp; <b>chips</b>","body":"A  table:\n  bread\t1\n\nEnd \u2028.",)"
              R"("published":"1987-03-01","authors":[{"name":"Doe, Jane"}],"expires":"2150-01-01"})");
  for (const std::string format : {"jsonl", "ninjs"}) {
    const std::string file = (archive.path() / ("articles." + format)).string();
    const Ended ended = archive.run({"export", "--format", format, "--output", file});
    CHECK(ended.code == 0);
    CHECK_THAT(ended.out, Contains(" written to " + file));
    CHECK_FALSE(std::filesystem::exists(file + ".part"));
    const Workplace other;
    CHECK(other.run({"index", "--keep-recurring-lines", file}).code == 0);
    CHECK(other.run({"export", "--format", format}).out == content(file));
    CHECK(archive.run({"export", "--format", format}).out == content(file));
  }
}

TEST_CASE("an export goes into a file or to standard output, and nowhere else") {
  const TwoGenerations archive;
  CHECK(archive.run({"export", "--output", "/dev/full"}).code == 2);
  CHECK(archive.run({"export", "--output", "/no/such/folder/file"}).code == 4);
  CHECK(Workplace().run({"export"}).code == 2);
  Start full = archive.start({"export"});
  full.stdout_to = "/dev/full";
  CHECK(run_program(full).code == 4);
}
