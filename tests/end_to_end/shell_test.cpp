#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>

#include "tests/end_to_end/workplace.h"

using namespace newssearch;
using Catch::Contains;

namespace {

const std::vector<std::string> kCommands = {
    "index",  "reindex", "search", "related", "trend", "suggest", "show",  "serve",     "status",     "rollback",
    "backup", "restore", "export", "key",     "eval",  "delete",  "purge", "takedowns", "completion", "man"};

Ended bash(const std::string& script) {
  Start start;
  start.arguments = {"/bin/bash", "--norc", "-c", script};
  return run_program(start);
}

}  // namespace

TEST_CASE("the committed pages of the manual are those the program prints") {
  const auto committed = [](const std::string& page) {
    std::ostringstream text;
    text << std::ifstream(NEWSSEARCH_SOURCE_DIR "/server/cli/" + page).rdbuf();
    return text.str();
  };
  const Workplace place;  // else: newssearch man > server/cli/newssearch.1, and so on
  CHECK(place.run({"man"}).out == committed("newssearch.1"));
  CHECK(place.run({"man", "5"}).out == committed("newssearch.conf.5"));
  CHECK(place.run({"man", "7"}).out == committed("newssearch-api.7"));
  CHECK(place.run({"man", "8"}).code == 2);
}

TEST_CASE("each key of newssearch.conf(5) may stand in a config file") {
  const Workplace place;
  const auto complaint = [&](const std::string& config) {
    return place.run({"--config", place.write("a.conf", config), "serve", "--check-config"}).err;
  };
  constexpr const char* kUnknown = "not able to parse";
  CHECK_THAT(complaint("[serve]\nmisspelt = 1\n"), Contains(kUnknown));
  std::istringstream page(place.run({"man", "5"}).out);
  std::string command;
  int keys = 0;
  for (std::string line; std::getline(page, line);) {
    if (line.starts_with(".SH")) command = line.substr(std::min(line.find('['), line.size()));
    if (!line.starts_with("\\fB") || line.find(" = ") == std::string::npos) continue;
    std::string key = line.substr(3, line.find(' ') - 3);
    std::erase(key, '\\');
    CHECK_THAT(complaint(command + "\n" + key + " = 1\n"), !Contains(kUnknown));
    ++keys;
  }
  CHECK(keys > 20);
}

TEST_CASE("the program alone prints a plan of its commands") {
  const Ended plan = Workplace().run({});
  CHECK(plan.code == 0);
  for (const std::string& command : kCommands) CHECK_THAT(plan.out, Contains("\n  " + command + " "));
}

TEST_CASE("the help of every command begins with an example of it") {
  for (const std::string& command : kCommands) {
    const Ended help = Workplace().run({command, "--help"});
    CHECK(help.code == 0);
    CHECK_THAT(help.out, Catch::StartsWith("newssearch " + command));
    CHECK_THAT(help.out, Contains("Usage: newssearch " + command));
  }
}

TEST_CASE("the version is the project's") {
  const Ended version = Workplace().run({"--version"});
  CHECK(version.code == 0);
  CHECK(version.out == "newssearch " NEWSSEARCH_VERSION "\n");
}

TEST_CASE("bash completes commands, options and their values") {
  const std::string script = Workplace().run({"completion", "bash"}).out;
  const auto completed = [&](const std::string& words, int at) {
    return bash(script + "\nCOMP_WORDS=(" + words + "); COMP_CWORD=" + std::to_string(at) +
                "; _newssearch; echo ${COMPREPLY[@]}")
        .out;
  };
  CHECK(completed("newssearch re", 1) == "reindex related restore\n");
  CHECK(completed("newssearch search --zz", 2) == "\n");
  CHECK(completed("newssearch search --sin", 2) == "--since\n");
  CHECK(completed("newssearch search bank --sort n", 4) == "newest\n");
  CHECK(completed("newssearch --data d search --out", 4) == "--output\n");
  CHECK(completed("newssearch completion f", 2) == "fish\n");
}

TEST_CASE("zsh and fish get every command and option") {
  for (const char* shell : {"zsh", "fish"}) {
    const std::string script = Workplace().run({"completion", shell}).out;
    for (const std::string& command : kCommands) CHECK_THAT(script, Contains(command));
    for (const char* option : {"since", "histogram", "replace-all", "listen", "check", "color"})
      CHECK_THAT(script, Contains(option));
  }
  CHECK(Workplace().run({"completion", "tcsh"}).code == 2);
}
