#include <catch2/catch.hpp>
#include <sstream>

#include "tests/end_to_end/documents.h"
#include "tests/end_to_end/workplace.h"

using namespace newssearch;

namespace {

/// One line of a command each, in order.
std::vector<std::string> marked_commands(const std::string& document) {
  std::vector<std::string> commands;
  for (const auto& block : marked_blocks(document)) {
    std::istringstream lines(block.commands);
    for (std::string line; std::getline(lines, line);) commands.push_back(line);
  }
  return commands;
}

void run_commands(const std::string& document, std::size_t at_least) {
  const Workplace workplace;
  const std::vector<std::string> commands = marked_commands(document);
  REQUIRE(commands.size() >= at_least);
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

}  // namespace

TEST_CASE("the README's examples do what they say") { run_commands("README.md", 8); }

TEST_CASE("the guides' examples do what they say") {
  for (const char* document : {"docs/for-editors.md", "docs/for-operators.md", "docs/for-researchers.md",
                               "docs/for-sites.md", "docs/formats.md", "docs/searching.md"})
    run_commands(document, 2);
}

TEST_CASE("what the pages on WordPress, Ghost and Hugo run on the samples works") {
  for (const char* document : {"docs/wordpress.md", "docs/ghost.md", "docs/hugo.md"}) run_commands(document, 2);
}
