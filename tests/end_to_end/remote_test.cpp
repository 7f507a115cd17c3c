#include <algorithm>
#include <catch2/catch.hpp>
#include <csignal>
#include <regex>

#include "tests/end_to_end/served.h"
#include "tests/end_to_end/workplace.h"

using namespace newssearch;
using Catch::Contains;

namespace {

using Arguments = std::vector<std::string>;

Arguments operator+(Arguments arguments, const Arguments& more) {
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

/// No two answers take the same time.
std::string without_time(const std::string& text) {
  static const std::regex time(R"(in [0-9.]+ m?s\b|"took_ms":[0-9.e-]+)");
  return std::regex_replace(text, time, "in no time");
}

/// A server that answers every request with the same bytes, and then, where it is endless, never stops.
class RudeServer {
 public:
  explicit RudeServer(const std::string& answer, bool endless = false)
      : program_(start(answer, endless)), port_(program_.read_line()) {}

  std::string url() const { return "http://127.0.0.1:" + port_; }
  /// Who asks: the next request's User-Agent.
  std::string read_agent() { return program_.read_line(); }

 private:
  static Start start(const std::string& answer, bool endless) {
    static constexpr const char* kScript = R"(
import socket, sys
answer, endless = sys.argv[1].encode(), sys.argv[2] == "endless"
listener = socket.socket()
listener.bind(("127.0.0.1", 0))
listener.listen()
print(listener.getsockname()[1], flush=True)
while True:
    client, _ = listener.accept()
    request = client.recv(65536).decode()
    print(*[line for line in request.split("\r\n") if line.startswith("User-Agent: ")], flush=True)
    try:
        client.sendall(answer)
        while endless:
            client.sendall(b"x" * 65536)
    except OSError:
        pass
    client.close()
)";
    Start start;
    start.arguments = {"/usr/bin/env", "python3", "-c", kScript, answer, endless ? "endless" : ""};
    return start;
  }

  RunningProgram program_;
  std::string port_;
};

std::string http_answer(const std::string& status, const std::string& body, const std::string& header = "") {
  return "HTTP/1.1 " + status + "\r\n" + header + "\r\n" + body;
}

/// What a search of this server complains of, in one line; it ends with 2.
std::string complaint(const Arguments& arguments) {
  const Ended ended = Workplace().run(Arguments{"search", "dam"} + arguments);
  CHECK(ended.code == 2);
  CHECK(ended.out.empty());
  CHECK(std::count(ended.err.begin(), ended.err.end(), '\n') == 1);
  CHECK_THAT(ended.err, Catch::StartsWith("newssearch: search: "));
  return ended.err;
}

}  // namespace

TEST_CASE("a server is asked with the same words as the index here, and prints the same in every form") {
  const SampleArchive archive;
  const Served served(archive);
  const Arguments from_server = {"--server", served.url("")};
  const std::vector<Arguments> searches = {
      {"search", "dam"},
      {"search", "dam", "arlenby", "--facets", "source,section", "--facet-limit", "1", "--histogram=month",
       "--explain"},
      {"search", "arlenby", "-inquiry", "--since", "2024-02", "--tz", "Europe/London", "--sort", "oldest", "--limit",
       "3", "--page", "2", "--snippet-length", "80"},
      {"search", "dam", "--lang", "en", "--section", "-sport", "--collapse", "none", "--recency", "off", "--no-names"},
      {"search", "damn", "arlenbyy", "zeppelin"},
      {"search", "dam", "arlenby", "zeppelin", "--no-relax"},
      {"search", "zeppelin"},
      {"search"}};
  std::vector<Arguments> questions;
  for (const std::string form : {"table", "json", "ndjson", "csv", "trec", "ids0"}) {
    for (const Arguments& search : searches) questions.push_back(search + Arguments{"--output", form});
    for (const std::string mode : {"related", "background", "followups", "copies"})
      questions.push_back({"related", "kestrel-dam-breach", "--mode", mode, "--limit", "3", "--output", form});
  }
  for (const std::string form : {"table", "json"})
    for (const Arguments& question : {Arguments{"suggest", "dam", "fai"}, Arguments{"suggest", "zeppelin"},
                                      Arguments{"show", "kestrel-dam-breach"}})
      questions.push_back(question + Arguments{"--output", form});
  for (const Arguments& question : questions) {
    CAPTURE(question);
    const Ended here = archive.run(question), there = archive.run(question + from_server);
    CHECK(there.code == here.code);
    CHECK(without_time(there.out) == without_time(here.out));
    CHECK(there.err == here.err);
  }
}

TEST_CASE("on a terminal, what a server answers looks as what the index here does") {
  const SampleArchive archive;
  const Served served(archive);
  for (const Arguments& question :
       {Arguments{"search", "dam", "--facets", "section"}, Arguments{"related", "kestrel-dam-breach"},
        Arguments{"suggest", "dam"}, Arguments{"show", "kestrel-dam-breach"}}) {
    const auto screen = [&](const Arguments& more) {
      Start start = archive.start(question + Arguments{"--no-pager"} + more);
      start.environment["TERM"] = "xterm";
      return without_time(run_in_terminal(start, 60).out);
    };
    CAPTURE(question);
    CHECK(screen({"--server", served.url("/")}) == screen({}));
  }
}

