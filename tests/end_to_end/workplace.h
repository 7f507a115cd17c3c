#pragma once
#include <string>
#include <vector>

#include "tests/support/run_program.h"
#include "tests/support/temporary_folder.h"

namespace newssearch {

/// A folder with a data directory, in which the real program is run.
class Workplace {
 public:
  Start start(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), NEWSSEARCH_PROGRAM);
    Start start;
    start.arguments = std::move(arguments);
    start.environment = {{"HOME", files_.path().string()}, {"NEWSSEARCH_DATA", data().string()}};
    return start;
  }
  Ended run(std::vector<std::string> arguments, std::string input = "") const {
    Start program = start(std::move(arguments));
    program.input = std::move(input);
    return run_program(program);
  }
  std::string write(const std::string& name, std::string_view content) const { return files_.write(name, content); }
  std::filesystem::path path() const { return files_.path(); }
  std::filesystem::path data() const { return files_.path() / "data"; }

 private:
  TemporaryFolder files_;
};

/// The sample articles, indexed.
class SampleArchive : public Workplace {
 public:
  static std::string articles() { return NEWSSEARCH_SOURCE_DIR "/corpus/sample/articles.jsonl"; }
  SampleArchive() {
    if (const Ended indexed = run({"index", articles()}); indexed.code != 0)
      throw std::runtime_error("the sample is not indexed: " + indexed.err + indexed.out);
  }
};

/// Three articles of one line each.
inline constexpr const char* kThree =
    R"({"id":"1","title":"Bank cuts rates","body":"The bank cut its rate to ten per cent.","published":"1987-10-19T09:41:00Z","source":"Reuters","section":["money-fx"]}
{"id":"2","title":"Bank opinion","body":"An opinion about the bank and its rate.","published":"1987-10-20","source":"Reuters","section":["opinion"]}
{"id":"3","title":"Coffee harvest","body":"Coffee growers expect a better harvest.","source":"AP","section":["coffee"]}
)";

inline bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace newssearch
