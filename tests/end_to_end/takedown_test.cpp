// Articles are taken out, with a writer running beside and without one; what was taken out can be told.
#include <catch2/catch.hpp>
#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>

#include "tests/end_to_end/workplace.h"
#include "tests/support/http_client.h"

using namespace newssearch;
using Catch::Contains;
using nlohmann::json;

namespace {

constexpr const char* kBuiltAnew =
    "the index was built anew: the words are in none of its files; backups made before still have them\n";

class ArchiveOfThree : public Workplace {
 public:
  ArchiveOfThree() { run({"index", "-"}, kThree); }
};

/// Three articles served with a writer, whose log goes into a file.
class ServedWithWriter : public ArchiveOfThree {
 public:
  ServedWithWriter() : program_(start_with_log()) {
    for (int i = 0; i < 2; ++i) program_.read_line();
    while (admin().get("/v1/admin/writer").status == 503) std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  HttpClient admin() const { return HttpClient("http://admin", socket()); }
  std::string log() const {
    std::ifstream file(path() / "log");
    return {std::istreambuf_iterator<char>(file), {}};
  }
  /// The lines of the log about what was taken out or rolled back, without their time.
  std::vector<json> takedowns_logged() const {
    std::vector<json> lines;
    std::istringstream text(log());
    for (std::string line; std::getline(text, line);) {
      json parsed = json::parse(line);
      parsed.erase("time");
      for (const char* event : {"removed", "purged", "rolled_back"})
        if (parsed.at("event") == event) lines.push_back(parsed);
    }
    return lines;
  }

 private:
  std::string socket() const { return (path() / "admin.sock").string(); }
  Start start_with_log() const {
    Start serve = start({});
    serve.arguments = {"/bin/sh", "-c",
                       "exec " NEWSSEARCH_PROGRAM " serve --listen 127.0.0.1:0 --admin unix:" + socket() + " 2>" +
                           (path() / "log").string()};
    return serve;
  }

  RunningProgram program_;
};

}  // namespace

TEST_CASE("what is purged is not found at once and then in no file, and purging it again has nothing to do") {
  const ArchiveOfThree archive;
  CHECK(archive.run({"purge", "1"}).out == std::string("1: taken out: not found from now on\n") + kBuiltAnew);
  CHECK(archive.run({"search", "cuts"}).code == 1);
  const Ended again = archive.run({"purge", "1"});
  CHECK(again.code == 0);
  CHECK(again.out == "1: purged before\n");
  CHECK(archive.run({"--quiet", "purge", "2"}).out.empty());
  const Ended missing = archive.run({"delete", "3", "4"});
  CHECK(missing.code == 1);
  CHECK(missing.out == "3: taken out: not found from now on\n");
  CHECK_THAT(missing.err, Contains("4: there is no such article"));
}

TEST_CASE("what was taken out is listed with when and why, an article by its id alone for who knows it") {
  const ArchiveOfThree archive;
  CHECK(archive.run({"takedowns"}).out.empty());
  archive.run({"delete", "1"});
  archive.run({"purge", "2", "--reason", "court order 7 O 12/26"});
  const Ended all = archive.run({"takedowns"});
  CHECK(all.code == 0);
  CHECK_THAT(all.out,
             Contains("Z  removed  6b86b273ff34\n") && Contains("Z  purged   d4735e3a265e  court order 7 O 12/26\n"));
  const Ended asked = archive.run({"takedowns", "2", "3"});
  CHECK(asked.code == 1);
  CHECK_THAT(asked.out, Contains("Z  purged   2  court order") && !Contains("removed"));
  CHECK_THAT(asked.err, Contains("3: not taken out"));
  const json list = json::parse(archive.run({"takedowns", "--output", "json"}).out).at("takedowns");
  REQUIRE(list.size() == 2);
  for (const json& takedown : list) {
    CHECK(takedown.at("id").is_null());
    CHECK(takedown.at("id_sha256").get<std::string>().size() == 64);
    CHECK(takedown.at("reason") == (takedown.at("kind") == "purged" ? "court order 7 O 12/26" : ""));
  }
  archive.run({"index", "-"}, kThree);  // what was removed may come again
  CHECK_THAT(archive.run({"takedowns"}).out, !Contains("removed") && Contains("purged"));
  CHECK(Workplace().run({"takedowns"}).code == 2);
}

TEST_CASE("a running writer logs who had what taken out and why, and none of its words") {
  const ServedWithWriter archive;
  const Ended purged = archive.run({"purge", "1", "--reason", "court order"});
  CHECK(purged.out == std::string("1: taken out: not found from now on\n") + kBuiltAnew);
  archive.admin().send("DELETE", "/v1/articles/2?wait=searchable");
  archive.admin().send("POST", "/v1/articles:batch", R"({"delete":"none"})", {"Content-Type: application/x-ndjson"});
  auto logged = archive.takedowns_logged();
  REQUIRE(logged.size() == 2);
  CHECK_THAT(logged[0].at("by").get<std::string>(), Catch::StartsWith("user "));
  logged[0].erase("by");
  CHECK(logged[0] ==
        json{{"level", "info"}, {"event", "purged"}, {"id", "1"}, {"reason", "court order"}, {"seq", "1"}});
  CHECK(logged[1] == json{{"level", "info"}, {"event", "removed"}, {"id", "2"}, {"by", "admin socket"}, {"seq", "2"}});
  CHECK_THAT(archive.log(), !Contains("rate") && !Contains("Bank"));
  CHECK_THAT(archive.run({"takedowns", "1", "2"}).out, Contains("purged   1  court order") && Contains("removed  2\n"));
  CHECK(archive.run({"purge", "3"}).out == std::string("3: taken out: not found from now on\n") + kBuiltAnew);
}

TEST_CASE("status says whether a writer runs and what it has not published yet") {
  const ArchiveOfThree archive;
  const Ended table = archive.run({"status"});
  CHECK_THAT(table.out, Contains("writer      not running\n") && Contains("journal     all of it is published\n"));
  const json writer = json::parse(archive.run({"status", "--output", "json"}).out).at("writer");
  CHECK(writer.at("running") == false);
  CHECK(writer.at("unpublished") == 0);
  const ServedWithWriter served;
  served.admin().send("DELETE", "/v1/articles/2?wait=searchable");
  CHECK_THAT(served.run({"status"}).out, Contains("writer      running, process ") && Contains("found by searches\n"));
  const json running = json::parse(served.run({"status", "--output", "json"}).out).at("writer");
  CHECK(running.at("running") == true);
  CHECK(running.at("seq") == 1);
  CHECK(running.at("searchable") == 1);
  CHECK(running.at("failure").is_null());
}

TEST_CASE("status says that the journal is damaged, and what to do") {
  const ArchiveOfThree archive;
  archive.run({"delete", "1"});
  for (const auto& segment : std::filesystem::directory_iterator(archive.data() / "journal"))
    std::ofstream(segment.path(), std::ios::binary | std::ios::in) << "no magic";
  const Ended status = archive.run({"status"});
  CHECK(status.code == 5);
  CHECK_THAT(status.out, Contains("damaged     ") && Contains(".log: byte 0") && Contains("truncate -s"));
  CHECK(archive.run({"search", "opinion"}).code == 0);
}
