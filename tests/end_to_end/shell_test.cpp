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

TEST_CASE("the committed man page is the one the program prints") {
  std::ostringstream committed;
  committed << std::ifstream(NEWSSEARCH_SOURCE_DIR "/server/cli/newssearch.1").rdbuf();
  CHECK(Workplace().run({"man"}).out == committed.str());  // else: newssearch man > server/cli/newssearch.1
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
