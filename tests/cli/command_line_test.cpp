#include "server/cli/command_line.h"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>

#include "server/cli/exit_code.h"
#include "server/cli/search_options.h"
#include "tests/support/temporary_folder.h"

using namespace newssearch;

namespace {

/// An environment with a home of its own and nothing else that matters.
class Home {
 public:
  Home() {
    setenv("HOME", folder_.path().c_str(), 1);
    for (const char* name : {"NEWSSEARCH_DATA", "XDG_CONFIG_HOME", "XDG_DATA_HOME"}) unsetenv(name);
  }
  ~Home() { unsetenv("NEWSSEARCH_DATA"); }
  std::filesystem::path path() const { return folder_.path(); }
  void configure(const std::string& text) {
    std::filesystem::create_directories(path() / ".config");
    std::ofstream(path() / ".config" / "newssearch.conf") << text;
  }

 private:
  TemporaryFolder folder_;
};

/// A program of one command that notes what it was told.
struct Program {
  CommandLine line;
  SearchOptions options;
  CommonOptions told;

  Program() {
    CLI::App& command =
        line.add({"search", "Answers", "Find", "newssearch search bank", ""}, [this](const CommonOptions& common) {
          told = common;
          return exit_code::done;
        });
    add_query_argument(command, options);
    add_search_options(command, options);
  }
  void run(std::vector<std::string> arguments) { line.parse(std::move(arguments))(); }
  SearchRequest ask(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "search");
    run(std::move(arguments));
    return to_request(options);
  }
};

std::string refusal(std::vector<std::string> arguments) {
  Program program;
  try {
    program.ask(std::move(arguments));
  } catch (const UsageError& e) {
    return e.what();
  }
  return "";
}

}  // namespace

TEST_CASE("the data directory is the option's, else the environment's, else the config file's, else the user's own") {
  Home home;
  const auto data = [](std::vector<std::string> arguments) {
    Program program;
    program.run(std::move(arguments));
    return program.told.data;
  };
  CHECK(data({"search"}) == home.path() / ".local/share/newssearch");
  home.configure("data = \"/from/config\"\n");
  CHECK(data({"search"}) == "/from/config");
  setenv("NEWSSEARCH_DATA", "/from/environment", 1);
  CHECK(data({"search"}) == "/from/environment");
  CHECK(data({"search", "bank", "--data", "/from/option"}) == "/from/option");
  CHECK(data({"--data", "/from/option", "search", "bank"}) == "/from/option");
  setenv("NEWSSEARCH_DATA", "", 1);
  CHECK(data({"search"}) == "/from/config");
}

TEST_CASE("the config file may hold a command's options, and the command line overrides them") {
  Home home;
  home.configure("[search]\nlimit = 25\nsort = \"newest\"\n");
  CHECK(Program().ask({"bank"}).per_page == 25);
  CHECK(Program().ask({"bank"}).sort == SortOrder::newest);
  CHECK(Program().ask({"bank", "--limit", "3"}).per_page == 3);
}

TEST_CASE("an option the config file misspells is refused") {
  Home home;
  home.configure("dtaa = \"/srv/news\"\n");
  CHECK_THAT(refusal({"bank"}), Catch::Contains("dtaa"));
}

TEST_CASE("search options become a request") {
  const Home home;
  const SearchRequest request = Program().ask({"bank",
                                               "of",
                                               "england",
                                               "-opinion",
                                               "--since",
                                               "1987-03",
                                               "--until",
                                               "1987",
                                               "--tz",
                                               "Europe/London",
                                               "--section",
                                               "money-fx",
                                               "--section",
                                               "-sport",
                                               "--lang",
                                               "en",
                                               "--facets",
                                               "section,place",
                                               "--sort",
                                               "oldest",
                                               "--limit",
                                               "5",
                                               "--page",
                                               "2",
                                               "--histogram",
                                               "month",
                                               "--snippet-length",
                                               "0",
                                               "--explain",
                                               "--date-field",
                                               "updated"});
  CHECK(request.text == "bank of england -opinion");
  CHECK(format_iso(request.dates.from.value()) == "1987-03-01");
  CHECK(format_iso(request.dates.to.value()) == "1987-12-31");
  CHECK(request.time_zone == "Europe/London");
  CHECK(request.filter(Facet::section).any == std::vector<std::string>{"money-fx"});
  CHECK(request.filter(Facet::section).none == std::vector<std::string>{"sport"});
  CHECK(request.filter(Facet::lang).any == std::vector<std::string>{"en"});
  CHECK(request.facets == std::vector<Facet>{Facet::section, Facet::place});
  CHECK(request.sort == SortOrder::oldest);
  CHECK(request.per_page == 5);
  CHECK(request.page == 2);
  CHECK(request.histogram == HistogramInterval::month);
  CHECK(request.snippet_length == 0);
  CHECK(request.explain);
  CHECK(request.date_field == DateField::updated);
}

TEST_CASE("a query's brackets, commas and spaces are the query's own") {
  const Home home;
  CHECK(Program().ask({"[foo,bar]"}).text == "[foo,bar]");
  CHECK(Program().ask({"a,b", " c "}).text == "a,b  c ");
  CHECK(Program().ask({"\"bank of england\""}).text == "\"bank of england\"");
}

TEST_CASE("a histogram without an interval is automatic, and none is counted unasked") {
  const Home home;
  CHECK(Program().ask({"--histogram", "bank"}).histogram == HistogramInterval::automatic);
  CHECK_FALSE(Program().ask({"bank"}).histogram);
}

TEST_CASE("what is wrong with an option is said with the option's name") {
  const Home home;
  const std::vector<std::pair<std::vector<std::string>, std::vector<std::string>>> table = {
      {{"--since", "1987-13"}, {"--since: '1987-13'", "month 13"}},
      {{"--until", "soon"}, {"--until: 'soon'"}},
      {{"--limit", "101"}, {"--limit 101"}},
      {{"--limit", "many"}, {"--limit", "many"}},
      {{"--tz", "Mars/Olympus"}, {"--tz Mars/Olympus"}},
      {{"--sort", "best"}, {"--sort", "best"}},
      {{"--facets", "colour"}, {"--facets colour"}},
      {{"--section", "-"}, {"--section"}},
      {{"--nonsense"}, {"--nonsense", "no such option", "newssearch search --help"}},
  };
  for (const auto& [arguments, expected] : table) {
    const std::string message = refusal(arguments);
    for (const std::string& part : expected) CHECK_THAT(message, Catch::Contains(part));
  }
}

TEST_CASE("a command that does not exist is refused by name") {
  const Home home;
  Program program;
  CHECK_THROWS_WITH(program.run({"serch", "bank"}), Catch::Contains("serch: no such command"));
}
