#include <catch2/catch.hpp>
#include <sstream>

#include "tests/end_to_end/documents.h"
#include "tests/end_to_end/workplace.h"

using namespace newssearch;

namespace {

/// One line of a command each, in order.
std::vector<std::string> marked_commands() {
  std::vector<std::string> commands;
  for (const auto& block : marked_blocks("README.md")) {
    std::istringstream lines(block.commands);
    for (std::string line; std::getline(lines, line);) commands.push_back(line);
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
