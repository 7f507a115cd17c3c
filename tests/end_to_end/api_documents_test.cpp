// The requests of README.md and docs/, sent to a server over the sample articles, and their answers compared.
#include <catch2/catch.hpp>
#include <chrono>
#include <thread>

#include "tests/end_to_end/documents.h"
#include "tests/end_to_end/served.h"
#include "tests/end_to_end/shown_answer.h"
#include "tests/support/http_client.h"

namespace newssearch {
namespace {

/// The sample articles, served to readers and to those who run the archive.
class ServedSample {
 public:
  ServedSample() {
    HttpClient admin("http://admin", socket());
    while (admin.get("/v1/admin/writer").status == 503) std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }

  /// Runs commands as a reader of a document would, for whom the server has the addresses that the documents say.
  Ended run(const std::string& commands) const {
    Start start = archive_.start({});
    start.arguments = {"/bin/bash", "--norc", "-c", "set -eo pipefail\n" + curl_of_the_documents() + commands};
    return run_program(start);
  }

 private:
  std::string socket() const { return (archive_.path() / "admin.sock").string(); }
  std::string curl_of_the_documents() const {
    return "curl() {\n"
           "  local words=() word\n"
           "  for word in \"$@\"; do\n"
           "    word=${word//http:\\/\\/127.0.0.1:8080/" +
           escaped(server_.url("")) +
           "}\n"
           "    words+=(\"${word//\\/run\\/newssearch\\/admin.sock/" +
           escaped(socket()) +
           "}\")\n"
           "  done\n"
           "  command curl --silent --show-error --max-time 60 \"${words[@]}\"\n"
           "}\n";
  }
  /// With its slashes safe in ${word//from/to}.
  static std::string escaped(const std::string& text) {
    std::string safe;
    for (const char c : text) safe += c == '/' ? std::string("\\/") : std::string(1, c);
    return safe;
  }

  SampleArchive archive_;
  Served server_{archive_, {"--admin", "unix:" + socket()}};
};

std::string difference_in_json(const std::string& real, const std::string& shown) {
  const auto answers = json_values(real), expected = json_values(shown);
  if (answers.size() != expected.size())
    return std::to_string(answers.size()) + " answers, shown are " + std::to_string(expected.size());
  for (std::size_t i = 0; i < answers.size(); ++i) {
    if (auto found = difference(answers[i], expected[i]); !found.empty()) return found;
  }
  return {};
}

void check_documents(const std::vector<std::string>& documents, std::size_t blocks_at_least) {
  const ServedSample sample;
  std::size_t blocks = 0;
  for (const auto& document : documents) {
    for (const auto& block : marked_blocks(document, "<!-- test served -->")) {
      ++blocks;
      const Ended ended = sample.run(block.commands);
      INFO(block.where << "\n" << block.commands << ended.out << "\n" << ended.err);
      CHECK(ended.code == 0);
      CHECK_FALSE(ended.out.empty());
      CHECK((block.answer_kind == "json" ? difference_in_json(ended.out, block.answer)
             : block.answer_kind.empty() ? ""
                                         : difference_in_lines(ended.out, block.answer)) == "");
    }
  }
  CHECK(blocks >= blocks_at_least);
}

}  // namespace

TEST_CASE("docs/api.md's requests are answered as it shows") { check_documents({"docs/api.md"}, 25); }

TEST_CASE("the requests of README.md and docs/deployment.md are answered as they show") {
  check_documents({"README.md", "docs/deployment.md"}, 2);
}

TEST_CASE("the requests of the guides are answered as they show") {
  for (const char* document : {"docs/for-editors.md", "docs/for-operators.md", "docs/for-researchers.md",
                               "docs/for-sites.md", "docs/security.md"})
    check_documents({document}, 1);
}

TEST_CASE("an answer is as shown where all that is shown is there") {
  const auto differs = [](const char* real, const char* shown) { return difference_in_json(real, shown); };
  CHECK(differs(R"({"a":1,"b":[1,2,3]})", "{\"b\": [1, …], …}") == "");
  CHECK(differs(R"({"a":"oil prices"}{"took_ms":3})", "{\"a\": \"oil …\"}\n{\"took_ms\": 7}") == "");
  CHECK(differs(R"({"a":1,"b":2})", R"({"a": 1})") == "answer has b, which is not shown");
  CHECK(differs(R"({"a":1})", "{\"b\": 1, …}") == "answer has no b");
  CHECK(differs(R"({"a":[1,2]})", R"({"a": [1]})") == "answer.a has 2 elements, 1 are shown");
  CHECK(differs(R"({"a":1})", R"({"a": 2})") == "answer.a is 1, shown is 2");
  CHECK(differs("{}", "{}{}") == "1 answers, shown are 2");
  CHECK(difference_in_lines("one\r\ntwo\nthree four\n", "one\n…\nthree …\n") == "");
  CHECK(difference_in_lines("one\ntwo\n", "two\none\n") == "there is no line 'one'");
}

}  // namespace newssearch
