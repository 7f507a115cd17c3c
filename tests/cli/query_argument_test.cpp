#include "server/cli/query_argument.h"

#include <catch2/catch.hpp>

using namespace newssearch;
using Arguments = std::vector<std::string>;

namespace {

OptionText option(const std::string& name, const std::string& value) {
  OptionText text;
  text.long_name = name;
  text.value = value;
  return text;
}

ProgramText grammar() {
  OptionText quiet = option("--quiet", "");
  quiet.short_name = "-q";
  OptionText histogram = option("--histogram", "INTERVAL");
  histogram.value_optional = true;
  histogram.choices = {"auto", "month"};
  CommandText index, search;
  index.name = "index";
  search.name = "search";
  search.options = {option("--limit", "N"), option("--section", "NAME"), histogram};
  ProgramText program;
  program.options = {option("--data", "DIR"), quiet};
  program.commands = {index, search};
  return program;
}

}  // namespace

TEST_CASE("after the first query word, a word behind one dash is query text") {
  const std::vector<std::pair<Arguments, Arguments>> table = {
      {{"search", "bank", "-opinion", "--limit", "5"}, {"search", "--limit", "5", "--", "bank -opinion"}},
      {{"search", "--limit", "5", "bank", "-opinion"}, {"search", "--limit", "5", "--", "bank -opinion"}},
      {{"search", "bank", "--limit=5", "-q"}, {"search", "--limit=5", "--", "bank -q"}},
      {{"search", "-q", "bank"}, {"search", "-q", "--", "bank"}},
      {{"search", "bank", "-"}, {"search", "--", "bank -"}},
      {{"search", "--section", "-sport", "bank"}, {"search", "--section", "-sport", "--", "bank"}},
      {{"search", "bank", "--section", ""}, {"search", "--section", "", "--", "bank"}},
      {{"search", ""}, {"search", "--", ""}},
      {{"search"}, {"search"}},
  };
  for (const auto& [typed, meant] : table) {
    CAPTURE(typed);
    CHECK(query_as_one_argument(grammar(), typed) == meant);
  }
}

TEST_CASE("two dashes end the options, and everything after them is query text") {
  CHECK(query_as_one_argument(grammar(), {"search", "--limit", "5", "--", "-opinion", "--limit", "--"}) ==
        Arguments{"search", "--limit", "5", "--", "-opinion --limit --"});
}

TEST_CASE("options of the program may stand before the command") {
  CHECK(query_as_one_argument(grammar(), {"--data", "search", "-q", "search", "bank", "-x"}) ==
        Arguments{"--data", "search", "-q", "search", "--", "bank -x"});
}

TEST_CASE("options of the program may stand among the query words") {
  CHECK(query_as_one_argument(grammar(), {"search", "bank", "--data", "d", "rates", "--quiet"}) ==
        Arguments{"search", "--data", "d", "--quiet", "--", "bank rates"});
}

TEST_CASE("a value that may be left out is taken only where it is one of the choices") {
  CHECK(query_as_one_argument(grammar(), {"search", "--histogram", "month", "bank"}) ==
        Arguments{"search", "--histogram=month", "--", "bank"});
  CHECK(query_as_one_argument(grammar(), {"search", "--histogram", "bank"}) ==
        Arguments{"search", "--histogram=auto", "--", "bank"});
  CHECK(query_as_one_argument(grammar(), {"search", "bank", "--histogram"}) ==
        Arguments{"search", "--histogram=auto", "--", "bank"});
}

TEST_CASE("an option that does not exist is left for the parser to refuse") {
  CHECK(query_as_one_argument(grammar(), {"search", "bank", "--nonsense", "x"}) ==
        Arguments{"search", "--nonsense", "--", "bank x"});
}

TEST_CASE("the arguments of other commands are left as they are") {
  const Arguments typed = {"index", "search", "-q", "--data", "d"};
  CHECK(query_as_one_argument(grammar(), typed) == typed);
}