TEST_CASE("a server is asked over its unix socket, too") {
  const SampleArchive archive;
  const std::string socket = "unix:" + (archive.path() / "admin.sock").string();
  RunningProgram program(archive.start({"serve", "--listen", "127.0.0.1:0", "--admin", socket}));
  program.read_line();
  program.read_line();
  CHECK(archive.run({"search", "dam", "--output", "ids0", "--server", socket}).out ==
        archive.run({"search", "dam", "--output", "ids0"}).out);
  program.signal(SIGTERM);
  CHECK(program.wait().code == 0);
}

TEST_CASE("what is not there, or was taken out, is said with the server's address and ends as it does here") {
  const SampleArchive archive;
  archive.run({"delete", "kestrel-dam-breach"});
  const Served served(archive);
  for (const std::string command : {"show", "related"})
    for (const std::string id : {"no such/id?", "kestrel-dam-breach"}) {
      CAPTURE(command, id);
      const Ended here = archive.run({command, id}), there = archive.run({command, id, "--server", served.url("")});
      CHECK(here.code == 2);
      CHECK(there.code == here.code);
      CHECK(there.out.empty());
      CHECK_THAT(there.err, Catch::StartsWith("newssearch: " + command + ": " + served.url("") + ": ") &&
                                Contains(id) && Catch::EndsWith(": `newssearch search` prints ids\n"));
      CHECK(holds(there.err, "was taken out") == holds(here.err, "was taken out"));
    }
}

TEST_CASE("a question a server refuses is refused with its reason") {
  const SampleArchive archive;
  const Served served(archive);
  const Ended refused = archive.run({"search", std::string(600, 'x'), "--server", served.url("")});
  CHECK(refused.code == 2);
  CHECK_THAT(refused.err, Contains(served.url("")) && Contains("make it shorter"));
}

TEST_CASE("a server that is not there is said in a line with what to do") {
  CHECK_THAT(complaint({"--server", "http://127.0.0.1:1"}),
             Contains("http://127.0.0.1:1: ") && Contains("check the address"));
  CHECK_THAT(complaint({"--server", "unix:/no/such/socket"}), Contains("unix:/no/such/socket: "));
  CHECK_FALSE(holds(complaint({"--server", "http://ann:secret@127.0.0.1:1"}), "secret"));
}

TEST_CASE("what is no address of a server is refused with the forms there are") {
  for (const std::string address : {"127.0.0.1:8080", "gopher://127.0.0.1", "file:///etc/passwd", "http://",
                                    "http://127.0.0.1/search?q=oil", "unix:", "nonsense"}) {
    CAPTURE(address);
    CHECK_THAT(complaint({"--server", address}), Contains("--server " + address) && Contains("http://HOST:PORT"));
  }
}

TEST_CASE("a server goes without options about an index here, but not without what the environment says of one") {
  for (const Arguments& about_index :
       {Arguments{"--data", "/srv/news"}, Arguments{"--data=/srv/news"}, Arguments{"--engine", "xapian"},
        Arguments{"--synonyms", "s.txt"}, Arguments{"--stopwords", "w.txt"}, Arguments{"--pins", "p.txt"},
        Arguments{"--hidden", "h.txt"}}) {
    const std::string refusal = complaint(about_index + Arguments{"--server", "http://127.0.0.1:1"});
    CHECK_THAT(refusal, Contains(about_index.front().substr(0, about_index.front().find('='))) && Contains("--server"));
  }
  const SampleArchive archive;
  const Served served(archive);
  CHECK(archive.run({"search", "--server", served.url(""), "--", "dam", "--data"}).code == 0);
}

TEST_CASE("a server that answers anything else than an answer is not believed") {
  const auto [answer, said] = GENERATE(table<std::string, std::string>({
      {http_answer("200 OK", "<!doctype html>"), "is no JSON"},
      {http_answer("200 OK", "{}"), "query: is missing"},
      {http_answer("200 OK", ""), "is no JSON"},
      {http_answer("200 OK", std::string(100'000, '[')), "is no JSON"},
      {http_answer("404 Not Found", "not here"), "HTTP status 404, Not Found: check that it is newssearch"},
      {http_answer("500 Internal Server Error", R"({"code":"internal","detail":"\u001b[2J broke"})"), " broke: "},
      {http_answer("503 Service Unavailable", R"({"code":"query_timeout","detail":"slow"})", "Retry-After: 7\r\n"),
       "slow: try again in 7 s"},
      {http_answer("302 Found", "", "Location: http://127.0.0.1:1/elsewhere\r\n"), "http://127.0.0.1:1/elsewhere"},
      {"SSH-2.0-OpenSSH_9.2\r\n", "check the address"},
  }));
  CAPTURE(said);
  RudeServer server(answer);
  const std::string complained = complaint({"--server", server.url()});
  CHECK_THAT(complained, Contains(said) && Contains(server.url()));
  CHECK_FALSE(holds(complained, "\x1b"));
  CHECK(server.read_agent() == "User-Agent: newssearch/" NEWSSEARCH_VERSION);
}

TEST_CASE("an answer without end is cut off") {
  const RudeServer server(http_answer("200 OK", "{\"query\": \""), true);
  CHECK_THAT(complaint({"--server", server.url()}), Contains("more than 8 MB"));
}
