#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>

#include "tests/end_to_end/workplace.h"

using namespace newssearch;

namespace {

/// The README's shell blocks marked <!-- test -->, one line of a command each, in order.
std::vector<std::string> marked_commands() {
  std::ifstream readme(NEWSSEARCH_SOURCE_DIR "/README.md");
  std::vector<std::string> commands;
  bool marked = false, inside = false;
  for (std::string line; std::getline(readme, line);) {
    if (line == "<!-- test -->") {
      marked = true;
    } else if (marked && line == "```sh") {
      inside = true;
    } else if (line == "```") {
      marked = inside = false;
    } else if (inside) {
      commands.push_back(line);
    }
  }
  return commands;
}

}  // namespace

TEST_CASE("the README's examples do what they say") {
  const Workplace workplace;
  const std::vector<std::string> commands = marked_commands();
  REQUIRE(commands.size() >= 8);
  for (const std::string& command : commands) {
    Start start = workplace.start({});
    start.arguments = {"/bin/bash", "--norc", "-c",
                       "newssearch() { " NEWSSEARCH_PROGRAM " \"$@\"; }; cd " NEWSSEARCH_SOURCE_DIR "; " + command};
    const Ended ended = run_program(start);
    INFO(command << "\n" << ended.out << ended.err);
    CHECK(ended.code == 0);
    CHECK_FALSE((ended.out + ended.err).empty());
  }
}
